import {expect} from 'chai';
import {Random} from '../../../../src/data/random.js';
import {compile} from '../../../../src/engine/compile.js';
import type {Step} from '../../../../src/engine/plan.js';
import type {WebgpuEngine} from '../../../../src/engine/webgpu/webgpu-engine.js';
import {tf} from '../../../tfjs.js';
import {predictStock, readStock, relativeError} from '../stock.js';
import {webgpuEngine} from './adapters.js';

const random = new Random(6);
/** One for each way to divide a batch among workgroups; the last group of 258 is not full. */
const BATCHES = [1, 2, 33, 258];

const L = tf.layers;
type Case = [name: string, kinds: Step['kind'][], input: number[], layers: () => tf.layers.Layer[]];

const CASES: Case[] = [
  ['a dense layer', ['convolution'], [7], () => [L.dense({units: 10, activation: 'softplus'})]],
  ['a dense layer over the rows of a value', ['convolution'], [5, 6], () => [L.dense({units: 3, activation: 'gelu' as 'elu'})]],
  ['a strided convolution', ['convolution'], [9, 8, 3], () => [L.conv2d({filters: 6, kernelSize: [3, 2], strides: [2, 3]})]],
  [
    'a dilated convolution with zeros around its input',
    ['frame', 'convolution'],
    [9, 8, 3],
    () => [L.conv2d({filters: 5, kernelSize: 3, dilationRate: [2, 1], padding: 'same'})],
  ],
  [
    'a causal convolution, as padding and a dilated kernel of one column',
    ['frame', 'convolution'],
    [20, 1, 4],
    () => [
      L.zeroPadding2d({
        padding: [
          [8, 0],
          [0, 0],
        ],
      }),
      L.conv2d({filters: 8, kernelSize: [3, 1], dilationRate: [4, 1], activation: 'tanh'}),
    ],
  ],
  [
    'convolutions that write into the frame of the next',
    ['frame', 'convolution', 'border', 'convolution'],
    [6, 7, 2],
    () => [3, 1].map((filters) => L.conv2d({filters, kernelSize: 3, padding: 'same', activation: 'selu'})),
  ],
  [
    'a transposed convolution of nine phases, some of them empty',
    ['convolution'],
    [4, 3, 5],
    () => [L.conv2dTranspose({filters: 6, kernelSize: 2, strides: 3, padding: 'valid', activation: 'relu'})],
  ],
  [
    'nearest upsampling before a convolution',
    ['frame', 'convolution'],
    [4, 3, 2],
    () => [L.upSampling2d({size: [2, 3]}), L.conv2d({filters: 3, kernelSize: 3, padding: 'same'})],
  ],
  [
    'a depthwise convolution',
    ['frame', 'depthwise'],
    [7, 6, 3],
    () => [L.depthwiseConv2d({kernelSize: [3, 2], depthMultiplier: 2, padding: 'same', activation: 'elu'})],
  ],
  ['cropping', ['frame'], [6, 5, 3], () => [L.cropping2D({cropping: [1, 2] as unknown as [[number, number], [number, number]]})]],
  ['an activation', ['ending'], [4, 5], () => [L.leakyReLU({alpha: 0.2})]],
  ['softmax', ['softmax'], [4, 5], () => [L.softmax({axis: -1})]],
  ['batch normalisation', ['affine'], [4, 5], () => [L.batchNormalization()]],
  ['layer normalisation', ['layerNorm'], [4, 5], () => [L.layerNormalization()]],
  ['slopes of their own', ['prelu'], [3, 4, 5], () => [L.prelu({sharedAxes: [1, 2]})]],
  ['a permutation', ['permute'], [3, 4, 5], () => [L.permute({dims: [3, 1, 2]})]],
  ['bilinear upsampling', ['bilinear'], [4, 3, 2], () => [L.upSampling2d({size: [2, 3], interpolation: 'bilinear'})]],
  ['maxima', ['pool'], [7, 6, 3], () => [L.maxPooling2d({poolSize: 3, strides: 2, padding: 'same'})]],
  ['averages', ['pool'], [7, 6, 3], () => [L.averagePooling2d({poolSize: [3, 2], strides: [2, 1], padding: 'same'})]],
  ['the average of an image', ['pool'], [7, 6, 3], () => [L.globalAveragePooling2d({})]],
];

describe('steps on webgpu, against tfjs-layers', () => {
  let engine: WebgpuEngine;
  const seen = new Set<string>();

  before(async () => {
    await tf.setBackend('cpu');
    engine = await webgpuEngine();
  });

  after(() => engine.dispose());

  async function check(model: tf.LayersModel, kinds: Step['kind'][]): Promise<void> {
    model.setWeights(model.getWeights().map(({shape}) => tf.tensor(normals(shape).map((x) => Math.abs(x) + 0.1), shape))); // prettier-ignore
    const graph = await readStock(model);
    expect(compile(graph).steps.map(({kind}) => kind)).to.deep.equal(kinds);
    for (const kind of kinds) seen.add(kind);
    const net = await engine.loadNet(graph);
    for (const batch of BATCHES) {
      const inputs = model.inputs.map(({shape}) => {
        const extents = [batch, ...(shape.slice(1) as number[])];
        return {shape: extents, data: normals(extents)};
      });
      const {outputs} = await net.run(inputs);
      for (const [index, expected] of predictStock(model, inputs).entries()) {
        expect(relativeError(outputs[index]!.data, expected.data), `batch of ${batch}`).to.be.at.most(1e-4);
      }
    }
    net.dispose();
    model.dispose();
  }

  for (const [name, kinds, inputShape, layers] of CASES) {
    it(name, () => {
      const input = tf.input({shape: inputShape});
      const outputs = layers().reduce((value, layer) => layer.apply(value) as tf.SymbolicTensor, input);
      return check(tf.model({inputs: input, outputs}), kinds);
    });
  }

  it('sums, products and concatenations, with several inputs and outputs', () => {
    const inputs = [[3, 4], [3, 4], [3, 2]].map((shape) => tf.input({shape})); // prettier-ignore
    const [a, b, c] = inputs as [tf.SymbolicTensor, tf.SymbolicTensor, tf.SymbolicTensor];
    const sum = L.add().apply([a, b]) as tf.SymbolicTensor;
    const product = L.multiply().apply([sum, a]) as tf.SymbolicTensor;
    const joined = L.concatenate({axis: 2}).apply([product, c, sum]) as tf.SymbolicTensor;
    return check(tf.model({inputs, outputs: [joined, sum]}), ['combine', 'combine', 'join', 'join', 'join']);
  });

  it('are all of them', () => {
    const all: Record<Step['kind'], true> = {
      convolution: true, depthwise: true, frame: true, border: true, ending: true, softmax: true, affine: true,
      layerNorm: true, prelu: true, permute: true, bilinear: true, pool: true, combine: true, join: true,
    }; // prettier-ignore
    expect([...seen].sort()).to.deep.equal(Object.keys(all).sort());
  });
});

function normals(shape: number[]): Float32Array {
  return Float32Array.from({length: shape.reduce((a, b) => a * b, 1)}, () => random.normal());
}
