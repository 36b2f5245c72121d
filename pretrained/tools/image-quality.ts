/** Peak signal-to-noise ratio in decibels of two images with values 0 … 1. */
export function psnr(a: Float32Array, b: Float32Array): number {
  return -10 * Math.log10(a.reduce((sum, value, i) => sum + (value - b[i]!) ** 2, 0) / a.length);
}

const WINDOW = 11;
const SPREAD = 1.5;
const C1 = 0.01 ** 2;
const C2 = 0.03 ** 2;

/**
 * Structural similarity of two images [height, width, channels] with values 0 … 1 (Wang et al. 2004, "Image Quality Assessment: From Error Visibility to Structural Similarity"): Gaussian
 * windows of 11 × 11 pixels with a spread of 1.5, only where they lie within the image; K₁ = 0.01, K₂ = 0.03; the mean over windows and channels.
 */
export function ssim(a: Float32Array, b: Float32Array, shape: readonly number[]): number {
  const [height, width, channels] = shape as [number, number, number];
  let sum = 0;
  for (let channel = 0; channel < channels; channel++) {
    const [x, y] = [a, b].map((image) => Float64Array.from({length: height * width}, (_, i) => image[i * channels + channel]!));
    sum += similarity(x!, y!, width);
  }
  return sum / channels;
}

function similarity(x: Float64Array, y: Float64Array, width: number): number {
  const mean = (value: (i: number) => number) =>
    blur(
      Float64Array.from(x, (_, i) => value(i)),
      width,
    );
  const [mx, my, mxx, myy, mxy] = [
    mean((i) => x[i]!),
    mean((i) => y[i]!),
    mean((i) => x[i]! ** 2),
    mean((i) => y[i]! ** 2),
    mean((i) => x[i]! * y[i]!),
  ] as [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array];
  return (
    mx.reduce((sum, m, i) => {
      const n = my[i]!;
      const covariance = mxy[i]! - m * n;
      const variances = mxx[i]! - m ** 2 + myy[i]! - n ** 2;
      return sum + ((2 * m * n + C1) * (2 * covariance + C2)) / ((m ** 2 + n ** 2 + C1) * (variances + C2));
    }, 0) / mx.length
  );
}

const WEIGHTS = gaussian();

function gaussian(): number[] {
  const weights = Array.from({length: WINDOW}, (_, i) => Math.exp(-((i - (WINDOW - 1) / 2) ** 2) / (2 * SPREAD ** 2)));
  const sum = weights.reduce((total, weight) => total + weight);
  return weights.map((weight) => weight / sum);
}

/** Weighted means over all windows within the image: first along rows, then along columns. */
function blur(image: Float64Array, width: number): Float64Array {
  const height = image.length / width;
  const narrow = width - WINDOW + 1;
  const rows = new Float64Array(height * narrow);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < narrow; column++) {
      let sum = 0;
      for (let k = 0; k < WINDOW; k++) sum += WEIGHTS[k]! * image[row * width + column + k]!;
      rows[row * narrow + column] = sum;
    }
  }
  return Float64Array.from({length: (height - WINDOW + 1) * narrow}, (_, i) =>
    WEIGHTS.reduce((sum, weight, k) => sum + weight * rows[i + k * narrow]!, 0),
  );
}
