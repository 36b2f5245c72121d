import {expect} from 'chai';
import {startWasmBackend} from '../../../pretrained/tools/wasm-backend.js';
import {runGraph} from '../../../src/training/run-graph.js';
import {tf} from '../../tfjs.js';
import {RandomNets} from '../engine/random-net.js';
import {predictStock, readStock, relativeError} from '../engine/stock.js';

const NETS = 120;

async function compare(backend: string, seed: number): Promise<void> {
  const nets = new RandomNets(seed);
  const classes = new Set<string>();
  for (let index = 0; index < NETS; index++) {
    // The oracle is tfjs-cpu throughout.
    await tf.setBackend('cpu');
    const {model, description} = nets.next();
    for (const layer of model.layers) classes.add(layer.getClassName());
    const inputs = nets.inputs(model, 1 + (index % 3));
    const expected = predictStock(model, inputs);
    const graph = await readStock(model);
    model.dispose();
    await tf.setBackend(backend);
    const found = tf.tidy(() => {
      const weights = graph.weights.map(({data, shape}) => tf.tensor(data, shape));
      return runGraph(
        graph,
        weights,
        inputs.map(({data, shape}) => tf.tensor(data, shape)),
      ).map((output) => ({data: output.dataSync(), shape: output.shape}));
    });
    for (const [at, output] of found.entries()) {
      expect(output.shape, description).to.deep.equal(expected[at]!.shape);
      expect(relativeError(output.data, expected[at]!.data), `net ${index}: ${description}`).to.be.at.most(1e-4);
    }
  }
  expect(classes.size, [...classes].join()).to.be.at.least(26);
}

describe('graphs as differentiable operations against tfjs-layers', () => {
  before(startWasmBackend);
  after(() => tf.setBackend('wasm'));

  it('agree to 1e-4 with the fused kernels', () => compare('wasm', 5));
  it('agree to 1e-4 with stock operations', () => compare('cpu', 6));
});
