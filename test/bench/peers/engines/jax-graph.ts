import {lax, nn, numpy as np, type NdArray} from '@jax-js/jax';
import type {Activation, Graph, GraphNode} from '../../../../src/format/graph.js';
import {reordered, transposedShape} from '../../onnx/layout.js';

type Kernel = {shape: number[]; data: Float32Array};

/** Weights as the functions below take them: kernels of convolutions as [out, in, height, width], transposed ones turned around, biases of images as [out, 1, 1]. */
export function kernelsForJax(graph: Graph): Kernel[] {
  const kernels: Kernel[] = graph.weights.map(({shape, data}) => ({shape, data}));
  for (const node of graph.nodes) {
    if (node.op !== 'conv2d' && node.op !== 'conv2dTranspose') continue;
    const [kernel, bias] = node.weights as [number, number | undefined];
    const {shape, data} = graph.weights[kernel]!;
    const order = node.op === 'conv2d' ? [3, 2, 0, 1] : [2, 3, 0, 1];
    const moved = reordered(data, shape, order);
    kernels[kernel] = {shape: transposedShape(shape, order), data: node.op === 'conv2d' ? moved : turned(moved, shape[0]! * shape[1]!)};
    if (bias !== undefined) kernels[bias] = {shape: [node.shape[2]!, 1, 1], data: graph.weights[bias]!.data};
  }
  return kernels;
}

/** Each window of `size` numbers backwards. */
function turned(data: Float32Array, size: number): Float32Array {
  const to = new Float32Array(data.length);
  for (let at = 0; at < data.length; at += size) to.set(data.subarray(at, at + size).toReversed(), at);
  return to;
}

/** The layers of shipped decoders and generators. Images have channels first. */
export function traceGraph({nodes, outputs}: Graph, inputs: NdArray[], weights: NdArray[]): NdArray {
  const values = [...inputs];
  const uses = [...nodes.flatMap((node) => node.inputs), outputs[0]!];
  // Each use but the last is one more.
  const take = (index: number): NdArray => {
    uses.splice(uses.indexOf(index), 1);
    return uses.includes(index) ? values[index]!.ref : values[index]!;
  };
  for (const node of nodes) values.push(layer(node, node.inputs.map(take), weights));
  const y = take(outputs[0]!);
  return y.shape.length === 4 ? y.transpose([0, 2, 3, 1]) : y;
}

function layer(node: GraphNode, operands: NdArray[], weights: NdArray[]): NdArray {
  let x = operands[0]!;
  const batch = x.shape[0]!;
  const [kernel, bias] = node.weights.map((weight) => weights[weight]!) as [NdArray, NdArray | undefined];
  const biased = (y: NdArray): NdArray => (bias ? y.add(bias) : y);
  switch (node.op) {
    case 'dense':
      return activate(biased(np.matmul(x, kernel)), node.activation);
    case 'reshape':
      if (x.shape.length === 4) throw new Error(`${node.name}: an image is not flattened`);
      x = x.reshape([batch, ...node.shape]);
      return node.shape.length === 3 ? x.transpose([0, 3, 1, 2]) : x;
    case 'conv2d': {
      const {top, bottom, left, right} = node.padding;
      const padding = [[top, bottom] as const, [left, right] as const];
      return activate(biased(lax.convGeneralDilated(x, kernel, node.strides, padding, {rhsDilation: node.dilation})), node.activation);
    }
    case 'conv2dTranspose': {
      const [height, width] = node.kernel;
      const {top, bottom, left, right} = node.padding;
      const padding = [[height - 1 - top, height - 1 - bottom] as const, [width - 1 - left, width - 1 - right] as const];
      return activate(biased(lax.convGeneralDilated(x, kernel, [1, 1], padding, {lhsDilation: node.strides})), node.activation);
    }
    case 'activation':
      return activate(x, node.activation);
    case 'concatenate':
      return np.concatenate(operands, 1);
    case 'multiply':
      return operands.reduce((product, other) => product.mul(other));
    case 'upsample': {
      if (node.interpolation !== 'nearest') break;
      const [rows, columns] = node.size;
      return np.repeat(np.repeat(x, rows, 2), columns, 3);
    }
  }
  throw new Error(`${node.name}: ${node.op} is not written for jax-js`);
}

function activate(x: NdArray, activation: Activation): NdArray {
  switch (activation) {
    case 'linear':
      return x;
    case 'relu':
    case 'sigmoid':
    case 'elu':
    case 'softplus':
      return nn[activation](x);
    case 'swish':
      return nn.silu(x);
    case 'tanh':
      return np.tanh(x);
    case 'softmax':
      // Channels come first in images, too.
      return nn.softmax(x, 1);
    default:
      throw new Error(`${activation} is not written for jax-js`);
  }
}
