/** An image as the nets give it: row-major floats, channels last. */
export type Picture = {data: Float32Array; shape: readonly number[]; range: readonly [number, number]};

/** Grey or RGB floats to bytes. `at` counts images in a batch. */
export function toImageData({data, shape, range: [low, high]}: Picture, at = 0): ImageData {
  const [height = 1, width = 1, channels = 1] = shape;
  const image = new ImageData(width, height);
  const start = at * height * width * channels;
  const scale = 255 / (high - low);
  // A grey image reads the same number three times.
  const green = channels === 3 ? 1 : 0;
  for (let i = 0; i < width * height; i++) {
    const from = start + i * channels;
    image.data[4 * i] = (data[from]! - low) * scale;
    image.data[4 * i + 1] = (data[from + green]! - low) * scale;
    image.data[4 * i + 2] = (data[from + 2 * green]! - low) * scale;
    image.data[4 * i + 3] = 255;
  }
  return image;
}

export function paintPicture(canvas: HTMLCanvasElement, picture: Picture, at = 0): void {
  const image = toImageData(picture, at);
  if (canvas.width !== image.width) canvas.width = image.width;
  if (canvas.height !== image.height) canvas.height = image.height;
  canvas.getContext('2d')?.putImageData(image, 0, 0);
}

/** The largest CSS width up to `available` at which each of `pixels` image pixels covers a whole number of screen pixels. */
export function wholePixelWidth(available: number, pixels: number): number {
  const ratio = devicePixelRatio || 1;
  return (Math.max(1, Math.floor((available * ratio) / pixels)) * pixels) / ratio;
}
