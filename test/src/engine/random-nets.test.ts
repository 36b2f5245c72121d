import {expect} from 'chai';
import type {Engine} from '../../../src/engine/engine.js';
import {createReferenceEngine} from '../../../src/engine/reference/reference-engine.js';
import {createWasmEngine} from '../../../src/engine/wasm/wasm-engine.js';
import {tf} from '../../tfjs.js';
import {RandomNets} from './random-net.js';
import {predictStock, readStock, relativeError} from './stock.js';

const NETS = 200;

async function compare(engine: Engine, seed: number): Promise<void> {
  await tf.setBackend('cpu');
  const nets = new RandomNets(seed);
  const classes = new Set<string>();
  for (let index = 0; index < NETS; index++) {
    const {model, description} = nets.next();
    for (const layer of model.layers) classes.add(layer.getClassName());
    const inputs = nets.inputs(model, 1 + (index % 3));
    const expected = predictStock(model, inputs);
    const net = await engine.loadNet(await readStock(model));
    const {outputs} = await net.run(inputs);
    for (const [at, output] of outputs.entries()) {
      expect(output.shape, description).to.deep.equal(expected[at]!.shape);
      expect(relativeError(output.data, expected[at]!.data), `net ${index}: ${description}`).to.be.at.most(1e-4);
    }
    net.dispose();
    model.dispose();
  }
  expect(classes.size, [...classes].join()).to.be.at.least(26);
}

async function wasmEngine(): Promise<Engine> {
  const {engine} = await createWasmEngine();
  expect(engine).to.not.equal(null);
  return engine!;
}

describe('engines against tfjs-layers on random nets', () => {
  it('the reference agrees to 1e-4', () => compare(createReferenceEngine(), 1));
  it('wasm agrees to 1e-4', async () => compare(await wasmEngine(), 2));
});
