import {expect} from 'chai';
import {Random} from '../../../src/data/random.js';
import {createReferenceEngine} from '../../../src/engine/reference/reference-engine.js';
import {sizeOf} from '../../../src/format/graph.js';
import {halfToFloat} from '../../../src/format/decode-weight.js';
import {readLayersModel} from '../../../src/format/read-layers-model.js';
import {Topology} from '../../../src/format/topology.js';
import {floatToHalf} from '../../../src/format/float-to-half.js';
import {type Encoding, quantize, roundTrip, writeLayersModel} from '../../../src/format/write.js';
import {tf} from '../../tfjs.js';
import {relativeError} from '../engine/stock.js';

/** A net with every layer that Topology builds, and two named outputs. */
function everyLayer() {
  const t = new Topology();
  const image = t.input('image', [9, 8, 3]);
  const a = t.conv2d(image, 5, {kernel: 3, stride: 2, activation: 'relu'});
  const b = t.conv2d(image, 4, {kernel: 2, padding: 'valid', activation: 'swish'});
  const c = t.conv2dTranspose(a, 5, {kernel: 4, stride: 2, activation: 'elu'});
  const d = t.conv2dTranspose(a, 5, {kernel: 3, stride: 2, padding: 'valid'});
  const e = t.upSampling2d(a, 2);
  const sum = t.add([c, e]);
  const joined = t.concatenate([sum, t.upSampling2d(t.reshape(t.dense(t.flatten(b), 20), [5, 4, 1]), 2, 'bilinear')]);
  const outputs = [t.dense(t.flatten(joined), 3, {name: 'mean'}), t.dense(t.flatten(d), 2, {name: 'logVariance', activation: 'tanh'})];
  return {topology: t.build('every', outputs), slots: t.weights};
}

async function written(encoding: Encoding) {
  const {topology, slots} = everyLayer();
  const random = new Random(4);
  const weights = slots.map(({name, shape, fanIn}) => {
    const scale = fanIn > 0 ? Math.sqrt(1 / fanIn) : 0.1;
    return {name, shape, encoding, data: Float32Array.from({length: sizeOf(shape)}, () => scale * random.normal())};
  });
  const {json, bytes} = writeLayersModel(topology, weights, 'net.bin');
  const file = JSON.parse(json) as {modelTopology: object; weightsManifest: {paths: string[]; weights: []}[]};
  const graph = readLayersModel(file, bytes.buffer, 'net.json');
  const {modelTopology, weightsManifest} = file;
  const artifacts = {modelTopology, weightSpecs: weightsManifest[0]!.weights, weightData: bytes.buffer};
  const stock = await tf.loadLayersModel(tf.io.fromMemory(artifacts));
  return {weights, graph, stock, bytes, paths: weightsManifest[0]!.paths};
}

describe('writing of stock layers models', () => {
  before(() => tf.setBackend('cpu'));

  for (const encoding of ['float32', 'float16', 'uint16', 'uint8'] as const) {
    it(`${encoding}: stock tfjs and our reader load the same net`, async () => {
      const {graph, stock, paths} = await written(encoding);
      expect(paths).to.deep.equal(['net.bin']);
      expect(graph.weights.map(({name}) => name)).to.have.members(stock.weights.map(({originalName}) => originalName));
      const random = new Random(5);
      const x = {shape: [2, 9, 8, 3], data: Float32Array.from({length: 432}, () => random.normal())};
      const expected = (stock.predict(tf.tensor(x.data, x.shape)) as tf.Tensor[]).map((tensor) => tensor.dataSync());
      const {outputs} = await (await createReferenceEngine().loadNet(graph)).run([x]);
      for (const [i, output] of outputs.entries()) expect(relativeError(output.data, expected[i]!)).to.be.below(1e-5);
    });
  }

  it('rounds by at most half a step of its encoding', async () => {
    const {weights, graph} = await written('uint8');
    for (const [i, {data}] of weights.entries()) {
      const range = Math.max(0, ...data) - Math.min(0, ...data);
      for (const [j, value] of graph.weights[i]!.data.entries()) expect(Math.abs(value - data[j]!)).to.be.below((0.502 * range) / 255);
    }
    const {bytes} = await written('uint8');
    expect(bytes.length).to.equal(weights.reduce((sum, {data}) => sum + data.length, 0));
  });

  it('uses no more codes than asked', () => {
    const {topology, slots} = everyLayer();
    const weights = slots.map(({name, shape}) => {
      const data = Float32Array.from({length: sizeOf(shape)}, (_, i) => Math.sin(i));
      return {name, shape, data, encoding: 'uint8', levels: 40} as const;
    });
    expect(Math.max(...writeLayersModel(topology, weights, 'net.bin').bytes)).to.equal(40);
  });

  it('knows what readers get of each weight', () => {
    const {topology, slots} = everyLayer();
    const encodings: Encoding[] = ['float32', 'float16', 'uint8', 'uint16'];
    const weights = slots.map(({name, shape}, index) => {
      const data = Float32Array.from({length: sizeOf(shape)}, (_, i) => Math.sin(i + 0.1));
      return {name, shape, data, encoding: encodings[index % 4]!, levels: 12};
    });
    const {json, bytes} = writeLayersModel(topology, weights, 'net.bin');
    const graph = readLayersModel(JSON.parse(json), bytes.buffer, 'net.json');
    const read = graph.weights.map(({name}) => name);
    expect(read).to.have.members(weights.map(({name}) => name));
    for (const weight of weights) expect(roundTrip(weight), weight.name).to.deep.equal(graph.weights[read.indexOf(weight.name)]!.data);
  });

  it('keeps zero, and a constant tensor', () => {
    const decoded = (data: number[]) => {
      const {scale, min, codes} = quantize(Float32Array.from(data), 255);
      return Array.from(codes, (code) => Math.fround(code * scale + min));
    };
    expect(decoded([-0.731, 0, 0.2, 1.9])[1]).to.be.closeTo(0, 1e-9);
    expect(decoded([0, 0])).to.deep.equal([0, 0]);
    expect(decoded([0.37, 0.37])[0]).to.be.closeTo(0.37, 1e-6);
  });

  it('rounds half floats to nearest, ties to even, over the whole range', () => {
    const changed = Array.from({length: 0x7c00}, (_, half) => half).filter((half) => floatToHalf(halfToFloat(half)) !== half);
    expect(changed).to.deep.equal([]);
    for (const half of [1, 0x3ff, 0x400, 0x3c00, 0x3c01, 0x7bfe]) {
      const middle = (halfToFloat(half) + halfToFloat(half + 1)) / 2;
      expect(floatToHalf(middle), `above ${half}`).to.equal(half % 2 === 0 ? half : half + 1);
    }
    expect(floatToHalf(-1.5)).to.equal(0xbe00);
    expect(floatToHalf(1e6)).to.equal(0x7c00);
    expect(Number.isNaN(halfToFloat(floatToHalf(NaN)))).to.equal(true);
  });

  it('refuses data that does not fill its shape', () => {
    const weight = {name: 'a/kernel', shape: [2, 2], data: new Float32Array(3), encoding: 'float32' as const};
    expect(() => writeLayersModel({}, [weight], 'a.bin')).to.throw(RangeError, 'a/kernel');
  });
});
