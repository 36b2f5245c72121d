import {expect} from 'chai';
import {FormatError} from '../../../src/format/errors.js';
import {LIMITS} from '../../../src/format/limits.js';
import {readLayersModel, weightPaths} from '../../../src/format/read-layers-model.js';
import {tf} from '../../tfjs.js';
import type {StockFiles} from '../engine/stock.js';
import {saveStock} from '../engine/stock.js';

const URL = 'https://example.org/m/model.json';

type Json = Record<string, unknown>;

/** A deep property, to be read or replaced: `['modelTopology', 'config', 'layers', 0]`. */
function at(json: Json, path: (string | number)[]): Json {
  return path.reduce<unknown>((value, key) => (value as Json)[key], json) as Json;
}

async function convolutional(): Promise<StockFiles> {
  const model = tf.sequential({
    layers: [
      tf.layers.conv2d({filters: 3, kernelSize: 3, inputShape: [6, 6, 2], name: 'first'}),
      tf.layers.batchNormalization({name: 'norm'}),
      tf.layers.flatten(),
      tf.layers.dense({units: 4, name: 'last', trainable: false}),
    ],
  });
  return saveStock(model);
}

function failure(json: unknown, weights: ArrayBuffer): FormatError {
  try {
    readLayersModel(json, weights, URL);
  } catch (error) {
    expect(error).to.be.instanceOf(FormatError);
    return error as FormatError;
  }
  throw new Error('was read');
}

describe('reading stock layers models', () => {
  before(() => tf.setBackend('cpu'));

  let files: StockFiles;

  beforeEach(async () => {
    files = await convolutional();
  });

  it('keeps the order, the shapes and the trainability of stock weights', () => {
    const graph = readLayersModel(files.json, files.weights, URL);
    expect(graph.weights.map(({name, shape, trainable}) => [name, shape, trainable])).to.deep.equal([
      ['first/kernel', [3, 3, 2, 3], true],
      ['first/bias', [3], true],
      ['norm/gamma', [3], true],
      ['norm/beta', [3], true],
      ['norm/moving_mean', [3], false],
      ['norm/moving_variance', [3], false],
      ['last/kernel', [48, 4], false],
      ['last/bias', [4], false],
    ]);
    expect(graph.nodes.map((node) => node.op)).to.deep.equal(['conv2d', 'batchNormalization', 'reshape', 'dense']);
    expect(graph.inputs[0]!.shape).to.deep.equal([6, 6, 2]);
    expect(graph.outputs).to.deep.equal([4]);
  });

  it('reads the topology of the Keras converter, with its names of weights', () => {
    const json: Json = {
      ...files.json,
      modelTopology: {keras_version: '2.15', backend: 'tensorflow', model_config: files.json['modelTopology']},
    };
    const specs = at(json, ['weightsManifest', 0])['weights'] as Json[];
    for (const spec of specs) spec['name'] = String(spec['name']).replace('/', '/scope/');
    expect(readLayersModel(json, files.weights, URL).nodes).to.deep.equal(readLayersModel(files.json, files.weights, URL).nodes);
  });

  it('reads models inside of models, applied twice with the same weights', async () => {
    const inner = tf.sequential({layers: [tf.layers.dense({units: 2, inputShape: [2], name: 'shared'})]});
    const input = tf.input({shape: [2]});
    const outer = tf.model({inputs: input, outputs: inner.apply(inner.apply(input)) as tf.SymbolicTensor});
    const saved = await saveStock(outer);
    const graph = readLayersModel(saved.json, saved.weights, URL);
    expect(graph.nodes.map(({inputs, weights}) => ({inputs, weights}))).to.deep.equal([
      {inputs: [0], weights: [0, 1]},
      {inputs: [1], weights: [0, 1]},
    ]);
  });

  it('takes the inputs of the model that a Sequential begins with', async () => {
    const input = tf.input({shape: [2]});
    const inner = tf.model({inputs: input, outputs: tf.layers.dense({units: 3}).apply(input) as tf.SymbolicTensor});
    const saved = await saveStock(tf.sequential({layers: [inner, tf.layers.dense({units: 1})]}));
    const graph = readLayersModel(saved.json, saved.weights, URL);
    expect(graph.inputs.map(({shape}) => shape)).to.deep.equal([[2]]);
    expect(graph.nodes.map(({inputs, shape}) => ({inputs, shape}))).to.deep.equal([
      {inputs: [0], shape: [3]},
      {inputs: [1], shape: [1]},
    ]);
  });

  it('names the shards in order', () => {
    at(files.json, ['weightsManifest', 0])['paths'] = ['group1-shard1of2.bin', 'group1-shard2of2.bin'];
    expect(weightPaths(files.json, URL)).to.deep.equal(['group1-shard1of2.bin', 'group1-shard2of2.bin']);
  });

  it('leaves the optimizer out', () => {
    const specs = at(files.json, ['weightsManifest', 0])['weights'] as Json[];
    specs.push({name: 'iter', shape: [1], dtype: 'float32', group: 'optimizer'});
    const longer = new Uint8Array(files.weights.byteLength + 4);
    longer.set(new Uint8Array(files.weights));
    expect(readLayersModel(files.json, longer.buffer, URL).weights).to.have.length(8);
  });

  const layer = (index: number): (string | number)[] => ['modelTopology', 'config', 'layers', index];
  const faults: {what: string; break: (json: Json) => void; code: string; field: string; says: RegExp}[] = [
    {
      what: 'an unknown layer',
      break: (json) => (at(json, layer(2))['class_name'] = 'LSTM'),
      code: 'unsupported-layer',
      field: 'modelTopology.config.layers[2].class_name',
      says: /LSTM/,
    },
    {
      what: 'an unknown activation',
      break: (json) => (at(json, [...layer(3), 'config'])['activation'] = 'mish'),
      code: 'unsupported-layer',
      field: 'modelTopology.config.layers[3].config.activation',
      says: /mish/,
    },
    {
      what: 'grouped convolution',
      break: (json) => (at(json, [...layer(0), 'config'])['groups'] = 2),
      code: 'unsupported-layer',
      field: 'modelTopology.config.layers[0].config.groups',
      says: /groups/,
    },
    {
      what: 'a graph model',
      break: (json) => (json['format'] = 'graph-model'),
      code: 'format',
      field: 'format',
      says: /tfjs_layers_model/,
    },
    {what: 'no topology', break: (json) => delete json['modelTopology'], code: 'format', field: 'modelTopology', says: /object/},
    {
      what: 'a weight of another shape',
      break: (json) => (at(json, ['weightsManifest', 0, 'weights', 6])['shape'] = [24, 8]),
      code: 'format',
      field: 'weightsManifest last/kernel',
      says: /\[48, 4\], found \[24, 8\]/,
    },
    {
      what: 'a missing weight',
      break: (json) => (at(json, ['weightsManifest', 0, 'weights', 1])['name'] = 'first/bies'),
      code: 'format',
      field: 'weightsManifest',
      says: /first\/bias/,
    },
    {
      what: 'a weight of no layer',
      break: (json) => (at(json, [...layer(0), 'config'])['use_bias'] = false),
      code: 'format',
      field: 'weightsManifest',
      says: /first\/bias.*no layer/,
    },
    {
      what: 'two weights of one name',
      break: (json) => (at(json, ['weightsManifest', 0, 'weights', 1])['name'] = 'first/kernel'),
      code: 'format',
      field: 'weightsManifest[0].weights[1].name',
      says: /twice/,
    },
    {
      what: 'a huge weight',
      break: (json) => (at(json, ['weightsManifest', 0, 'weights', 0])['shape'] = [1e6, 1e6, 1e6]),
      code: 'format',
      field: 'weightsManifest[0].weights[0].shape',
      says: /elements/,
    },
    ...[1e9, -3, NaN, 2.5, '4', {}].map((value) => ({
      what: `units ${JSON.stringify(value)}`,
      break: (json: Json) => (at(json, [...layer(3), 'config'])['units'] = value),
      code: 'format',
      field: 'modelTopology.config.layers[3].config.units',
      says: /whole number/,
    })),
    {
      what: 'a kernel larger than its input',
      break: (json) => (at(json, [...layer(0), 'config'])['batch_input_shape'] = [null, 2, 6, 2]),
      code: 'format',
      field: 'modelTopology.config.layers[0]',
      says: /empty/,
    },
    {
      what: 'an open input',
      break: (json) => (at(json, [...layer(0), 'config'])['batch_input_shape'] = [null, null, 6, 2]),
      code: 'format',
      field: 'modelTopology.config.layers[0].config.batch_input_shape[1]',
      says: /open size/,
    },
    {
      what: 'an input beyond the cap',
      break: (json) => (at(json, [...layer(0), 'config'])['batch_input_shape'] = [null, 10000, 10000, 2]),
      code: 'format',
      field: 'modelTopology.config.layers[0].config.batch_input_shape',
      says: new RegExp(String(LIMITS.elements)),
    },
    {
      what: 'an unknown dtype',
      break: (json) => (at(json, ['weightsManifest', 0, 'weights', 0])['dtype'] = 'int32'),
      code: 'format',
      field: 'weightsManifest[0].weights[0].dtype',
      says: /float32/,
    },
  ];
  for (const fault of faults) {
    it(`refuses ${fault.what}, naming the URL and the field`, () => {
      fault.break(files.json);
      const error = failure(files.json, files.weights);
      expect(error.code).to.equal(fault.code);
      expect(error.field).to.equal(fault.field);
      expect(error.message).to.match(fault.says).and.include(URL);
    });
  }

  it('refuses truncated weights with both sizes', () => {
    const error = failure(files.json, files.weights.slice(0, -4));
    expect(error.code).to.equal('integrity');
    expect(error.message)
      .to.include(String(files.weights.byteLength))
      .and.include(String(files.weights.byteLength - 4));
  });

  it('refuses graphs with cycles and references to nowhere', async () => {
    const input = tf.input({shape: [2], name: 'in'});
    const first = tf.layers.dense({units: 2, name: 'one'}).apply(input);
    const model = tf.model({inputs: input, outputs: tf.layers.dense({units: 2, name: 'two'}).apply(first) as tf.SymbolicTensor});
    const cyclic = await saveStock(model);
    at(cyclic.json, [...layer(1), 'inbound_nodes', 0, 0])[0] = 'two';
    expect(failure(cyclic.json, cyclic.weights).message).to.include('no layer makes');
    at(cyclic.json, [...layer(1), 'inbound_nodes', 0, 0])[0] = 'three';
    expect(failure(cyclic.json, cyclic.weights).message).to.include('not there');
  });

  it('bounds nesting and repetition', () => {
    const deep = (depth: number): Json => ({
      class_name: 'Sequential',
      config: {
        name: `m${depth}`,
        layers: depth > 0 ? [deep(depth - 1)] : [{class_name: 'Flatten', config: {name: 'f', batch_input_shape: [null, 2]}}],
      },
    });
    const empty = {weightsManifest: [{paths: [], weights: []}]};
    expect(readLayersModel({...empty, modelTopology: deep(5)}, new ArrayBuffer(0), URL).nodes).to.have.length(1);
    expect(failure({...empty, modelTopology: deep(12)}, new ArrayBuffer(0)).code).to.equal('format');
    const flat = {class_name: 'Flatten', config: {name: 'f', batch_input_shape: [null, 2]}};
    const after = {class_name: 'Sequential', config: {layers: [flat, deep(12)]}};
    expect(failure({...empty, modelTopology: after}, new ArrayBuffer(0)).message).to.match(/nested more than 8 deep/);
    const wide = {class_name: 'Sequential', config: {layers: Array.from({length: 40}, () => flat)}};
    const wider = {class_name: 'Sequential', config: {layers: [flat, ...Array.from({length: 40}, () => wide)]}};
    expect(failure({...empty, modelTopology: wider}, new ArrayBuffer(0)).message).to.match(/more than 1000 layers/);
  });

  it('counts values and multiply-adds before it accepts them', () => {
    const input = (shape: number[]): Json => ({class_name: 'InputLayer', config: {name: 'i', batch_input_shape: [null, ...shape]}});
    const activation = (index: number): Json => ({class_name: 'Activation', config: {name: `a${index}`, activation: 'relu'}});
    const file = (layers: Json[], weights: Json[]): Json => ({
      weightsManifest: [{paths: [], weights}],
      modelTopology: {class_name: 'Sequential', config: {layers}},
    });
    const wide = file([input([4096, 4096]), ...Array.from({length: 6}, (_, index) => activation(index))], []);
    expect(failure(wide, new ArrayBuffer(0)).message).to.match(/holds more than \d+ numbers up to here/);
    const conv = {class_name: 'Conv2D', config: {name: 'c', filters: 64, kernel_size: 5, use_bias: false}};
    const heavy = file([input([500, 500, 64]), conv], [{name: 'c/kernel', shape: [5, 5, 64, 64], dtype: 'float32'}]);
    expect(failure(heavy, new ArrayBuffer(5 * 5 * 64 * 64 * 4)).message).to.match(/multiply-adds up to here/);
  });

  it('reads own properties only', () => {
    const json = JSON.parse(
      '{"weightsManifest": [], "modelTopology": {"class_name": "Sequential", "config": {"__proto__": {"layers": []}}}}',
    ) as Json;
    expect(failure(json, new ArrayBuffer(0)).field).to.equal('modelTopology.config.layers');
    expect(({} as Json)['layers']).to.equal(undefined);
    // What somebody else's script put on every object is no part of a file.
    Object.defineProperty(Object.prototype, 'quantization', {value: {dtype: 'uint8', scale: 1, min: 0}, configurable: true});
    try {
      expect(readLayersModel(files.json, files.weights, URL).weights).to.have.length(8);
    } finally {
      delete (Object.prototype as Json)['quantization'];
    }
  });
});
