import {expect} from 'chai';
import {createWasmEngine} from '../../../../src/engine/wasm/wasm-engine.js';
import type {WebgpuEngine} from '../../../../src/engine/webgpu/webgpu-engine.js';
import {tf} from '../../../tfjs.js';
import {compareNewWeights, compareRandomNets} from '../compare-random-nets.js';
import {describeAutoregressive} from '../describe-autoregressive.js';
import {describeNets} from '../describe-nets.js';
import {RandomNets} from '../random-net.js';
import {readStock, relativeError} from '../stock.js';
import {webgpuEngine} from './adapters.js';

// WGSL lets exp(x) be off by 3 + 2·|x| units in the last place.
describeNets('webgpu', webgpuEngine, {yields: false, precision: 1e-5});
describeAutoregressive('webgpu', webgpuEngine);

describe('webgpu on random nets', () => {
  let engine: WebgpuEngine;

  before(async () => {
    await tf.setBackend('cpu');
    engine = await webgpuEngine();
  });

  after(() => engine.dispose());

  it('agrees with tfjs-layers to 1e-4', async function () {
    this.timeout(240_000);
    await compareRandomNets(engine, 3, 300);
  });

  it('takes new weights', async function () {
    this.timeout(240_000);
    await compareNewWeights(engine, 7, 100);
  });

  it('agrees with wasm to 1e-4 on batches that take several examples a workgroup', async function () {
    this.timeout(240_000);
    const wasm = (await createWasmEngine()).engine!;
    const nets = new RandomNets(4);
    for (let index = 0; index < 60; index++) {
      const {model, description} = nets.next();
      const graph = await readStock(model);
      const inputs = nets.inputs(model, index % 3 === 0 ? 33 : 256 + index);
      const [one, other] = [await engine.loadNet(graph), await wasm.loadNet(graph)];
      const [found, expected] = [(await one.run(inputs)).outputs, (await other.run(inputs)).outputs];
      for (const [at, {data}] of found.entries()) {
        expect(relativeError(data, expected[at]!.data), `net ${index}: ${description}`).to.be.at.most(1e-4);
      }
      one.dispose();
      other.dispose();
      model.dispose();
    }
    wasm.dispose();
  });
});
