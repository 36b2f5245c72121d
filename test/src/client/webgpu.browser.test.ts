import {expect} from 'chai';
import type {RunStats} from '../../../src/engine/engine.js';
import type {SessionStats} from '../../../src/client/session.js';
import {inFrame} from './frame.js';
import {decodeByHand} from './tiny-vae.js';

type Opened = {pixels: number[]; run: RunStats; stats: SessionStats; workers: number};

const BEFORE = `
  globalThis.workers = 0;
  globalThis.Worker = class extends Worker { constructor(url, options) { super(url, options); workers++; } };
`;
const DECODE = `
  const session = await openModel(await shippedRef(), {family: 'vae', backend: 'webgpu'});
  const {x, stats: run} = await session.ops.decode({z: latents([0.5, -1])});
  return {pixels: [...x.data], run, stats: session.stats, workers};
`;

function expectWebgpu({pixels, run, stats}: Opened): void {
  decodeByHand([0.5, -1]).forEach((value, k) => expect(pixels[k]).to.be.closeTo(value, 1e-5));
  expect(stats).to.deep.include({host: 'worker', backend: 'webgpu', fallbacks: []});
  expect(run).to.include({backend: 'webgpu', dispatches: 1, submits: 1});
}

describe('webgpu by name, in a page', () => {
  it('computes in a worker that begins with the engine', async () => {
    const opened = await inFrame<Opened>(DECODE, {before: BEFORE});
    expectWebgpu(opened);
    expect(opened.workers).to.equal(1);
  });

  it('gives the engine to a worker that runs already, with the sessions that it has', async () => {
    const body = `const other = await openModel(await shippedRef(), {family: 'vae'});
      const decode = async () => (await other.ops.decode({z: latents([0.5, -1])})).stats.backend;
      const before = await decode();
      const opened = await (async () => {${DECODE}})();
      return {...opened, backends: [before, await decode()]};`;
    const opened = await inFrame<Opened & {backends: string[]}>(body, {before: BEFORE});
    expectWebgpu(opened);
    expect(opened.workers).to.equal(1);
    expect(opened.backends).to.deep.equal(['wasm', 'wasm']);
  });
});
