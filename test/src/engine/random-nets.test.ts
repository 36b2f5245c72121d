import {expect} from 'chai';
import type {Engine} from '../../../src/engine/engine.js';
import {createReferenceEngine} from '../../../src/engine/reference/reference-engine.js';
import {createWasmEngine} from '../../../src/engine/wasm/wasm-engine.js';
import {compareNewWeights, compareRandomNets} from './compare-random-nets.js';

const NETS = 300;

async function wasmEngine(): Promise<Engine> {
  const {engine} = await createWasmEngine();
  expect(engine).to.not.equal(null);
  return engine!;
}

describe('engines against tfjs-layers on random nets', () => {
  it('the reference agrees to 1e-4', () => compareRandomNets(createReferenceEngine(), 1, NETS));
  it('wasm agrees to 1e-4', async () => compareRandomNets(await wasmEngine(), 2, NETS));
  it('the reference takes new weights', () => compareNewWeights(createReferenceEngine(), 5, 100));
  it('wasm takes new weights', async () => compareNewWeights(await wasmEngine(), 6, 100));
});
