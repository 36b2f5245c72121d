import {expect} from 'chai';
import {Core} from '../../../src/client/core.js';
import {Engines} from '../../../src/engine/engines.js';
import type {WasmEngine} from '../../../src/engine/wasm/wasm-engine.js';
import {FakeHosts} from '../client/fake-host.js';
import {latents, tinyRef} from '../client/tiny-vae.js';
import {startHost} from './start-host.js';

describe("the host's memory", () => {
  it('is free after the last session, a hundred times', async () => {
    const engines = new Engines();
    const fakes = new FakeHosts();
    fakes.workersAllowed = false;
    const host = startHost(engines);
    const core = new Core({...fakes, startWorker: fakes.startWorker, startMain: () => Promise.resolve(host)});
    const {engine} = (await engines.wasm()) as {engine: WasmEngine};
    const x = {data: new Float32Array(289 * 4), shape: [289, 2, 2, 1]};
    const z = latents(...Array.from({length: 289}, () => [1, 2]));
    for (let cycle = 1; cycle <= 100; cycle++) {
      const sessions = await Promise.all([tinyRef(), tinyRef()].map(async (ref) => core.open(await ref, {family: 'vae'})));
      for (const {ops} of sessions) await Promise.all([ops.decode({z}), ops.decode({z: latents([0, 1])}), ops.encode({x})]);
      expect(engine.bytesInUse).to.be.above(0);
      for (const session of sessions) session.close();
      for (let wait = 0; wait < 400 && engine.bytesInUse > 0; wait++) await new Promise((resolve) => setTimeout(resolve, 5));
      expect(engine.bytesInUse, `cycle ${cycle}`).to.equal(0);
    }
    host.terminate();
  });
});
