import * as tf from '@tensorflow/tfjs-core';
import {type GradientKernels, type HeapBackend, instantiateKernels, offsetOf, withScratch} from './heap.js';

type Inputs = Record<string, tf.TensorInfo>;
type KernelBody = (inputs: Inputs, backend: HeapBackend, attrs: Record<string, unknown>) => tf.TensorInfo | tf.TensorInfo[];

/** Geometry of a convolution as its attributes: what the kernels take, with explicit padding at the top and left. */
export type ConvolutionShape = {
  strides: [number, number];
  padding: {top: number; bottom: number; left: number; right: number};
};

/** What may follow a dense layer inside a chain of them. */
export type ChainActivation = 'linear' | 'relu' | 'tanh';

/** Shape [batch, height, width, channels]. */
export type Shape4 = [number, number, number, number];

let registered: Promise<void> | undefined;

/**
 * Registers our kernels on the active tfjs-wasm backend, once. Three take stock names, for what tfjs-wasm lacks (`Conv2DBackpropFilter`) or does slowly (`Conv2DBackpropInput`,
 * `Identity`); the others are fused passes that only layers.ts, the losses and the optimiser call. `fusedKernels()` tells whether they are there.
 */
export function registerTrainingKernels(): Promise<void> {
  if (tf.getBackend() !== 'wasm') return Promise.reject(new Error(`training kernels run on the wasm backend, not on ${tf.getBackend()}`));
  registered ??= instantiateKernels().then(registerAll);
  return registered;
}

/** True where the fused kernels run; elsewhere the same operations are composed of stock ones. */
export function fusedKernels(): boolean {
  return tf.getKernel('FusedConvolution', tf.getBackend()) !== undefined;
}

function register(kernelName: string, body: KernelBody): void {
  if (tf.getKernel(kernelName, 'wasm')) tf.unregisterKernel(kernelName, 'wasm');
  tf.registerKernel({
    kernelName,
    backendName: 'wasm',
    kernelFunc: ({inputs, backend, attrs}) =>
      body(inputs as Inputs, backend as unknown as HeapBackend, (attrs ?? {}) as Record<string, unknown>),
  });
}

function registerAll(kernels: GradientKernels): void {
  registerConvolutions(kernels);
  registerProducts(kernels);
  registerCouplings(kernels);
  registerDenseChains(kernels);

  // tfjs-wasm copies the data of a clone, and every tensor that a gradient needs is cloned. Tensors that are cloned never change in place, so two may share the data, as they do after a reshape.
  register('Identity', ({x}, backend) => {
    backend.incRef(x!.dataId);
    return {dataId: x!.dataId, shape: x!.shape, dtype: x!.dtype};
  });
  register('ReluGradient', ({dy, y}, backend) => {
    const dx = backend.makeOutput(dy!.shape, 'float32');
    kernels.reluGradient(offsetOf(backend, dy!), offsetOf(backend, y!), offsetOf(backend, dx), tf.util.sizeFromShape(dy!.shape));
    return dx;
  });
  register('FusedLeakyRelu', ({x}, backend, attrs) => {
    const y = backend.makeOutput(x!.shape, 'float32');
    kernels.leakyRelu(offsetOf(backend, x!), offsetOf(backend, y), tf.util.sizeFromShape(x!.shape), attrs.slope as number);
    return y;
  });
  register('LeakyReluGradient', ({dy, y}, backend, attrs) => {
    const dx = backend.makeOutput(dy!.shape, 'float32');
    const offsets = [dy!, y!, dx].map((tensor) => offsetOf(backend, tensor));
    kernels.leakyReluGradient(...offsets, tf.util.sizeFromShape(dy!.shape), attrs.slope as number);
    return dx;
  });
  register('FusedTanh', ({x}, backend) => {
    const y = backend.makeOutput(x!.shape, 'float32');
    kernels.tanh(offsetOf(backend, x!), offsetOf(backend, y), tf.util.sizeFromShape(x!.shape));
    return y;
  });
  register('TanhGradient', ({dy, y}, backend) => {
    const dx = backend.makeOutput(dy!.shape, 'float32');
    kernels.tanhGradient(offsetOf(backend, dy!), offsetOf(backend, y!), offsetOf(backend, dx), tf.util.sizeFromShape(dy!.shape));
    return dx;
  });
  register('BiasGradient', ({dy}, backend) => {
    const width = dy!.shape.at(-1)!;
    const db = backend.makeOutput([width], 'float32');
    kernels.biasGradient(offsetOf(backend, dy!), offsetOf(backend, db), tf.util.sizeFromShape(dy!.shape) / width, width);
    return db;
  });
  register('SigmoidCrossEntropy', ({logits, targets}, backend) => {
    const [batch, ...rest] = logits!.shape as [number, ...number[]];
    const loss = backend.makeOutput([batch], 'float32');
    const gradient = backend.makeOutput(logits!.shape, 'float32');
    const offsets = [logits!, targets!, loss, gradient].map((tensor) => offsetOf(backend, tensor));
    kernels.sigmoidCrossEntropy(...offsets, batch, tf.util.sizeFromShape(rest), batch / targets!.shape[0]!);
    return [loss, gradient];
  });
  register('AdamStep', ({parameters, gradients, first, second, average}, backend, attrs) => {
    const {rate, beta1, beta2, epsilon, decay} = attrs as Record<'rate' | 'beta1' | 'beta2' | 'epsilon' | 'decay', number>;
    const offsets = [parameters!, gradients!, first!, second!, average!].map((tensor) => offsetOf(backend, tensor));
    kernels.adam(...offsets, parameters!.shape[0]!, rate, beta1, beta2, epsilon, decay);
    return [];
  });
}

function registerConvolutions(kernels: GradientKernels): void {
  const forward = (
    x: tf.TensorInfo,
    filter: tf.TensorInfo,
    bias: number,
    out: Shape4,
    shape: ConvolutionShape,
    relu: boolean,
    backend: HeapBackend,
  ) => {
    const y = backend.makeOutput(out, 'float32');
    const [, , , channels] = x.shape as Shape4;
    const [kernelHeight, kernelWidth, , outputs] = filter.shape as Shape4;
    withScratch(backend, kernels.conv2dScratch(channels, kernelHeight, kernelWidth, ...shape.strides, out[1], out[2], outputs), (scratch) =>
      kernels.conv2d(
        offsetOf(backend, x),
        offsetOf(backend, filter),
        bias,
        offsetOf(backend, y),
        scratch,
        ...sizes(x.shape as Shape4, filter.shape as Shape4, shape, out),
        Number(relu),
      ),
    );
    return y;
  };
  const backward = (
    dy: tf.TensorInfo,
    filter: tf.TensorInfo,
    bias: number,
    out: Shape4,
    shape: ConvolutionShape,
    relu: boolean,
    backend: HeapBackend,
  ) => {
    const dx = backend.makeOutput(out, 'float32');
    const numbers = sizes(out, filter.shape as Shape4, shape, dy.shape as Shape4);
    withScratch(backend, kernels.conv2dInputGradientScratch(...numbers.slice(1)), (scratch) =>
      kernels.conv2dInputGradient(
        offsetOf(backend, dy),
        offsetOf(backend, filter),
        bias,
        offsetOf(backend, dx),
        scratch,
        ...numbers,
        Number(relu),
      ),
    );
    return dx;
  };
  const filterGradient = (x: tf.TensorInfo, dy: tf.TensorInfo, filterShape: Shape4, shape: ConvolutionShape, backend: HeapBackend) => {
    const dw = backend.makeOutput(filterShape, 'float32');
    const numbers = sizes(x.shape as Shape4, filterShape, shape, dy.shape as Shape4);
    const [kernelHeight, kernelWidth, channels, outputs] = filterShape;
    withScratch(
      backend,
      kernels.conv2dScratch(channels, kernelHeight, kernelWidth, ...shape.strides, dy.shape[1]!, dy.shape[2]!, outputs),
      (scratch) => kernels.conv2dFilterGradient(offsetOf(backend, x), offsetOf(backend, dy), offsetOf(backend, dw), scratch, ...numbers),
    );
    return dw;
  };
  const biasOffset = (backend: HeapBackend, bias: tf.TensorInfo | undefined) => (bias ? offsetOf(backend, bias) : 0);

  register('FusedConvolution', ({x, filter, bias}, backend, attrs) => {
    const {outShape, shape, relu} = attrs as {outShape: Shape4; shape: ConvolutionShape; relu: boolean};
    return forward(x!, filter!, biasOffset(backend, bias), outShape, shape, relu, backend);
  });
  register('FusedConvolutionTranspose', ({x, filter, bias}, backend, attrs) => {
    const {outShape, shape, relu} = attrs as {outShape: Shape4; shape: ConvolutionShape; relu: boolean};
    return backward(x!, filter!, biasOffset(backend, bias), outShape, shape, relu, backend);
  });
  register('ConvolutionFilterGradient', ({x, dy}, backend, attrs) => {
    const {filterShape, shape} = attrs as {filterShape: Shape4; shape: ConvolutionShape};
    return filterGradient(x!, dy!, filterShape, shape, backend);
  });
  register('Conv2DBackpropFilter', ({x, dy}, backend, attrs) => {
    const {filterShape} = attrs as {filterShape: Shape4};
    return filterGradient(x!, dy!, filterShape, stockShape(x!.shape as Shape4, filterShape, attrs), backend);
  });
  register('Conv2DBackpropInput', ({dy, filter}, backend, attrs) => {
    const {inputShape} = attrs as {inputShape: Shape4};
    return backward(dy!, filter!, 0, inputShape, stockShape(inputShape, filter!.shape as Shape4, attrs), false, backend);
  });
}

function registerProducts(kernels: GradientKernels): void {
  register('FusedDense', ({x, weights, bias}, backend, attrs) => {
    const [m, k] = x!.shape as [number, number];
    const {transposed, relu} = attrs as {transposed: boolean; relu: boolean};
    const n = weights!.shape[transposed ? 0 : 1]!;
    const y = backend.makeOutput([m, n], 'float32');
    withScratch(backend, kernels.matMulScratch(k, n), (scratch) =>
      kernels.matMul(
        offsetOf(backend, x!),
        offsetOf(backend, weights!),
        bias ? offsetOf(backend, bias) : 0,
        offsetOf(backend, y),
        scratch,
        m,
        k,
        n,
        Number(transposed),
        Number(relu),
      ),
    );
    return y;
  });
  register('DenseWeightGradient', ({x, dy}, backend) => {
    const [k, m] = x!.shape as [number, number];
    const n = dy!.shape[1]!;
    const dw = backend.makeOutput([m, n], 'float32');
    kernels.matMulTransposedA(offsetOf(backend, x!), offsetOf(backend, dy!), offsetOf(backend, dw), m, k, n);
    return dw;
  });
}

function registerCouplings(kernels: GradientKernels): void {
  register('AffineCoupling', ({x, raw}, backend, attrs) => {
    const outputs = [x!, x!].map(({shape}) => backend.makeOutput(shape, 'float32'));
    const offsets = [x!, raw!, ...outputs].map((tensor) => offsetOf(backend, tensor));
    kernels.affineCoupling(...offsets, x!.shape[0]!, attrs.bound as number);
    return outputs;
  });
  register('AffineCouplingGradient', ({x, raw, dy, dLogDet}, backend, attrs) => {
    const outputs = [x!, raw!].map(({shape}) => backend.makeOutput(shape, 'float32'));
    const offsets = [x!, raw!, dy!, dLogDet!, ...outputs].map((tensor) => offsetOf(backend, tensor));
    kernels.affineCouplingGradient(...offsets, x!.shape[0]!, attrs.bound as number);
    return outputs;
  });
  register('SplineCoupling', ({x, raw}, backend, attrs) => {
    const {bins, bound} = attrs as {bins: number; bound: number};
    const outputs = [x!, x!].map(({shape}) => backend.makeOutput(shape, 'float32'));
    withScratch(backend, kernels.splineScratch(bins), (scratch) => {
      const offsets = [x!, raw!, ...outputs].map((tensor) => offsetOf(backend, tensor));
      kernels.splineCoupling(...offsets, scratch, x!.shape[0]!, bins, bound);
    });
    return outputs;
  });
  register('SplineCouplingGradient', ({x, raw, dy, dLogDet}, backend, attrs) => {
    const {bins, bound} = attrs as {bins: number; bound: number};
    const outputs = [x!, raw!].map(({shape}) => backend.makeOutput(shape, 'float32'));
    withScratch(backend, kernels.splineScratch(bins), (scratch) => {
      const offsets = [x!, raw!, dy!, dLogDet!, ...outputs].map((tensor) => offsetOf(backend, tensor));
      kernels.splineCouplingGradient(...offsets, scratch, x!.shape[0]!, bins, bound);
    });
    return outputs;
  });
  // Kernels of two outputs: customGrad knows only one, so these have their gradients in tfjs's own registry.
  for (const kernelName of ['AffineCoupling', 'SplineCoupling']) {
    if (tf.getGradient(kernelName)) continue;
    tf.registerGradient({
      kernelName,
      inputsToSave: ['x', 'raw'],
      gradFunc: (dys, [x, raw], attrs) => {
        const [dy, dLogDet] = dys as [tf.Tensor, tf.Tensor];
        const inputs = {x: x!, raw: raw!, dy, dLogDet};
        const [dx, dRaw] = tf.engine().runKernel(`${kernelName}Gradient`, inputs, attrs) as unknown as [tf.Tensor, tf.Tensor];
        return {x: () => dx, raw: () => dRaw};
      },
    });
  }
}

/** Dense layers one after the other in one kernel, since each call of a kernel costs as much as the products of a small net. */
function registerDenseChains(kernels: GradientKernels): void {
  const layersOf = (inputs: Inputs, activations: readonly ChainActivation[]) =>
    activations.map((activation, i) => ({activation, weights: inputs[`weights${i}`]!, bias: inputs[`bias${i}`]}));
  const scratchOf = (layers: {weights: tf.TensorInfo}[]) =>
    Math.max(
      ...layers.map(({weights: {shape}}) =>
        Math.max(kernels.matMulScratch(shape[0]!, shape[1]!), kernels.matMulScratch(shape[1]!, shape[0]!)),
      ),
    );

  // The values after each layer.
  register('DenseChain', (inputs, backend, attrs) => {
    const layers = layersOf(inputs, attrs.activations as ChainActivation[]);
    const rows = inputs.x!.shape[0]!;
    const values = layers.map(({weights}) => backend.makeOutput([rows, weights.shape[1]!], 'float32'));
    withScratch(backend, scratchOf(layers), (scratch) => {
      for (const [i, {activation, weights, bias}] of layers.entries()) {
        const [k, n] = weights.shape as [number, number];
        const y = offsetOf(backend, values[i]!);
        const x = offsetOf(backend, i > 0 ? values[i - 1]! : inputs.x!);
        kernels.matMul(
          x,
          offsetOf(backend, weights),
          bias ? offsetOf(backend, bias) : 0,
          y,
          scratch,
          rows,
          k,
          n,
          0,
          Number(activation === 'relu'),
        );
        if (activation === 'tanh') kernels.tanh(y, y, rows * n);
      }
    });
    return values;
  });

  // `value` i is what came out of layer i. Returns dx, or nothing in its place, then the gradients of weights and bias of each layer, or none of them.
  register('DenseChainGradient', (inputs, backend, attrs) => {
    const {activations, constantInput, constantWeights} = attrs as {
      activations: ChainActivation[];
      constantInput: boolean;
      constantWeights: boolean;
    };
    const layers = layersOf(inputs, activations);
    const rows = inputs.x!.shape[0]!;
    const dx = constantInput ? [] : [backend.makeOutput(inputs.x!.shape, 'float32')];
    const gradients = constantWeights
      ? []
      : layers.map(({weights, bias}) => [weights, ...(bias ? [bias] : [])].map(({shape}) => backend.makeOutput(shape, 'float32')));
    const widest = Math.max(...layers.map(({weights}) => weights.shape[1]!));
    withScratch(backend, scratchOf(layers), (scratch) =>
      withScratch(backend, 4 * rows * widest, (first) =>
        withScratch(backend, 4 * rows * widest, (second) => {
          let slope = offsetOf(backend, inputs.dy!);
          for (let i = layers.length - 1; i >= 0; i--) {
            const {activation, weights, bias} = layers[i]!;
            const [k, n] = weights.shape as [number, number];
            const before = i % 2 === 0 ? first : second;
            const other = i % 2 === 0 ? second : first;
            if (activation !== 'linear') {
              const gradient = activation === 'tanh' ? kernels.tanhGradient : kernels.reluGradient;
              gradient(slope, offsetOf(backend, inputs[`value${i}`]!), before, rows * n);
              slope = before;
            }
            const x = offsetOf(backend, i > 0 ? inputs[`value${i - 1}`]! : inputs.x!);
            if (!constantWeights) {
              kernels.matMulTransposedA(x, slope, offsetOf(backend, gradients[i]![0]!), k, rows, n);
              if (bias) kernels.biasGradient(slope, offsetOf(backend, gradients[i]![1]!), rows, n);
            }
            if (i === 0 && constantInput) continue;
            const target = i > 0 ? other : offsetOf(backend, dx[0]!);
            kernels.matMul(slope, offsetOf(backend, weights), 0, target, scratch, rows, n, k, 1, 0);
            slope = target;
          }
        }),
      ),
    );
    return [...dx, ...gradients.flat()];
  });
}

function sizes(x: Shape4, filter: Shape4, shape: ConvolutionShape, y: Shape4): number[] {
  const [batch, height, width, channels] = x;
  return [batch, height, width, channels, filter[0], filter[1], ...shape.strides, shape.padding.top, shape.padding.left, y[1], y[2], y[3]];
}

// The padding of a stock kernel's attributes ('same', 'valid', a number or edges) in numbers.
function stockShape(inputShape: Shape4, filterShape: Shape4, attrs: Record<string, unknown>): ConvolutionShape {
  const {strides, pad, dimRoundingMode} = attrs as {
    strides: [number, number] | number;
    pad: Parameters<typeof tf.backend_util.computeConv2DInfo>[4];
    dimRoundingMode?: 'floor' | 'round' | 'ceil';
  };
  const info = tf.backend_util.computeConv2DInfo(inputShape, filterShape, strides, 1, pad, dimRoundingMode, false, 'channelsLast');
  return {strides: [info.strideHeight, info.strideWidth], padding: info.padInfo};
}
