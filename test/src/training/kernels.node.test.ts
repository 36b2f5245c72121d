import * as tf from '@tensorflow/tfjs-core';
import {expect} from 'chai';
import {startWasmBackend} from '../../../pretrained/tools/wasm-backend.js';
import {Random} from '../../../src/data/random.js';
import {type ConvolutionShape, fusedKernels} from '../../../src/training/kernels.js';
import {leakyRelu} from '../../../src/training/activations.js';
import {convolve, convolveTransposed, dense} from '../../../src/training/layers.js';

type Case = {batch: number; size: [number, number]; channels: number; kernel: [number, number]; outputs: number; shape: ConvolutionShape};

const edges = (top: number, bottom = top, left = top, right = top) => ({top, bottom, left, right});

const cases: Case[] = [];
for (const [channels, outputs] of [
  [1, 1],
  [1, 16],
  [3, 5],
  [4, 8],
  [5, 2],
  [8, 12],
  [16, 1],
  [7, 13],
  [2, 3],
] as const) {
  for (const [kernel, stride, padding] of [
    [[3, 3], 1, edges(1)],
    [[4, 4], 2, edges(1)],
    [[3, 3], 2, edges(0, 1, 0, 1)],
    [[5, 2], 2, edges(2, 2, 0, 1)],
    [[1, 1], 1, edges(0)],
    [[2, 2], 3, edges(0)],
    [[1, 1], 2, edges(0)],
    [[3, 4], 1, edges(0)],
  ] as const) {
    cases.push({batch: 3, size: [7, 9], channels, kernel: [...kernel], outputs, shape: {strides: [stride, stride], padding}});
  }
}

const name = ({channels, outputs, kernel, shape}: Case) =>
  `${kernel.join('×')}×${channels}→${outputs} stride ${shape.strides[0]} padding ${Object.values(shape.padding).join()}`;

function normal(shape: number[], seed: number): Float32Array {
  const random = new Random(seed);
  return Float32Array.from({length: tf.util.sizeFromShape(shape)}, () => random.normal());
}

/** Output and gradients of Σ dy·layer(x, kernel, bias) on one backend. */
async function evaluate(backend: string, shapes: number[][], layer: (x: tf.Tensor, kernel: tf.Tensor, bias: tf.Tensor) => tf.Tensor) {
  await tf.setBackend(backend);
  const [x, kernel, bias] = shapes.map((shape, i) => tf.tensor(normal(shape, i + 1), shape)) as [tf.Tensor, tf.Tensor, tf.Tensor];
  const y = layer(x, kernel, bias);
  const dy = tf.tensor(normal(y.shape, 9), y.shape);
  const gradients = tf.grads((x, kernel, bias) => layer(x, kernel, bias).mul(dy).sum())([x, kernel, bias]);
  return [y, ...gradients].map((tensor) => ({shape: tensor.shape, data: tensor.dataSync() as Float32Array}));
}

function difference(actual: Float32Array, expected: Float32Array): number {
  let largest = 0;
  let scale = 1e-12;
  for (let i = 0; i < expected.length; i++) {
    largest = Math.max(largest, Math.abs(actual[i]! - expected[i]!));
    scale = Math.max(scale, Math.abs(expected[i]!));
  }
  return largest / scale;
}

async function agree(shapes: number[][], layer: (x: tf.Tensor, kernel: tf.Tensor, bias: tf.Tensor) => tf.Tensor) {
  const ours = await evaluate('wasm', shapes, layer);
  const stock = await evaluate('cpu', shapes, layer);
  for (const [i, what] of ['output', 'gradient of x', 'gradient of kernel', 'gradient of bias'].entries()) {
    expect(ours[i]!.shape, what).to.deep.equal(stock[i]!.shape);
    expect(difference(ours[i]!.data, stock[i]!.data), what).to.be.below(1e-5);
  }
}

describe('training kernels against tfjs-cpu', () => {
  before(startWasmBackend);
  after(() => tf.setBackend('wasm'));

  it('are registered on wasm only', async () => {
    await tf.setBackend('wasm');
    expect(fusedKernels()).to.equal(true);
    await tf.setBackend('cpu');
    expect(fusedKernels()).to.equal(false);
  });

  for (const relu of [false, true]) {
    for (const item of cases) {
      const options = {relu, constantInput: false, constantWeights: false};
      it(`convolution ${name(item)}${relu ? ' relu' : ''}`, () =>
        agree(
          [[item.batch, ...item.size, item.channels], [...item.kernel, item.channels, item.outputs], [item.outputs]],
          (x, kernel, bias) => convolve(x as tf.Tensor4D, {kernel, bias}, item.shape, options),
        ));
      it(`transposed convolution ${name(item)}${relu ? ' relu' : ''}`, () =>
        agree([[item.batch, 5, 4, item.channels], [...item.kernel, item.outputs, item.channels], [item.outputs]], (x, kernel, bias) =>
          convolveTransposed(x as tf.Tensor4D, {kernel, bias}, item.shape, options),
        ));
    }
    for (const [m, k, n] of [
      [1, 1, 1],
      [3, 2, 96],
      [5, 17, 9],
      [4, 7, 4],
      [6, 5, 2],
      [7, 33, 3],
      [64, 49, 8],
    ] as const) {
      it(`dense ${m}×${k}×${n}${relu ? ' relu' : ''}`, () =>
        agree([[m, k], [k, n], [n]], (x, kernel, bias) =>
          dense(x as tf.Tensor2D, {kernel, bias}, {relu, constantInput: false, constantWeights: false}),
        ));
    }
  }

  it('rectify with a slope, for whole vectors and what is left over', () =>
    agree([[5, 7], [5, 7], [7]], (x, kernel, bias) => leakyRelu(tf.add(tf.mul(x, kernel), bias), 0.2)));

  it('leave out the gradients of what is constant, and nothing else', async () => {
    await tf.setBackend('wasm');
    const [x, kernel, bias] = [[2, 5, 6, 3], [4, 4, 3, 8], [8]].map((shape, i) =>
      tf.tensor(normal(shape, i + 1), shape as [number]),
    ) as unknown as [tf.Tensor4D, tf.Tensor4D, tf.Tensor1D];
    const shape = {strides: [2, 2] as [number, number], padding: edges(1)};
    const loss = (constantInput: boolean, constantWeights: boolean) => (image: tf.Tensor, weights: tf.Tensor) =>
      convolve(image as tf.Tensor4D, {kernel: weights, bias}, shape, {relu: true, constantInput, constantWeights})
        .square()
        .sum() as tf.Scalar;
    const [toImage, toKernel] = tf.grads(loss(false, false))([x, kernel]) as [tf.Tensor, tf.Tensor];
    const ofImage = tf.grad((image: tf.Tensor) => loss(false, true)(image, kernel))(x);
    const ofKernel = tf.grad((weights: tf.Tensor) => loss(true, false)(x, weights))(kernel);
    expect(difference(ofImage.dataSync() as Float32Array, toImage.dataSync() as Float32Array)).to.equal(0);
    expect(difference(ofKernel.dataSync() as Float32Array, toKernel.dataSync() as Float32Array)).to.equal(0);
    expect(() => tf.grad((weights: tf.Tensor) => loss(false, true)(x, weights))(kernel)).to.throw(/Cannot compute gradient/);
  });

  it('replace the stock gradients of convolutions, with every kind of padding', async () => {
    for (const pad of [
      'same',
      'valid',
      1,
      [
        [0, 0],
        [0, 1],
        [1, 2],
        [0, 0],
      ],
    ] as const) {
      for (const stride of [1, 2]) {
        await agree([[2, 9, 8, 3], [3, 3, 3, 4], [4]], (x, kernel, bias) =>
          tf
            .conv2d(
              x as tf.Tensor4D,
              kernel as tf.Tensor4D,
              stride,
              pad as 'same',
              'NHWC',
              1,
              typeof pad === 'string' ? undefined : 'floor',
            )
            .add(bias),
        );
      }
    }
  });
});

describe('training kernels against finite differences', () => {
  before(startWasmBackend);

  // In the directions of each argument's own gradient, where the slope is largest and rounding matters least.
  const check = (shapes: number[][], layer: (x: tf.Tensor, kernel: tf.Tensor, bias: tf.Tensor) => tf.Tensor) => {
    const args = shapes.map((shape, i) => tf.tensor(normal(shape, i + 20), shape));
    const loss = (...[x, kernel, bias]: tf.Tensor[]) => layer(x!, kernel!, bias!).square().sum() as tf.Scalar;
    const gradients = tf.grads(loss)(args);
    for (const [i, gradient] of gradients.entries()) {
      const norm = gradient.norm().dataSync()[0]!;
      const step = 1e-2 / norm;
      const moved = (sign: number) => {
        const shifted = args.map((arg, j) => (i === j ? arg.add(gradient.mul(sign * step)) : arg));
        return loss(...shifted).dataSync()[0]!;
      };
      const slope = (moved(1) - moved(-1)) / (2 * 1e-2);
      expect(slope / norm, `argument ${i}`).to.be.closeTo(1, 2e-3);
    }
  };

  for (const stride of [1, 2] as const) {
    it(`convolution, stride ${stride}`, () =>
      check([[2, 7, 9, 3], [4, 3, 3, 5], [5]], (x, kernel, bias) =>
        convolve(
          x as tf.Tensor4D,
          {kernel, bias},
          {strides: [stride, stride], padding: edges(1, 2, 0, 1)},
          {relu: false, constantInput: false, constantWeights: false},
        ),
      ));
    it(`transposed convolution, stride ${stride}`, () =>
      check([[2, 4, 5, 3], [4, 3, 9, 3], [9]], (x, kernel, bias) =>
        convolveTransposed(
          x as tf.Tensor4D,
          {kernel, bias},
          {strides: [stride, stride], padding: edges(1, 1, 0, 1)},
          {relu: false, constantInput: false, constantWeights: false},
        ),
      ));
  }
  it('dense', () =>
    check([[5, 7], [7, 11], [11]], (x, kernel, bias) =>
      dense(x as tf.Tensor2D, {kernel, bias}, {relu: false, constantInput: false, constantWeights: false}),
    ));
});
