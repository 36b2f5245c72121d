import {expect} from 'chai';
import {Random} from '../../../src/data/random.js';
import type {Engine, Net} from '../../../src/engine/engine.js';
import type {Batch, Graph, GraphNode, Operation} from '../../../src/format/graph.js';
import {sizeOf} from '../../../src/format/graph.js';
import {tf} from '../../tfjs.js';
import {predictStock, readStock, relativeError} from './stock.js';

const random = new Random(5);

function normals(shape: number[]): Batch {
  return {shape, data: Float32Array.from({length: sizeOf(shape)}, () => random.normal())};
}

/** A decoder with batch normalisation behind its first layer, behind a reshape and behind a convolution. */
function decoder(): tf.LayersModel {
  const model = tf.sequential({
    layers: [
      tf.layers.dense({units: 30, inputShape: [2], useBias: false}),
      tf.layers.batchNormalization(),
      tf.layers.reLU(),
      tf.layers.dense({units: 7 * 7 * 8}),
      tf.layers.reshape({targetShape: [7, 7, 8]}),
      tf.layers.batchNormalization(),
      tf.layers.activation({activation: 'elu'}),
      tf.layers.conv2dTranspose({filters: 12, kernelSize: 4, strides: 2, padding: 'same'}),
      tf.layers.batchNormalization({scale: false}),
      tf.layers.leakyReLU({alpha: 0.2}),
      tf.layers.upSampling2d({size: [2, 2]}),
      tf.layers.conv2d({filters: 3, kernelSize: 3, padding: 'same', activation: 'sigmoid'}),
    ],
  });
  model.setWeights(model.weights.map((weight) => randomWeight(weight)));
  return model;
}

function randomWeight(weight: tf.LayerVariable): tf.Tensor {
  const {data, shape} = normals(weight.shape as number[]);
  return tf.tensor(
    data.map((x) => (weight.name.includes('variance') ? Math.abs(x) + 0.3 : x * 0.3)),
    shape,
  );
}

/** A graph of one node, on inputs of the given shapes. */
function graphOf(operation: Operation, inputs: number[][], shape: number[], weights: Batch[] = []): Graph {
  const node: GraphNode = {
    name: 'node',
    inputs: inputs.map((_, index) => index),
    weights: weights.map((_, index) => index),
    shape,
    ...operation,
  };
  return {
    inputs: inputs.map((extents, index) => ({name: `input${index}`, shape: extents})),
    outputs: [inputs.length],
    nodes: [node],
    weights: weights.map(({data, shape: extents}, index) => ({name: `weight${index}`, shape: extents, trainable: true, data})),
  };
}

async function rejection(promise: Promise<unknown>): Promise<Error & {code?: string}> {
  return promise.then(
    () => {
      throw new Error('did not reject');
    },
    (reason: unknown) => reason as Error,
  );
}

/**
 * What every engine must do, as tests. `yields` is for engines on the caller's thread, which must let other work in; `precision` is that of
 * activations, relative.
 */
export function describeNets(
  name: string,
  create: () => Promise<Engine>,
  {yields, precision = 1e-6}: {yields: boolean; precision?: number},
): void {
  describe(`nets on the ${name} engine`, () => {
    let engine: Engine;

    before(async () => {
      await tf.setBackend('cpu');
      engine = await create();
    });

    after(() => engine.dispose());

    for (const batch of [1, 3, 64]) {
      it(`decodes a batch of ${batch} as tfjs does`, async () => {
        const model = decoder();
        const z = normals([batch, 2]);
        const net = await engine.loadNet(await readStock(model));
        const {outputs, stats} = await net.run([z]);
        expect(outputs[0]!.shape).to.deep.equal([batch, 28, 28, 3]);
        expect(relativeError(outputs[0]!.data, predictStock(model, [z])[0]!.data)).to.be.at.most(1e-4);
        expect(stats.backend).to.equal(name);
        net.dispose();
      });
    }

    it('decodes a colour picture of 64 × 64 pixels', async () => {
      const up = {kernelSize: 4, strides: 2, padding: 'same', activation: 'relu'} as const;
      const model = tf.sequential({
        layers: [
          tf.layers.dense({units: 8 * 8 * 40, inputShape: [100], activation: 'relu'}),
          tf.layers.reshape({targetShape: [8, 8, 40]}),
          tf.layers.conv2dTranspose({filters: 36, ...up}),
          tf.layers.conv2dTranspose({filters: 20, ...up}),
          tf.layers.conv2dTranspose({filters: 14, ...up}),
          tf.layers.conv2d({filters: 3, kernelSize: 5, padding: 'same', activation: 'tanh'}),
        ],
      });
      const z = normals([2, 100]);
      const net = await engine.loadNet(await readStock(model));
      const {outputs} = await net.run([z]);
      expect(relativeError(outputs[0]!.data, predictStock(model, [z])[0]!.data)).to.be.at.most(1e-4);
      net.dispose();
    });

    it('runs layers and models that are applied several times', async () => {
      const [left, right] = [tf.input({shape: [6]}), tf.input({shape: [6]})];
      const shared = tf.layers.dense({units: 6, activation: 'tanh'});
      const inner = tf.sequential({layers: [tf.layers.dense({units: 4, inputShape: [6]}), tf.layers.batchNormalization()]});
      const apply = (layer: tf.layers.Layer, value: tf.SymbolicTensor): tf.SymbolicTensor => layer.apply(value) as tf.SymbolicTensor;
      const twice = apply(shared, apply(shared, left));
      const sum = tf.layers.add().apply([apply(inner, twice), apply(inner, apply(shared, right))]) as tf.SymbolicTensor;
      const model = tf.model({inputs: [left, right], outputs: [sum, twice]});
      model.setWeights(model.weights.map((weight) => randomWeight(weight)));
      const inputs = [normals([3, 6]), normals([3, 6])];
      const net = await engine.loadNet(await readStock(model));
      const {outputs} = await net.run(inputs);
      for (const [index, expected] of predictStock(model, inputs).entries()) {
        expect(relativeError(outputs[index]!.data, expected.data)).to.be.at.most(1e-5);
      }
      net.dispose();
    });

    it('folds batch normalisation anew when weights are set, in stock order', async () => {
      const model = decoder();
      const z = normals([2, 2]);
      const net = await engine.loadNet(await readStock(model));
      const before = (await net.run([z])).outputs[0]!.data;
      model.setWeights(model.weights.map((weight) => randomWeight(weight)));
      net.setWeights(model.getWeights().map((weight) => weight.dataSync<'float32'>().slice()));
      const after = (await net.run([z])).outputs[0]!.data;
      expect(relativeError(after, predictStock(model, [z])[0]!.data)).to.be.at.most(1e-4);
      expect(relativeError(after, before)).to.be.above(0.01);
      expect(() => net.setWeights([])).to.throw('18 weights expected, found 0');
      net.dispose();
    });

    it('writes into outputs that are handed over, and makes fresh ones otherwise', async () => {
      const net = await engine.loadNet(graphOf({op: 'activation', activation: 'tanh'}, [[5]], [5]));
      const x = normals([3, 5]);
      const out = {shape: [3, 5], data: new Float32Array(15)};
      const first = (await net.run([x], {out: [out]})).outputs[0]!;
      expect(first).to.equal(out);
      const [second, third] = [(await net.run([x])).outputs[0]!, (await net.run([x])).outputs[0]!];
      expect(second.data).to.deep.equal(out.data);
      expect(third.data).to.not.equal(second.data);
      const wrong = {shape: [2, 5], data: new Float32Array(10)};
      expect((await rejection(net.run([x], {out: [wrong]}))).code).to.equal('bad-data');
      net.dispose();
    });

    it('refuses inputs of another shape, saying what it wants', async () => {
      const net = await engine.loadNet(graphOf({op: 'add'}, [[4], [4]], [4]));
      const error = await rejection(net.run([normals([2, 4]), normals([2, 5])]));
      expect(error.code).to.equal('bad-data');
      expect(error.message).to.include('input1 must have shape [2, 4], found [2, 5]');
      for (const inputs of [[normals([2, 4])], [normals([2, 4]), normals([3, 4])], [normals([0, 4]), normals([0, 4])]]) {
        expect((await rejection(net.run(inputs))).code).to.equal('bad-data');
      }
      expect((await rejection(net.run([normals([2, 4]), {shape: [2, 4], data: new Float32Array(7)}]))).code).to.equal('bad-data');
      net.dispose();
    });

    it('sees an abort between the examples of a long batch, and runs on afterwards', async () => {
      const net = await engine.loadNet(await readStock(decoder()));
      const z = normals([3000, 2]);
      const controller = new AbortController();
      const running = net.run([z], {signal: controller.signal});
      setTimeout(() => controller.abort(), 0);
      expect((await rejection(running)).name).to.equal('AbortError');
      expect((await rejection(net.run([normals([1, 2])], {signal: AbortSignal.abort()}))).name).to.equal('AbortError');
      expect((await net.run([normals([1, 2])])).outputs[0]!.data.every((x) => x > 0 && x < 1)).to.equal(true);
      net.dispose();
    });

    const onThread = yields ? it : () => undefined;
    onThread('lets other runs in while a long batch goes on', async () => {
      const net = await engine.loadNet(await readStock(decoder()));
      const long = normals([300, 2]);
      const short = normals([1, 2]);
      const alone = [(await net.run([long])).outputs[0]!.data, (await net.run([short])).outputs[0]!.data];
      const order: string[] = [];
      const [first, second] = await Promise.all([
        net.run([long]).finally(() => order.push('long')),
        net.run([short]).finally(() => order.push('short')),
      ]);
      expect(order).to.deep.equal(['short', 'long']);
      expect(first.outputs[0]!.data).to.deep.equal(alone[0]);
      expect(second.outputs[0]!.data).to.deep.equal(alone[1]);
      net.dispose();
    });

    it('does not run, nor take weights, after it has been disposed of', async () => {
      const graph = await readStock(decoder());
      const net = await engine.loadNet(graph);
      net.dispose();
      net.dispose();
      expect((await rejection(net.run([normals([1, 2])]))).code).to.equal('internal');
      expect(() => net.setWeights(graph.weights.map((weight) => weight.data))).to.throw('disposed');
    });

    it('normalises over axis 1 of a channels_first net', async () => {
      // tfjs-cpu cycles through the means element by element here, so the check is by hand: (x − mean)/√(variance + ε)·gamma + beta.
      const model = tf.sequential({layers: [tf.layers.batchNormalization({axis: 1, inputShape: [3, 2, 2], epsilon: 0.01})]});
      model.setWeights(model.weights.map((weight) => randomWeight(weight)));
      const [gamma, beta, mean, variance] = model.getWeights().map((weight) => weight.dataSync<'float32'>().slice());
      const x = normals([2, 3, 2, 2]);
      const expected = x.data.map((value, index) => {
        const c = Math.floor(index / 4) % 3;
        return ((value - mean![c]!) / Math.sqrt(variance![c]! + 0.01)) * gamma![c]! + beta![c]!;
      });
      const net = await engine.loadNet(await readStock(model));
      expect(relativeError((await net.run([x])).outputs[0]!.data, expected)).to.be.at.most(1e-5);
      net.dispose();
    });

    it('dilates depthwise convolutions, as Keras and tfjs-core do and tfjs-layers does not', async () => {
      const [kernel, bias, x] = [normals([3, 2, 5, 2]), normals([10]), normals([2, 9, 8, 5])];
      const operation: Operation = {
        op: 'depthwiseConv2d',
        kernel: [3, 2],
        strides: [1, 1],
        dilation: [2, 3],
        padding: {top: 2, bottom: 2, left: 1, right: 2},
        useBias: true,
        activation: 'linear',
      };
      const expected = tf.tidy(() => {
        const padded = tf.pad4d(tf.tensor4d(x.data, [2, 9, 8, 5]), [[0, 0], [2, 2], [1, 2], [0, 0]]); // prettier-ignore
        const result = tf.depthwiseConv2d(padded, tf.tensor4d(kernel.data, [3, 2, 5, 2]), 1, 'valid', 'NHWC', [2, 3]);
        return tf.add(result, tf.tensor1d(bias.data));
      });
      const net = await engine.loadNet(graphOf(operation, [[9, 8, 5]], expected.shape.slice(1), [kernel, bias]));
      expect(relativeError((await net.run([x])).outputs[0]!.data, expected.dataSync())).to.be.at.most(1e-5);
      net.dispose();
    });

    const pairs: [number[], number[], number[]][] = [
      [[4, 3, 5], [1, 1, 5], [4, 3, 5]],
      [[3, 1, 2], [1, 4, 1], [3, 4, 2]],
      [[2, 3, 4], [4], [2, 3, 4]],
    ]; // prettier-ignore
    for (const op of ['add', 'subtract', 'multiply'] as const) {
      it(`broadcasts what it ${op}s`, async () => {
        for (const [left, right, shape] of pairs) {
          const [a, b] = [normals([2, ...left]), normals([2, ...right])];
          const expand = ({data, shape: [batch, ...rest]}: Batch): tf.Tensor =>
            tf.tensor(data, [batch!, ...shape.slice(rest.length).map(() => 1), ...rest]);
          const combine = {add: tf.add, subtract: tf.sub, multiply: tf.mul}[op];
          const net = await engine.loadNet(graphOf({op}, [left, right], shape));
          const expected = combine(expand(a), expand(b)).dataSync();
          expect(relativeError((await net.run([a, b])).outputs[0]!.data, expected)).to.be.at.most(1e-6);
          net.dispose();
        }
      });
    }

    it('knows the thresholds and slopes of a Keras ReLU', async () => {
      const net = await engine.loadNet(graphOf({op: 'relu', negativeSlope: 0.25, maxValue: 3, threshold: 1}, [[7]], [7]));
      const x = {shape: [1, 7], data: Float32Array.of(-3, 0, 0.5, 1, 2, 3, 9)};
      expect([...(await net.run([x])).outputs[0]!.data]).to.deep.equal([-1, -0.25, -0.125, 1, 2, 3, 3]);
      net.dispose();
    });

    it('is exact to rounding where activations are nearly linear or saturated', async () => {
      const x = {shape: [1, 12], data: Float32Array.of(0, 1e-6, -1e-6, 1e-3, -1e-3, 0.3, -0.3, 5, -5, 60, -60, 500)};
      const exact: Partial<Record<string, (value: number) => number>> = {
        tanh: Math.tanh,
        elu: (value) => (value > 0 ? value : Math.expm1(value)),
        sigmoid: (value) => 1 / (1 + Math.exp(-value)),
        softplus: (value) => Math.max(value, 0) + Math.log1p(Math.exp(-Math.abs(value))),
      };
      for (const [activation, compute] of Object.entries(exact)) {
        const operation = {op: 'activation', activation} as Operation;
        const net = await engine.loadNet(graphOf(operation, [[12]], [12]));
        const found = (await net.run([x])).outputs[0]!.data;
        for (const [index, value] of x.data.entries()) {
          const expected = compute!(value);
          expect(Math.abs(found[index]! - expected), `${activation}(${value})`).to.be.at.most(precision * Math.abs(expected) + 1e-37);
        }
        net.dispose();
      }
    });

    it('passes infinities and NaN on without infecting other examples', async () => {
      const net = await engine.loadNet(await readStock(decoder()));
      const z = {shape: [3, 2], data: Float32Array.of(0.5, 1, NaN, NaN, 0.5, 1)};
      const image = (await net.run([z])).outputs[0]!.data;
      const size = image.length / 3;
      expect(image.subarray(0, size)).to.deep.equal(image.subarray(2 * size));
      expect(image.subarray(0, size).some((value) => Number.isNaN(value))).to.equal(false);
      net.dispose();
    });

    it('counts the flops of its convolutions', async () => {
      const net: Net = await engine.loadNet(await readStock(decoder()));
      const dense = 2 * 30 + 30 * 392;
      const transposed = (14 * 14 * 12 * 4 * 4 * 8) / 4;
      const convolution = 28 * 28 * 3 * 9 * 12;
      expect(net.flops).to.equal(2 * (dense + transposed + convolution));
      net.dispose();
    });
  });
}
