// Layers with trainable weights as differentiable operations: fused kernels where they are registered, stock operations elsewhere.
import * as tf from '@tensorflow/tfjs-core';
import type {Edges} from '../format/graph.js';
import {type ChainActivation, type ConvolutionShape, type Shape4, fusedKernels} from './kernels.js';

/** What no gradient is wanted for spares a product as large as the forward pass: `constantInput` is x (the data), `constantWeights` kernel and bias (a net that another one is trained against). */
export type Constants = {constantInput: boolean; constantWeights: boolean};

export type LayerOptions = Constants & {relu: boolean};

type Weights = {kernel: tf.Tensor; bias: tf.Tensor | undefined};
type Gradients = {
  forward: (x: tf.Tensor, kernel: tf.Tensor, bias: tf.Tensor | undefined) => tf.Tensor;
  toInput: (dy: tf.Tensor, kernel: tf.Tensor) => tf.Tensor;
  toKernel: (x: tf.Tensor, dy: tf.Tensor) => tf.Tensor;
};

/** [batch, in] · [in, out] + bias. */
export function dense(x: tf.Tensor2D, {kernel, bias}: Weights, options: LayerOptions): tf.Tensor2D {
  if (!fusedKernels()) return stockEnd(tf.matMul(x, kernel as tf.Tensor2D), bias, options);
  return fused(x, {kernel, bias}, options, {
    forward: (x, kernel, bias) => run('FusedDense', withBias({x, weights: kernel}, bias), {transposed: false, relu: options.relu}),
    toInput: (dy, kernel) => run('FusedDense', {x: dy, weights: kernel}, {transposed: true, relu: false}),
    toKernel: (x, dy) => run('DenseWeightGradient', {x, dy}, {}),
  }) as tf.Tensor2D;
}

/** Dense layers one after the other, as one operation. Only where the fused kernels are registered. */
export function denseChain(
  x: tf.Tensor,
  layers: readonly (Weights & {activation: ChainActivation})[],
  {constantInput, constantWeights}: Constants,
): tf.Tensor {
  const named = Object.fromEntries(
    layers.flatMap(({kernel, bias}, i) => [[`weights${i}`, kernel], ...(bias ? [[`bias${i}`, bias]] : [])] as [string, tf.Tensor][]),
  );
  const names = Object.keys(named);
  const activations = layers.map(({activation}) => activation);
  const differentiable = [...(constantInput ? [] : [x]), ...(constantWeights ? [] : Object.values(named))];
  return tf.customGrad((...args: (tf.Tensor | tf.GradSaveFunc)[]) => {
    const save = args.at(-1) as tf.GradSaveFunc;
    const values = runAll('DenseChain', {x, ...named}, {activations});
    save([x, ...Object.values(named), ...values]);
    return {
      value: values.at(-1)!,
      gradFunc: (dy: tf.Tensor, [x, ...saved]: tf.Tensor[]) => {
        const inputs = Object.fromEntries([
          ...names.map((name, i) => [name, saved[i]!] as const),
          ...layers.map((_, i) => [`value${i}`, saved[names.length + i]!] as const),
        ]);
        return runAll('DenseChainGradient', {x: x!, dy, ...inputs}, {activations, constantInput, constantWeights});
      },
    };
  })(...differentiable);
}

/** Kernel [height, width, in, out]; the output's height is ⌊(height + top + bottom − kernel) / stride⌋ + 1. */
export function convolve(x: tf.Tensor4D, {kernel, bias}: Weights, shape: ConvolutionShape, options: LayerOptions): tf.Tensor4D {
  if (!fusedKernels()) {
    return stockEnd(tf.conv2d(x, kernel as tf.Tensor4D, shape.strides, explicit(shape.padding), 'NHWC', 1, 'floor'), bias, options);
  }
  const filterShape = kernel.shape as Shape4;
  const [batch, height, width] = x.shape;
  const outShape = [
    batch,
    Math.floor((height + shape.padding.top + shape.padding.bottom - filterShape[0]) / shape.strides[0]) + 1,
    Math.floor((width + shape.padding.left + shape.padding.right - filterShape[1]) / shape.strides[1]) + 1,
    filterShape[3],
  ];
  return fused(x, {kernel, bias}, options, {
    forward: (x, filter, bias) => run('FusedConvolution', withBias({x, filter}, bias), {outShape, shape, relu: options.relu}),
    toInput: (dy, filter) => run('FusedConvolutionTranspose', {x: dy, filter}, {outShape: x.shape, shape, relu: false}),
    toKernel: (x, dy) => run('ConvolutionFilterGradient', {x, dy}, {filterShape, shape}),
  }) as tf.Tensor4D;
}

/** Kernel [height, width, out, in]; padding is cut from the full output, whose height is (height − 1)·stride + kernel. */
export function convolveTransposed(x: tf.Tensor4D, {kernel, bias}: Weights, shape: ConvolutionShape, options: LayerOptions): tf.Tensor4D {
  const filterShape = kernel.shape as Shape4;
  const [batch, height, width] = x.shape;
  const outShape: Shape4 = [
    batch,
    (height - 1) * shape.strides[0] + filterShape[0] - shape.padding.top - shape.padding.bottom,
    (width - 1) * shape.strides[1] + filterShape[1] - shape.padding.left - shape.padding.right,
    filterShape[2],
  ];
  if (!fusedKernels()) {
    return stockEnd(tf.conv2dTranspose(x, kernel as tf.Tensor4D, outShape, shape.strides, explicit(shape.padding)), bias, options);
  }
  return fused(x, {kernel, bias}, options, {
    forward: (x, filter, bias) => run('FusedConvolutionTranspose', withBias({x, filter}, bias), {outShape, shape, relu: options.relu}),
    toInput: (dy, filter) => run('FusedConvolution', {x: dy, filter}, {outShape: x.shape, shape, relu: false}),
    toKernel: (x, dy) => run('ConvolutionFilterGradient', {x: dy, dy: x}, {filterShape, shape}),
  }) as tf.Tensor4D;
}

function fused(
  x: tf.Tensor,
  {kernel, bias}: Weights,
  {relu, constantInput, constantWeights}: LayerOptions,
  gradients: Gradients,
): tf.Tensor {
  const trained = constantWeights ? [] : [kernel, ...(bias ? [bias] : [])];
  const differentiable = [...(constantInput ? [] : [x]), ...trained];
  return tf.customGrad((...args: (tf.Tensor | tf.GradSaveFunc)[]) => {
    const save = args.at(-1) as tf.GradSaveFunc;
    const value = gradients.forward(x, kernel, bias);
    save([x, kernel, value]);
    return {
      value,
      gradFunc: (dy: tf.Tensor, [x, kernel, y]: tf.Tensor[]) => {
        const slope = relu ? run('ReluGradient', {dy, y: y!}, {}) : dy;
        return [
          ...(constantInput ? [] : [gradients.toInput(slope, kernel!)]),
          ...(constantWeights ? [] : [gradients.toKernel(x!, slope), ...(bias ? [run('BiasGradient', {dy: slope}, {})] : [])]),
        ];
      },
    };
  })(...differentiable);
}

function stockEnd<T extends tf.Tensor>(y: T, bias: tf.Tensor | undefined, {relu}: LayerOptions): T {
  const sum: T = bias ? tf.add(y, bias) : y;
  return relu ? tf.relu(sum) : sum;
}

function withBias(inputs: Record<string, tf.Tensor>, bias: tf.Tensor | undefined): Record<string, tf.Tensor> {
  return bias ? {...inputs, bias} : inputs;
}

function runAll(kernel: string, inputs: Record<string, tf.Tensor>, attrs: Record<string, unknown>): tf.Tensor[] {
  return tf.engine().runKernel(kernel, inputs, attrs as unknown as tf.NamedAttrMap) as unknown as tf.Tensor[];
}

function run(kernel: string, inputs: Record<string, tf.Tensor>, attrs: Record<string, unknown>): tf.Tensor {
  return tf.engine().runKernel(kernel, inputs, attrs as unknown as tf.NamedAttrMap);
}

function explicit({top, bottom, left, right}: Edges): tf.backend_util.ExplicitPadding {
  return [
    [0, 0],
    [top, bottom],
    [left, right],
    [0, 0],
  ];
}
