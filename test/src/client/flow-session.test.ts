import {expect} from 'chai';
import {Core} from '../../../src/client/core.js';
import type {Session} from '../../../src/client/session.js';
import {startMainThreadHost, type HostHandle} from '../../../src/host/main-thread.js';
import {exactForward, points} from '../engine/flow-stacks.js';
import {FakeHosts} from './fake-host.js';
import {flowRef, tinyFlow} from './tiny-flow.js';

describe('a session with a flow', () => {
  let host: HostHandle;
  let core: Core;
  let session: Session<'flow'>;
  const ref = flowRef();

  before(async () => {
    const fakes = new FakeHosts();
    fakes.workersAllowed = false;
    host = startMainThreadHost();
    core = new Core({...fakes, startWorker: fakes.startWorker, startMain: () => Promise.resolve(host)});
    session = await core.open(await ref, {family: 'flow'});
  });

  after(() => {
    session.close();
    host.terminate();
  });

  const x = {data: points(200, 31), shape: [200, 2]};

  it('knows log p, there and back', async () => {
    const {logProb, stats} = await session.ops.logProb({x});
    for (let i = 0; i < 200; i++) {
      const exact = exactForward(tinyFlow, x.data[2 * i]!, x.data[2 * i + 1]!).logProb;
      expect(logProb[i]!).to.be.closeTo(exact, 1e-4 * Math.max(1, Math.abs(exact)));
    }
    expect(stats.backend).to.equal('wasm');
    const there = await session.ops.forward({x, layers: true});
    expect(there.layers!.shape).to.deep.equal([5, 200, 2]);
    const back = await session.ops.inverse({z: there.z});
    expect(back.layers).to.equal(undefined);
    for (let i = 0; i < 400; i++) expect(back.x.data[i]!).to.be.closeTo(x.data[i]!, 1e-3);
  });

  it('computes a grid in slices that add up to the whole', async () => {
    const progress: number[] = [];
    const box: [number, number, number, number] = [-6, -6, 6, 6];
    const size: [number, number] = [160, 120];
    const {logProb} = await session.ops.grid({box, size}, {onProgress: ({loaded}) => progress.push(loaded)});
    expect(logProb.shape).to.deep.equal([120, 160]);
    expect(progress.at(-1)).to.equal(160 * 120);
    for (const cell of [0, 159, 160, 9600, 19_199]) {
      const exact = exactForward(tinyFlow, -6 + (((cell % 160) + 0.5) * 12) / 160, 6 - ((Math.floor(cell / 160) + 0.5) * 12) / 120).logProb;
      expect(logProb.data[cell]!).to.be.closeTo(exact, 1e-4 * Math.max(1, Math.abs(exact)));
    }
  });

  it('draws the same points from the same seed, nearer to the middle when it is cold', async () => {
    const draw = (seed: number, temperature?: number) => session.ops.sample({count: 1000, seed, temperature});
    const [one, same, other, cold] = [await draw(1), await draw(1), await draw(2), await draw(1, 0.1)];
    expect(same.x.data).to.deep.equal(one.x.data);
    expect(other.x.data).not.to.deep.equal(one.x.data);
    cold.z.data.forEach((value, i) => expect(value).to.be.closeTo(0.1 * one.z.data[i]!, 1e-6));
    const {logProb} = await session.ops.logProb({x: one.x});
    one.logProb.forEach((value, i) => expect(value).to.be.closeTo(logProb[i]!, 1e-2));
  });

  for (const backend of ['wasm', 'reference'] as const) {
    it(`computes with other weights while it is told to, set before its couplings are loaded or after: ${backend}`, async () => {
      const [own, other] = await Promise.all([1, 2].map(async () => core.open(await ref, {family: 'flow', backend})));
      const logProb = async (of = own) => (await of!.ops.logProb({x})).logProb;
      const expectWeights = (found: Float32Array, by: number) => {
        const graph = {...tinyFlow.graph, weights: tinyFlow.graph.weights.map((spec) => ({...spec, data: spec.data.map((v) => by * v)}))};
        for (let i = 0; i < 200; i++) {
          const exact = exactForward({...tinyFlow, graph}, x.data[2 * i]!, x.data[2 * i + 1]!).logProb;
          expect(found[i]!).to.be.closeTo(exact, 1e-4 * Math.max(1, Math.abs(exact)));
        }
      };
      const set = (by: number) => own!.setWeights({couplings: tinyFlow.graph.weights.map(({data}) => data.map((value) => by * value))});
      await set(0.5);
      expectWeights(await logProb(), 0.5);
      await set(0.8);
      expectWeights(await logProb(), 0.8);
      expectWeights(await logProb(other), 1);
      await own!.setWeights(null);
      expectWeights(await logProb(), 1);
      own!.close();
      other!.close();
    });
  }

  it('refuses weights that make NaN of everything', async () => {
    await session.setWeights({couplings: tinyFlow.graph.weights.map(({data}) => data.map(() => NaN))});
    const error = await session.ops.logProb({x}).catch((reason: unknown) => reason as Error);
    expect(error).to.have.property('message').that.includes('NaN');
    await session.setWeights(null);
  });

  const faults: [string, () => Promise<unknown>][] = [
    ['x: ', () => session.ops.forward({x: {data: new Float32Array(3), shape: [1, 3]}})],
    ['x: holds NaN', () => session.ops.logProb({x: {data: Float32Array.of(NaN, 0), shape: [1, 2]}})],
    ['x: holds a number beyond', () => session.ops.logProb({x: {data: Float32Array.of(1e20, 0), shape: [1, 2]}})],
    ['box: ', () => session.ops.grid({box: [1, 0, 0, 1], size: [4, 4]})],
    ['size: ', () => session.ops.grid({box: [0, 0, 1, 1], size: [0, 4]})],
    ['size[0] · size[1]: ', () => session.ops.grid({box: [0, 0, 1, 1], size: [5000, 5000]})],
    ['count: ', () => session.ops.sample({count: 0, seed: 1})],
    ['seed: ', () => session.ops.sample({count: 1, seed: -1})],
    ['temperature: ', () => session.ops.sample({count: 1, seed: 1, temperature: NaN})],
  ];
  for (const [message, call] of faults) {
    it(`refuses with "${message}…"`, async () => {
      const error = await call().catch((reason: unknown) => reason);
      expect(error).to.have.property('code', 'bad-data');
      expect(error).to.have.property('message').that.includes(message);
    });
  }

  it('names what its manifest lacks', async () => {
    const fakes = new FakeHosts();
    fakes.workersAllowed = false;
    const own = startMainThreadHost();
    const core = new Core({...fakes, startWorker: fakes.startWorker, startMain: () => Promise.resolve(own)});
    const ref = await flowRef();
    const without = {...ref, manifest: {...ref.manifest, flow: undefined}};
    const error = await core.open(without, {family: 'flow'}).catch((reason: unknown) => reason);
    expect(error).to.have.property('message').that.includes('flow: is missing');
    own.terminate();
  });
});
