import type {Compute} from './tensor.js';

export const pad: Compute<'pad'> = (node, [input]) => {
  const [height, width, channels] = input!.shape as [number, number, number];
  const [rows, columns] = node.shape as [number, number];
  const result = new Float32Array(rows * columns * channels);
  for (let y = 0; y < height; y++) {
    const row = input!.data.subarray(y * width * channels, (y + 1) * width * channels);
    result.set(row, ((y + node.padding.top) * columns + node.padding.left) * channels);
  }
  return result;
};

export const crop: Compute<'crop'> = (node, [input]) => {
  const [, width, channels] = input!.shape as [number, number, number];
  const [rows, columns] = node.shape as [number, number];
  const result = new Float32Array(rows * columns * channels);
  for (let y = 0; y < rows; y++) {
    const start = ((y + node.cropping.top) * width + node.cropping.left) * channels;
    result.set(input!.data.subarray(start, start + columns * channels), y * columns * channels);
  }
  return result;
};

export const upsample: Compute<'upsample'> = (node, [input]) => {
  const [height, width, channels] = input!.shape as [number, number, number];
  const [rows, columns] = node.shape as [number, number];
  const result = new Float32Array(rows * columns * channels);
  const pixel = (y: number, x: number, channel: number): number => input!.data[(y * width + x) * channels + channel]!;
  for (let y = 0; y < rows; y++) {
    // As in TensorFlow: sample positions begin at the corner, and the last source row repeats.
    const inY = y / node.size[0];
    const top = Math.floor(inY);
    const bottom = Math.min(top + 1, height - 1);
    for (let x = 0; x < columns; x++) {
      const inX = x / node.size[1];
      const left = Math.floor(inX);
      const right = Math.min(left + 1, width - 1);
      for (let channel = 0; channel < channels; channel++) {
        let value = pixel(top, left, channel);
        if (node.interpolation === 'bilinear') {
          const upper = value + (pixel(top, right, channel) - value) * (inX - left);
          const lower = pixel(bottom, left, channel);
          const under = lower + (pixel(bottom, right, channel) - lower) * (inX - left);
          value = upper + (under - upper) * (inY - top);
        }
        result[(y * columns + x) * channels + channel] = value;
      }
    }
  }
  return result;
};

export const pool: Compute<'maxPool' | 'averagePool'> = (node, [input]) => {
  const [height, width, channels] = input!.shape as [number, number, number];
  const [rows, columns] = node.shape as [number, number];
  const result = new Float32Array(rows * columns * channels);
  for (let y = 0; y < rows; y++) {
    const top = y * node.strides[0] - node.padding.top;
    const [firstY, endY] = [Math.max(top, 0), Math.min(top + node.size[0], height)];
    for (let x = 0; x < columns; x++) {
      const left = x * node.strides[1] - node.padding.left;
      const [firstX, endX] = [Math.max(left, 0), Math.min(left + node.size[1], width)];
      for (let channel = 0; channel < channels; channel++) {
        let [most, sum] = [-Infinity, 0];
        for (let inY = firstY; inY < endY; inY++) {
          for (let inX = firstX; inX < endX; inX++) {
            const value = input!.data[(inY * width + inX) * channels + channel]!;
            most = Math.max(most, value);
            sum += value;
          }
        }
        const count = (endY - firstY) * (endX - firstX);
        result[(y * columns + x) * channels + channel] = node.op === 'maxPool' ? most : sum / count;
      }
    }
  }
  return result;
};

export const globalAveragePool: Compute<'globalAveragePool'> = (_, [input]) => {
  const [height, width, channels] = input!.shape as [number, number, number];
  const sums = new Float64Array(channels);
  input!.data.forEach((value, index) => (sums[index % channels]! += value));
  return Float32Array.from(sums, (sum) => sum / (height * width));
};
