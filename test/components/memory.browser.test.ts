import {expect} from 'chai';
import '../../components/vae-latent-explorer/vae-latent-explorer.js';
import type {VaeLatentExplorer} from '../../components/vae-latent-explorer/vae-latent-explorer.js';
import {openModel} from '../../src/client/open-model.js';
import {Random} from '../../src/data/random.js';
import {latents, tinyRef} from '../src/client/tiny-vae.js';
import {FaultyWorkers, freshCore} from './faulty-worker.js';
import {clear, pause, registerTiny, show, takeUncaught, until} from './helpers.js';
import {PageResidue} from './page-residue.js';

const collect = (globalThis as unknown as {gc: (options: {type: 'major'; execution: 'async'}) => Promise<void>}).gc;

/** Bytes of JavaScript objects on the page that are still reachable; Chromium rounds them. */
async function heap(): Promise<number> {
  await collect({type: 'major', execution: 'async'});
  return (performance as Performance & {memory: {usedJSHeapSize: number}}).memory.usedJSHeapSize;
}

const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;

describe('memory', () => {
  let workers: FaultyWorkers;

  before(() => registerTiny('tiny'));
  beforeEach(() => (workers = new FaultyWorkers()));
  afterEach(() => {
    clear();
    workers.restore();
    expect(takeUncaught()).to.deep.equal([]);
  });

  for (const backend of ['wasm', 'webgpu'] as const) {
    it(`is the same after a thousand decodes on ${backend}, and given back with the session`, async function () {
      this.timeout(180_000);
      freshCore();
      const open = () => openModel({base: '/pretrained/vae-fashion-2d/'}, {family: 'vae', backend});
      let session = await open();
      const random = new Random(5);
      const decode = async (count: number): Promise<void> => {
        const z = latents(...Array.from({length: count}, () => [random.normal(), random.normal()]));
        expect((await session.ops.decode({z})).stats.backend).to.equal(backend);
      };
      const round = async (): Promise<void> => {
        for (let i = 0; i < 30; i++) await decode(i % 10 === 9 ? [30, 60, 289][(i - 9) / 10]! : 1);
      };
      await round();
      const before = await workers.counts();
      for (let i = 0; i < 33; i++) await round();
      expect(await workers.counts()).to.deep.equal(before);
      for (let cycle = 0; cycle < 12; cycle++) {
        session.close();
        await until(() => workers.sessions.size === 0, 'the session is closed');
        const {buffers, wasmBytes} = (await workers.counts())!;
        expect({buffers, wasmBytes}).to.deep.equal({buffers: 0, wasmBytes: before!.wasmBytes});
        session = await open();
        await decode(289);
      }
      console.log(
        `${backend}, 1,000 decodes: ${before!.buffers} buffers of ${before!.bufferBytes} bytes, ${before!.wasmBytes} bytes of wasm`,
      );
    });

    it(`is where it began after an element on ${backend} has come and gone a hundred times`, async function () {
      this.timeout(180_000);
      freshCore();
      const residue = new PageResidue();
      try {
        const comeAndGo = async (): Promise<void> => {
          const element = show<VaeLatentExplorer>(
            `<vae-latent-explorer model="tiny" loading="eager" backend="${backend}"></vae-latent-explorer>`,
          );
          await element.ready;
          expect(element.activeBackend).to.equal(backend);
          element.remove();
          await until(() => workers.sessions.size === 0, 'the session is closed');
        };
        for (let i = 0; i < 10; i++) await comeAndGo();
        await pause(50);
        const [page, worker, bytes] = [residue.counts, (await workers.counts())!, await heap()];
        expect(worker.buffers).to.equal(0);
        for (let i = 0; i < 90; i++) await comeAndGo();
        await pause(50);
        expect(residue.counts).to.deep.equal(page);
        expect(await workers.counts()).to.deep.equal(worker);
        expect(workers.started).to.equal(1);
        const grown = (await heap()) - bytes;
        console.log(
          `${backend}, 100 elements: ${JSON.stringify(residue.counts)}, ${megabytes(worker.wasmBytes)} of wasm; ` +
            `JavaScript ${megabytes(bytes)} after ten, ${megabytes(grown)} more after a hundred`,
        );
        // An element with its canvas takes 0.2 MB and more.
        expect(grown).to.be.below(10e6);
      } finally {
        residue.restore();
      }
    });
  }

  it('is given back with the worker, a minute after the last session', async () => {
    freshCore(100);
    const ref = await tinyRef();
    const [one, other] = [await openModel(ref, {family: 'vae'}), await openModel(ref, {family: 'vae'})];
    one.close();
    await pause(1000);
    expect(workers.living).to.equal(1);
    other.close();
    expect(workers.living).to.equal(1);
    await until(() => workers.living === 0, 'the end of the worker');
    expect(await workers.counts(500)).to.equal(undefined);
  });
});
