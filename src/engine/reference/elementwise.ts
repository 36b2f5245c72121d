import {sizeOf} from '../../format/graph.js';
import {activate} from './activations.js';
import type {Compute} from './tensor.js';

export const activation: Compute<'activation'> = (node, [input]) =>
  activate(input!.data.slice(), node.activation, node.shape[node.shape.length - 1]!);

export const relu: Compute<'relu'> = (node, [input]) =>
  input!.data.map((x) => (x >= node.threshold ? Math.min(x, node.maxValue) : node.negativeSlope * (x - node.threshold)));

export const elu: Compute<'elu'> = (node, [input]) => input!.data.map((x) => (x > 0 ? x : node.alpha * Math.expm1(x)));

/** Where an element of `shape` lies in a tensor whose shape is broadcast against it from the right. */
function broadcastIndex(index: number, shape: number[], other: number[]): number {
  let [result, stride, rest] = [0, 1, index];
  for (let axis = 1; axis <= shape.length; axis++) {
    const extent = shape[shape.length - axis]!;
    const own = other[other.length - axis] ?? 1;
    if (own > 1) result += (rest % extent) * stride;
    stride *= own;
    rest = Math.floor(rest / extent);
  }
  return result;
}

/** The weight keeps 1 on shared axes; which axes those are shows in its size, so it is handed over with its shape. */
export function prelu(input: Float32Array, shape: number[], alpha: Float32Array, alphaShape: number[]): Float32Array {
  return input.map((x, index) => (x > 0 ? x : x * alpha[broadcastIndex(index, shape, alphaShape)]!));
}

export const combine: Compute<'add' | 'subtract' | 'multiply'> = (node, inputs) => {
  const result = new Float32Array(sizeOf(node.shape));
  for (let index = 0; index < result.length; index++) {
    const values = inputs.map(({data, shape}) => data[broadcastIndex(index, node.shape, shape)]!);
    result[index] = values.reduce((a, b) => (node.op === 'add' ? a + b : node.op === 'subtract' ? a - b : a * b));
  }
  return result;
};

export const batchNormalization: Compute<'batchNormalization'> = (node, [input], weights) => {
  const channels = node.shape[node.shape.length - 1]!;
  const gamma = node.scale ? weights[0]! : undefined;
  const beta = node.center ? weights[node.scale ? 1 : 0]! : undefined;
  const [mean, variance] = weights.slice(-2) as [Float32Array, Float32Array];
  return input!.data.map((x, index) => {
    const c = index % channels;
    return ((x - mean[c]!) / Math.sqrt(variance[c]! + node.epsilon)) * (gamma?.[c] ?? 1) + (beta?.[c] ?? 0);
  });
};

/** Ba et al. 2016. */
export const layerNormalization: Compute<'layerNormalization'> = (node, [input], weights) => {
  const channels = node.shape[node.shape.length - 1]!;
  const gamma = node.scale ? weights[0]! : undefined;
  const beta = node.center ? weights[node.scale ? 1 : 0]! : undefined;
  const result = new Float32Array(input!.data.length);
  for (let start = 0; start < result.length; start += channels) {
    const row = input!.data.subarray(start, start + channels);
    const mean = row.reduce((sum, x) => sum + x, 0) / channels;
    const variance = row.reduce((sum, x) => sum + (x - mean) ** 2, 0) / channels;
    row.forEach((x, c) => (result[start + c] = ((x - mean) / Math.sqrt(variance + node.epsilon)) * (gamma?.[c] ?? 1) + (beta?.[c] ?? 0)));
  }
  return result;
};
