import {sizeOf} from '../../format/graph.js';
import {activate} from './activations.js';
import type {Compute} from './tensor.js';

export const dense: Compute<'dense'> = (node, [input], [kernel, bias]) => {
  const inputs = input!.shape[input!.shape.length - 1]!;
  const units = node.shape[node.shape.length - 1]!;
  const result = new Float32Array(sizeOf(node.shape));
  for (let row = 0; row < result.length / units; row++) {
    if (node.useBias) result.set(bias!, row * units);
    addProduct(input!.data, row * inputs, inputs, kernel!, 0, result, row * units, units);
  }
  return activate(result, node.activation, units);
};

export const conv2d: Compute<'conv2d'> = (node, [input], [kernel, bias]) => {
  const [height, width, channels] = input!.shape as [number, number, number];
  const [rows, columns, filters] = node.shape as [number, number, number];
  const result = new Float32Array(rows * columns * filters);
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) {
      const at = (y * columns + x) * filters;
      if (node.useBias) result.set(bias!, at);
      for (let ky = 0; ky < node.kernel[0]; ky++) {
        const inY = y * node.strides[0] + ky * node.dilation[0] - node.padding.top;
        if (inY < 0 || inY >= height) continue;
        for (let kx = 0; kx < node.kernel[1]; kx++) {
          const inX = x * node.strides[1] + kx * node.dilation[1] - node.padding.left;
          if (inX < 0 || inX >= width) continue;
          addProduct(input!.data, (inY * width + inX) * channels, channels, kernel!, ky * node.kernel[1] + kx, result, at, filters);
        }
      }
    }
  }
  return activate(result, node.activation, filters);
};

/** result[at + filter] += Σ input[from + channel] · kernel[tap, channel, filter] */
function addProduct(
  input: Float32Array,
  from: number,
  channels: number,
  kernel: Float32Array,
  tap: number,
  result: Float32Array,
  at: number,
  filters: number,
): void {
  for (let channel = 0; channel < channels; channel++) {
    const value = input[from + channel]!;
    const row = (tap * channels + channel) * filters;
    for (let filter = 0; filter < filters; filter++) result[at + filter]! += value * kernel[row + filter]!;
  }
}

/** Each input pixel spreads over the output: scattered as defined, with the kernel as [height, width, out, in]. */
export const conv2dTranspose: Compute<'conv2dTranspose'> = (node, [input], [kernel, bias]) => {
  const [height, width, channels] = input!.shape as [number, number, number];
  const [rows, columns, filters] = node.shape as [number, number, number];
  const result = new Float32Array(rows * columns * filters);
  if (node.useBias) for (let at = 0; at < result.length; at += filters) result.set(bias!, at);
  for (let inY = 0; inY < height; inY++) {
    for (let inX = 0; inX < width; inX++) {
      const from = (inY * width + inX) * channels;
      for (let ky = 0; ky < node.kernel[0]; ky++) {
        const y = inY * node.strides[0] + ky - node.padding.top;
        if (y < 0 || y >= rows) continue;
        for (let kx = 0; kx < node.kernel[1]; kx++) {
          const x = inX * node.strides[1] + kx - node.padding.left;
          if (x < 0 || x >= columns) continue;
          for (let filter = 0; filter < filters; filter++) {
            const row = ((ky * node.kernel[1] + kx) * filters + filter) * channels;
            let sum = 0;
            for (let channel = 0; channel < channels; channel++) sum += input!.data[from + channel]! * kernel![row + channel]!;
            result[(y * columns + x) * filters + filter]! += sum;
          }
        }
      }
    }
  }
  return activate(result, node.activation, filters);
};

export const depthwiseConv2d: Compute<'depthwiseConv2d'> = (node, [input], [kernel, bias]) => {
  const [height, width, channels] = input!.shape as [number, number, number];
  const [rows, columns, filters] = node.shape as [number, number, number];
  const multiplier = filters / channels;
  const result = new Float32Array(rows * columns * filters);
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) {
      for (let filter = 0; filter < filters; filter++) {
        const channel = Math.floor(filter / multiplier);
        let sum = node.useBias ? bias![filter]! : 0;
        for (let ky = 0; ky < node.kernel[0]; ky++) {
          const inY = y * node.strides[0] + ky * node.dilation[0] - node.padding.top;
          if (inY < 0 || inY >= height) continue;
          for (let kx = 0; kx < node.kernel[1]; kx++) {
            const inX = x * node.strides[1] + kx * node.dilation[1] - node.padding.left;
            if (inX < 0 || inX >= width) continue;
            sum += input!.data[(inY * width + inX) * channels + channel]! * kernel![(ky * node.kernel[1] + kx) * filters + filter]!;
          }
        }
        result[(y * columns + x) * filters + filter] = sum;
      }
    }
  }
  return activate(result, node.activation, filters);
};
