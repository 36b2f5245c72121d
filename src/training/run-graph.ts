import * as tf from '@tensorflow/tfjs-core';
import type {Activation, Edges, Graph, GraphNode} from '../format/graph.js';
import {ACTIVATIONS, leakyRelu} from './activations.js';
import {type DenseChains, denseChainsOf} from './dense-chains.js';
import {fusedKernels} from './kernels.js';
import {type Constants, type LayerOptions, convolve, convolveTransposed, dense, denseChain} from './layers.js';

export type GraphOptions = {
  /** Return what goes into the sigmoid of an output, for losses that need logits. */
  logits?: boolean;
  /** No gradient is wanted for the graph's inputs (they are data). */
  constantInputs?: boolean;
  /** No gradient is wanted for the graph's weights (another net is trained against it). */
  constantWeights?: boolean;
  /** Indices of the outputs that are wanted; no node is run that they do not need, and inputs that they do not need may be missing. All where nothing is said. */
  outputs?: readonly number[];
};

type Convolution = Extract<GraphNode, {op: 'conv2d' | 'depthwiseConv2d'}>;

/**
 * A graph as differentiable tfjs operations. `weights` in the order of `graph.weights`, inputs and outputs with the batch in front.
 * Batch normalisation uses its moving statistics, as a frozen layer does.
 * Where tfjs has no gradient (dilated convolutions; depthwise ones on wasm), asking for one throws.
 */
export function runGraph(
  graph: Graph,
  weights: readonly tf.Tensor[],
  inputs: readonly (tf.Tensor | undefined)[],
  options: GraphOptions = {},
): tf.Tensor[] {
  const values = graph.inputs.map((_, index) => inputs[index]);
  const wanted = options.outputs ? options.outputs.map((index) => graph.outputs[index]!) : graph.outputs;
  const needed = options.outputs && ancestors(graph, wanted);
  const {constantInputs = false, constantWeights = false} = options;
  const chains: DenseChains | undefined = fusedKernels() ? denseChainsOf(graph) : undefined;
  for (const [at, node] of graph.nodes.entries()) {
    if ((needed && !needed.has(values.length)) || chains?.inner.has(at)) {
      values.push(undefined);
      continue;
    }
    const chain = chains?.last.get(at);
    if (chain) {
      const input = chain[0]!.inputs[0]!;
      const layers = chain.map(({weights: [kernel, bias], activation}) => ({
        kernel: weights[kernel!]!,
        bias: bias === undefined ? undefined : weights[bias],
        activation,
      }));
      values.push(denseChain(values[input]!, layers, {constantInput: constantInputs && input < graph.inputs.length, constantWeights}));
      continue;
    }
    const operands = node.inputs.map((index) => values[index]!);
    const constantInput = constantInputs && node.inputs.every((index) => index < graph.inputs.length);
    const isOutput = graph.outputs.includes(values.length);
    const read = node.weights.map((index) => weights[index]!);
    values.push(runNode(node, operands, read, {constantInput, constantWeights}, Boolean(options.logits) && isOutput));
  }
  return wanted.map((index) => values[index]!);
}

/** The values that some values are made from, themselves among them. */
function ancestors({inputs, nodes}: Graph, values: readonly number[]): Set<number> {
  const needed = new Set(values);
  for (let at = nodes.length - 1; at >= 0; at--) {
    if (needed.has(inputs.length + at)) for (const index of nodes[at]!.inputs) needed.add(index);
  }
  return needed;
}

function runNode(node: GraphNode, operands: tf.Tensor[], weights: tf.Tensor[], constants: Constants, logits: boolean): tf.Tensor {
  const x = operands[0]!;
  switch (node.op) {
    case 'dense':
    case 'conv2d':
    case 'conv2dTranspose':
      return withActivation(node.activation, logits, (relu) => runLayer(node, x, weights, {relu, ...constants}));
    case 'depthwiseConv2d':
      return withActivation(node.activation, logits, (relu) => depthwise(node, x as tf.Tensor4D, weights, relu));
    case 'activation':
      return logits && node.activation === 'sigmoid' ? x : ACTIVATIONS[node.activation](x);
    case 'batchNormalization': {
      const rest = [...weights];
      const gamma = node.scale ? rest.shift() : undefined;
      const beta = node.center ? rest.shift() : undefined;
      const [mean, variance] = rest as [tf.Tensor1D, tf.Tensor1D];
      return tf.batchNorm(x, mean, variance, beta as tf.Tensor1D | undefined, gamma as tf.Tensor1D | undefined, node.epsilon);
    }
    case 'layerNormalization': {
      const {mean, variance} = tf.moments(x, -1, true);
      const normal = tf.mul(tf.sub(x, mean), tf.rsqrt(tf.add(variance, node.epsilon)));
      const scaled = node.scale ? tf.mul(normal, weights[0]!) : normal;
      return node.center ? tf.add(scaled, weights[node.scale ? 1 : 0]!) : scaled;
    }
    case 'relu':
      return rectify(x, node);
    case 'elu':
      return tf.where(tf.greater(x, 0), x, tf.mul(node.alpha, tf.expm1(tf.minimum(x, 0))));
    case 'prelu':
      return tf.prelu(x, weights[0]!);
    case 'reshape':
      return tf.reshape(x, [x.shape[0]!, ...node.shape]);
    case 'permute':
      return tf.transpose(x, [0, ...node.permutation.map((axis) => axis + 1)]);
    case 'pad':
      return padded(x as tf.Tensor4D, node.padding);
    case 'crop':
      return tf.slice(x, [0, node.cropping.top, node.cropping.left, 0], [x.shape[0]!, ...node.shape]);
    case 'upsample':
      return upsample(x as tf.Tensor4D, node);
    case 'maxPool':
      return tf.maxPool(padForMaximum(x as tf.Tensor4D, node.padding), node.size, node.strides, 'valid');
    case 'averagePool':
      return averagePool(x as tf.Tensor4D, node);
    case 'globalAveragePool':
      return tf.mean(x, [1, 2]);
    case 'add':
      return tf.addN(operands);
    case 'subtract':
      return tf.sub(x, operands[1]!);
    case 'multiply':
      return operands.reduce((product, operand) => tf.mul(product, operand));
    case 'concatenate':
      return tf.concat(operands, node.axis + 1);
  }
}

function withActivation(activation: Activation, logits: boolean, layer: (relu: boolean) => tf.Tensor): tf.Tensor {
  if (activation === 'relu') return layer(true);
  return logits && activation === 'sigmoid' ? layer(false) : ACTIVATIONS[activation](layer(false));
}

function runLayer(
  node: Extract<GraphNode, {op: 'dense' | 'conv2d' | 'conv2dTranspose'}>,
  x: tf.Tensor,
  [kernel, bias]: tf.Tensor[],
  options: LayerOptions,
): tf.Tensor {
  const layer = {kernel: kernel!, bias: node.useBias ? bias : undefined};
  if (node.op === 'conv2dTranspose') return convolveTransposed(x as tf.Tensor4D, layer, node, options);
  if (node.op === 'conv2d') {
    // The kernel of a Conv1D has three axes in the file.
    const square = kernel!.rank === 4 ? kernel! : tf.reshape(kernel!, [...node.kernel, ...kernel!.shape.slice(-2)]);
    const isDilated = node.dilation.some((step) => step !== 1);
    return isDilated
      ? dilated(node, x as tf.Tensor4D, square, layer.bias, options.relu)
      : convolve(x as tf.Tensor4D, {...layer, kernel: square}, node, options);
  }
  const features = x.shape.at(-1)!;
  const rows = x.size / features;
  const y = dense(x.rank === 2 ? (x as tf.Tensor2D) : tf.reshape(x, [rows, features]), layer, options);
  return x.rank === 2 ? y : tf.reshape(y, [...x.shape.slice(0, -1), y.shape[1]]);
}

// Stock operations: there is no kernel of ours, and tfjs-wasm has no gradient of this one at all.
function depthwise(
  node: Extract<Convolution, {op: 'depthwiseConv2d'}>,
  x: tf.Tensor4D,
  [kernel, bias]: tf.Tensor[],
  relu: boolean,
): tf.Tensor {
  const y = tf.depthwiseConv2d(padded(x, node.padding), kernel as tf.Tensor4D, node.strides, 'valid', 'NHWC', node.dilation);
  const sum = node.useBias ? tf.add(y, bias!) : y;
  return relu ? tf.relu(sum) : sum;
}

// Forward only: tfjs throws when the gradient of a dilated convolution is asked for.
function dilated(
  node: Extract<Convolution, {op: 'conv2d'}>,
  x: tf.Tensor4D,
  kernel: tf.Tensor,
  bias: tf.Tensor | undefined,
  relu: boolean,
): tf.Tensor {
  const y = tf.conv2d(padded(x, node.padding), kernel as tf.Tensor4D, node.strides, 'valid', 'NHWC', node.dilation);
  const sum = bias ? tf.add(y, bias) : y;
  return relu ? tf.relu(sum) : sum;
}

function padded(x: tf.Tensor4D, padding: Edges): tf.Tensor4D {
  return tf.pad(x, [[0, 0], ...rowsAndColumns(padding), [0, 0]]) as tf.Tensor4D;
}

function rectify(x: tf.Tensor, node: Extract<GraphNode, {op: 'relu'}>): tf.Tensor {
  const {negativeSlope, maxValue, threshold} = node;
  if (maxValue === Infinity && threshold === 0 && negativeSlope > 0 && negativeSlope < 1) return leakyRelu(x, negativeSlope);
  const above = Number.isFinite(node.maxValue) ? tf.minimum(x, node.maxValue) : x;
  const below = tf.mul(node.negativeSlope, tf.sub(x, node.threshold));
  return tf.where(tf.greaterEqual(x, node.threshold), above, below);
}

function upsample(x: tf.Tensor4D, node: Extract<GraphNode, {op: 'upsample'}>): tf.Tensor {
  const size: [number, number] = [node.shape[0]!, node.shape[1]!];
  return node.interpolation === 'nearest' ? tf.image.resizeNearestNeighbor(x, size) : tf.image.resizeBilinear(x, size);
}

// Padded positions must lose against every value: a plain zero would win over negative ones.
function padForMaximum(x: tf.Tensor4D, padding: Edges): tf.Tensor4D {
  const edges = rowsAndColumns(padding);
  return edges.flat().some((edge) => edge > 0) ? (tf.pad(x, [[0, 0], ...edges, [0, 0]], -1e30) as tf.Tensor4D) : x;
}

// Padded positions do not count: the sum over the window, divided by how many real places the window covers.
function averagePool(
  x: tf.Tensor4D,
  {padding, size, strides}: {padding: Edges; size: [number, number]; strides: [number, number]},
): tf.Tensor {
  const edges = rowsAndColumns(padding);
  if (edges.flat().every((edge) => edge === 0)) return tf.avgPool(x, size, strides, 'valid');
  const pool = (values: tf.Tensor4D) => tf.avgPool(padded(values, padding), size, strides, 'valid');
  return tf.div(pool(x), pool(tf.ones([1, x.shape[1], x.shape[2], 1])));
}

function rowsAndColumns({top, bottom, left, right}: Edges): [number, number][] {
  return [
    [top, bottom],
    [left, right],
  ];
}
