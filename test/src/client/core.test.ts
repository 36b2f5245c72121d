import {expect} from 'chai';
import {Core, IDLE_MILLISECONDS, type CoreParts} from '../../../src/client/core.js';
import type {Progress} from '../../../src/client/session.js';
import {startMainThreadHost, type HostHandle} from '../../../src/host/main-thread.js';
import {FakeHosts, settled} from './fake-host.js';
import {decodeByHand, encodeByHand, latents, shippedRef, tinyRef, tinyVae} from './tiny-vae.js';

function coreParts(fakes: FakeHosts): CoreParts {
  return {...fakes.parts(), trainers: fakes.trainers};
}

/** A core over the real host on this thread. */
class Started {
  readonly hosts: HostHandle[] = [];
  readonly fakes = new FakeHosts();
  terminated = 0;
  readonly core: Core;

  constructor() {
    this.fakes.workersAllowed = false;
    const startMain = (): Promise<HostHandle> => {
      const handle = startMainThreadHost();
      const terminate = handle.terminate;
      handle.terminate = () => {
        this.terminated++;
        terminate();
      };
      this.hosts.push(handle);
      return Promise.resolve(handle);
    };
    this.core = new Core({...coreParts(this.fakes), startMain});
  }

  end(): void {
    this.hosts.forEach((handle) => handle.terminate());
  }
}

const codeOf = (error: {code?: unknown; name: string}): unknown => (error.name === 'AbortError' ? error.name : error.code);

describe('Core', () => {
  let started: Started;
  beforeEach(() => (started = new Started()));
  afterEach(() => started.end());

  it('opens a model, computes, and keeps count', async () => {
    const session = await started.core.open(await tinyRef(), {family: 'vae', backend: 'reference'});
    expect(session.manifest.id).to.equal('tiny-vae');
    expect(session.stats).to.deep.include({backend: 'reference', fallbacks: [], host: 'main', verified: true, bytes: 0, last: undefined});
    const {x, stats} = await session.ops.decode({z: latents([1, 2], [0, 0])});
    expect(x.shape).to.deep.equal([2, 2, 2, 1]);
    [...decodeByHand([1, 2]), ...decodeByHand([0, 0])].forEach((value, i) => expect(x.data[i]).to.be.closeTo(value, 1e-5));
    expect(session.stats.last).to.equal(stats);
    expect(session.stats.bytes).to.be.greaterThan(48);
    const image = [1, 0.5, 0.25, 0.125];
    const {mean, logVariance} = await session.ops.encode({x: {data: Float32Array.from(image), shape: [1, 2, 2, 1]}});
    encodeByHand(image).mean.forEach((value, i) => expect(mean.data[i]).to.be.closeTo(value, 1e-6));
    encodeByHand(image).logVariance.forEach((value, i) => expect(logVariance!.data[i]).to.be.closeTo(value, 1e-6));
  });

  it('lets only the latest of a channel run, and every call without one', async () => {
    const {ops} = await started.core.open(await tinyRef(), {family: 'vae'});
    const z = latents([0, 0]);
    const drag = [1, 2, 3, 4].map(() => ops.decode({z}, {channel: 'pointer'}).then(() => 'done', codeOf));
    const plain = [1, 2, 3].map(() => ops.decode({z}).then(() => 'done', codeOf));
    expect(await Promise.all(drag)).to.deep.equal(['done', 'AbortError', 'AbortError', 'done']);
    expect(await Promise.all(plain)).to.deep.equal(['done', 'done', 'done']);
  });

  it('never lets one session push out the calls of another', async () => {
    const ref = await tinyRef();
    const sessions = await Promise.all([1, 2, 3].map(() => started.core.open(ref, {family: 'vae'})));
    const calls = sessions.map(({ops}) => ops.decode({z: latents([0, 0])}, {channel: 'pointer'}).then(() => 'done', codeOf));
    expect(await Promise.all(calls)).to.deep.equal(['done', 'done', 'done']);
  });

  it('fetches a file once for the page, and anew after a failure', async () => {
    const tiny = await tinyVae();
    const ref = await tinyRef();
    const points = ref.urls['points.json']!;
    URL.revokeObjectURL(points);
    const sessions = await Promise.all([1, 2].map(() => started.core.open(ref, {family: 'vae'})));
    expect(await sessions[0]!.file('points.json').catch(codeOf)).to.equal('network');
    const fetch = globalThis.fetch;
    const asked: unknown[] = [];
    globalThis.fetch = (url) => {
      asked.push(url);
      return Promise.resolve(new Response(tiny.files['points.json']));
    };
    try {
      const [a, b] = await Promise.all(sessions.map((session) => session.file('points.json')));
      expect(new Uint8Array(a!)).to.deep.equal(tiny.files['points.json']);
      expect(b).to.equal(a);
      expect(asked).to.deep.equal([points]);
      sessions.forEach((session) => session.close());
      const again = await started.core.open({...ref, primed: {}}, {family: 'vae'});
      await again.file('points.json');
      expect(asked, 'what nobody uses is not kept').to.deep.equal([points, points]);
    } finally {
      globalThis.fetch = fetch;
    }
  });

  it('uses a download that the page started, and survives one that failed', async () => {
    const tiny = await tinyVae();
    const ref = await tinyRef();
    URL.revokeObjectURL(ref.urls['decoder.bin']!);
    const primed = {
      'decoder.bin': Promise.resolve(tiny.files['decoder.bin']!.buffer),
      'decoder.json': Promise.reject<ArrayBuffer>(new TypeError('Failed to fetch')),
    };
    const {ops} = await started.core.open({...ref, primed}, {family: 'vae'});
    const {x} = await ops.decode({z: latents([1, 2])});
    expect(x.data[0]).to.be.closeTo(decodeByHand([1, 2])[0]!, 1e-5);
  });

  it('reports progress to every session of the model', async () => {
    const ref = await tinyRef();
    const seen: Progress[][] = [[], []];
    const sessions = await Promise.all(
      seen.map((log) => started.core.open(ref, {family: 'vae', onProgress: (progress) => log.push(progress)})),
    );
    await sessions[0]!.ops.decode({z: latents([0, 0])});
    for (const log of seen) {
      const {loaded, total} = log.at(-1)!;
      expect(loaded).to.equal(total).and.to.be.greaterThan(0);
    }
  });

  it('rejects what was asked of a session that is closed', async () => {
    const session = await started.core.open(await tinyRef(), {family: 'vae'});
    const inFlight = session.ops.decode({z: latents([0, 0])}).catch(codeOf);
    session.close();
    expect(await inFlight).to.equal('AbortError');
    expect(await session.ops.decode({z: latents([0, 0])}).catch(codeOf)).to.equal('AbortError');
    expect(await session.file('points.json').catch(codeOf)).to.equal('AbortError');
    session.close();
  });

  it('stops opening when the signal aborts, before and after it has begun', async () => {
    const ref = await tinyRef();
    expect(await started.core.open(ref, {family: 'vae', signal: AbortSignal.abort()}).catch(codeOf)).to.equal('AbortError');
    expect(started.hosts).to.have.length(0);
    const abort = new AbortController();
    const opening = started.core.open(ref, {family: 'vae', signal: abort.signal}).catch(codeOf);
    abort.abort();
    expect(await opening).to.equal('AbortError');
    started.fakes.clock.pass(IDLE_MILLISECONDS);
    expect(started.fakes.clock.waiting).to.equal(0);
  });

  it('ends the host a minute after the last session, and starts it again for the next', async () => {
    const ref = await tinyRef();
    const first = await started.core.open(ref, {family: 'vae'});
    const second = await started.core.open(ref, {family: 'vae'});
    first.close();
    started.fakes.clock.pass(2 * IDLE_MILLISECONDS);
    expect(started.terminated, 'one session is still open').to.equal(0);
    second.close();
    second.close();
    started.fakes.clock.pass(IDLE_MILLISECONDS - 1);
    const third = await started.core.open(ref, {family: 'vae'});
    started.fakes.clock.pass(2 * IDLE_MILLISECONDS);
    expect(started.terminated, 'a new session came in time').to.equal(0);
    third.close();
    started.fakes.clock.pass(IDLE_MILLISECONDS);
    expect(started.terminated).to.equal(1);
    expect(await third.ops.decode({z: latents([0, 0])}).catch(codeOf)).to.equal('AbortError');
    const {ops} = await started.core.open(ref, {family: 'vae'});
    expect((await ops.decode({z: latents([0, 0])})).x.data).to.have.length(4);
    expect(started.hosts).to.have.length(2);
  });

  it('says what is wrong by its code, and opens the same model when asked again', async () => {
    const ref = await tinyRef();
    const good = ref.urls['manifest.json']!;
    const bare = {base: ref.base, urls: {...ref.urls, 'manifest.json': 'data:text/html,<!doctype html><p>Not here'}};
    expect(await started.core.open(bare, {family: 'vae'}).catch(codeOf)).to.equal('format');
    const session = await started.core.open({...bare, urls: {...ref.urls, 'manifest.json': good}}, {family: 'vae'});
    const refused = await session.ops.decode({z: {data: new Float32Array(3), shape: [1, 3]}}).catch((error: Error) => error);
    expect(refused).to.include({code: 'bad-data', message: 'z: expected the shape [batch, 2], got [1, 3]'});
    expect((await session.ops.decode({z: latents([0, 0])})).x.data).to.have.length(4);
  });

  it('finds the folder by the files that have a place, and ends the host of nobody for a base that is no URL', async () => {
    const {urls, manifest} = await tinyRef();
    const asked: unknown[] = [];
    const fetch = globalThis.fetch;
    globalThis.fetch = (url) => {
      asked.push(url);
      return Promise.resolve(new Response(null, {status: 404}));
    };
    try {
      const placed = {manifest, urls: {'decoder.json': urls['decoder.json']!, 'a.png': 'https://models.invalid/folder/a.png?v=1'}};
      const {ops} = await started.core.open(placed, {family: 'vae'});
      expect(await ops.decode({z: latents([0, 0])}).catch(codeOf)).to.equal('not-found');
      expect(asked).to.include('https://models.invalid/folder/decoder.bin');
    } finally {
      globalThis.fetch = fetch;
    }
    const fakes = new FakeHosts();
    const refused = await new Core(coreParts(fakes)).open({base: 'https://['}, {family: 'vae'}).catch((error: Error) => error.name);
    expect(refused).to.equal('TypeError');
    expect(fakes.workers).to.have.length(0);
  });

  it('starts the worker with the parts that it will need: the family, the engine that was asked for, readers of foreign models', async () => {
    const [foreign, shipped] = [await tinyRef(), await shippedRef()];
    const cases = [
      [shipped, 'auto', 'vae'],
      [shipped, 'webgpu', 'vae,webgpu-engine'],
      [shipped, 'reference', 'vae,reference-engine'],
      [foreign, 'auto', 'vae,foreign-model'],
      [{base: foreign.base}, 'auto', 'vae,foreign-model'],
    ] as const;
    for (const [ref, backend, parts] of cases) {
      const fakes = new FakeHosts();
      void new Core(coreParts(fakes)).open(ref, {family: 'vae', backend});
      await settled();
      expect(fakes.sources).to.deep.equal([parts]);
    }
  });

  it('starts a new host after one was lost', async () => {
    const fakes = new FakeHosts();
    const core = new Core(coreParts(fakes));
    fakes.workersAllowed = fakes.mainAllowed = false;
    const ref = await tinyRef();
    expect(await core.open(ref, {family: 'vae'}).catch(codeOf)).to.equal('worker-lost');
    fakes.workersAllowed = true;
    const opening = core.open(ref, {family: 'vae'});
    await settled();
    const [worker] = fakes.workers;
    worker!.say({
      type: 'result',
      id: worker!.last('open'),
      value: ref.manifest,
      info: {backend: 'wasm', fallbacks: [], verified: true, bytes: 0},
    });
    expect((await opening).stats).to.include({backend: 'wasm', host: 'worker'});
  });
});
