import {expect} from 'chai';
import {HANDSHAKE_MILLISECONDS, PING_MILLISECONDS} from '../../../src/client/connection.js';
import type {SessionStats} from '../../../src/client/session.js';
import {inFrame} from './frame.js';
import {decodeByHand} from './tiny-vae.js';

type Opened = {pixels: number[]; stats: SessionStats; workers: string[]; warnings: string[]};

/** Counts workers and warnings of the frame. */
const WATCH = `
  globalThis.workers = []; globalThis.started = [];
  globalThis.Worker = class extends Worker {
    constructor(url, options) { super(url, options); workers.push(String(url)); started.push(this); }
  };
  globalThis.warnings = []; console.warn = (message) => warnings.push(message);
`;
const OPEN = `
  const session = await openModel(await tinyRef(), {family: 'vae', ...globalThis.options});
  const decode = async (z) => [...(await session.ops.decode({z: latents(z)})).x.data];
`;
const DECODE = `${OPEN} return {pixels: await decode([0.5, -1]), stats: session.stats, workers, warnings};`;
/** A page where time-outs of a length run that many times as fast. The other ones keep their time, as a busy machine starts workers slowly. */
const fastClock = (milliseconds: number, factor: number): string => `
  const {Core, browserParts} = await from('/src/client/core.ts');
  const setTimeout = (f, ms) => globalThis.setTimeout(f, ms === ${milliseconds} ? ms / ${factor} : ms);
  const clock = {setTimeout, clearTimeout: (timer) => clearTimeout(timer)};
  globalThis[Symbol.for('generative-elements/core@1')] = new Core({...browserParts, clock});
`;

function expectPixels(pixels: number[], z = [0.5, -1]): void {
  decodeByHand(z).forEach((value, k) => expect(pixels[k]).to.be.closeTo(value, 1e-5));
}

describe('openModel in a page', () => {
  it('computes in one worker, started from a blob', async () => {
    const {pixels, stats, workers} = await inFrame<Opened>(DECODE, {before: WATCH});
    expectPixels(pixels);
    expect(stats).to.include({host: 'worker', verified: true});
    expect(workers).to.have.length(1);
    expect(workers[0]).to.match(/^blob:/);
  });

  it('shares the worker among sessions and models', async () => {
    const body = `${OPEN} const more = await Promise.all([1, 2, 3].map(async () => openModel(await tinyRef(), {family: 'vae'})));
      await Promise.all(more.map(({ops}) => ops.decode({z: latents([0, 0])})));
      return {pixels: await decode([0.5, -1]), stats: session.stats, workers, warnings};`;
    const {pixels, workers} = await inFrame<Opened>(body, {before: WATCH});
    expectPixels(pixels);
    expect(workers).to.have.length(1);
  });

  it('shares the worker with a second copy of the library', async () => {
    const body = `${OPEN} await decode([0, 0]);
      const copy = await from('/src/client/shared-core.ts?copy=2');
      const other = await copy.sharedCore().open(await tinyRef(), {family: 'vae'});
      const {x} = await other.ops.decode({z: latents([0.5, -1])});
      return {pixels: [...x.data], stats: other.stats, workers, warnings};`;
    const {pixels, workers, warnings} = await inFrame<Opened>(body, {before: WATCH});
    expectPixels(pixels);
    expect(workers).to.have.length(1);
    expect(warnings).to.deep.equal([]);
  });

  it('runs a core of its own beside a copy that it does not fit, and says so once', async () => {
    const before = `${WATCH} globalThis[Symbol.for('generative-elements/core@1')] = {api: -1};`;
    const {pixels, workers, warnings} = await inFrame<Opened>(
      `${OPEN} await openModel(await tinyRef(), {family: 'vae'}); ${DECODE.slice(OPEN.length)}`,
      {before},
    );
    expectPixels(pixels);
    expect(workers).to.have.length(1);
    expect(warnings).to.have.length(1);
    expect(warnings[0]).to.contain('two versions');
  });

  for (const [csp, count] of [
    ['', 1],
    ["script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'; worker-src blob:", 2],
  ] as const) {
    it(`gives a small worker what a foreign model needs, ${count === 1 ? 'while it runs' : 'in its successor where the policy refuses scripts'}`, async () => {
      const body = `
        const shipped = await openModel(await shippedRef(), {family: 'vae'});
        const pixels = async ({ops}) => [...(await ops.decode({z: latents([0.5, -1])})).x.data];
        const before = await pixels(shipped);
        const started = workers.length;
        const foreign = await openModel(await tinyRef(), {family: 'vae'});
        const foreignPixels = await pixels(foreign);
        return {before, started, foreign: foreignPixels, after: await pixels(shipped), count: workers.length, host: shipped.stats.host};`;
      type Grown = {before: number[]; started: number; foreign: number[]; after: number[]; count: number; host: string};
      const {before, started, foreign, after, count: found, host} = await inFrame<Grown>(body, {before: WATCH, csp});
      [before, foreign, after].forEach((pixels) => expectPixels(pixels));
      expect([started, found]).to.deep.equal([1, count]);
      expect(host).to.equal('worker');
    });
  }

  it('starts the worker from a URL of the page where it is told to', async () => {
    const body = `
      const {WORKER_SOURCE} = await from('/src/client/worker.generated.ts');
      const {partsScript} = await from('/src/client/worker-parts.ts');
      const workerSrc = URL.createObjectURL(new Blob([WORKER_SOURCE, await partsScript(['vae', 'foreign-model'])]));
      globalThis.options = {workerSrc};
      ${OPEN} return {pixels: await decode([0.5, -1]), stats: session.stats, workers, warnings: [workerSrc]};`;
    const {pixels, stats, workers, warnings} = await inFrame<Opened>(body, {before: WATCH});
    expectPixels(pixels);
    expect(stats.host).to.equal('worker');
    expect(workers).to.deep.equal(warnings);
  });

  const policies: [csp: string, host: 'worker' | 'main', backend: 'wasm' | 'reference'][] = [
    ['worker-src blob:', 'worker', 'wasm'],
    ["worker-src 'self'", 'main', 'wasm'],
    ["worker-src 'none'", 'main', 'wasm'],
    ["script-src 'self' 'unsafe-inline'", 'main', 'reference'],
    ["script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'", 'main', 'wasm'],
    ["script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'; worker-src blob:", 'worker', 'wasm'],
    ["script-src 'self' 'unsafe-inline'; worker-src blob:", 'worker', 'reference'],
    ["require-trusted-types-for 'script'", 'worker', 'wasm'],
    ["require-trusted-types-for 'script'; trusted-types generative-elements", 'worker', 'wasm'],
    ["require-trusted-types-for 'script'; trusted-types lit-html", 'worker', 'wasm'],
    ["require-trusted-types-for 'script'; trusted-types other", 'main', 'wasm'],
    ['trusted-types other', 'worker', 'wasm'],
  ];
  for (const [csp, host, backend] of policies) {
    it(`computes by ${backend} in the ${host === 'main' ? 'page' : 'worker'} under the policy "${csp}"`, async () => {
      const {pixels, stats} = await inFrame<Opened>(DECODE, {csp, before: 'globalThis.workers = globalThis.warnings = []'});
      expectPixels(pixels);
      expect(stats).to.include({host, backend});
      expect(stats.fallbacks.map((fallback) => fallback.backend)).to.deep.equal(backend === 'wasm' ? [] : ['wasm']);
    });
  }

  it('computes in plain TypeScript where that is asked for, in a worker that has it', async () => {
    const body = `globalThis.options = {backend: 'reference'}; ${DECODE}`;
    const {pixels, stats, workers} = await inFrame<Opened>(body, {before: WATCH});
    expectPixels(pixels);
    expect(stats).to.include({host: 'worker', backend: 'reference'});
    expect(stats.fallbacks).to.deep.equal([]);
    expect(workers).to.have.length(1);
  });

  it('computes in the page where the constructor of workers throws', async () => {
    const before = `${WATCH} globalThis.Worker = class { constructor() { throw new DOMException('no', 'SecurityError'); } };`;
    const {pixels, stats} = await inFrame<Opened>(DECODE, {before});
    expectPixels(pixels);
    expect(stats.host).to.equal('main');
  });

  it('computes in the page when the worker stays silent', async () => {
    const body = `${fastClock(HANDSHAKE_MILLISECONDS, 50)} globalThis.options = {workerSrc: URL.createObjectURL(new Blob(['']))}; ${DECODE}`;
    const {pixels, stats, workers} = await inFrame<Opened>(body, {before: WATCH});
    expectPixels(pixels);
    expect(stats.host).to.equal('main');
    expect(workers).to.have.length(1);
  });

  it('starts a killed worker again, with its sessions and the request in flight', async () => {
    const body = `${fastClock(PING_MILLISECONDS, 10)} ${OPEN} await decode([0, 0]);
      started[0].terminate();
      return {pixels: await decode([0.5, -1]), stats: session.stats, workers, warnings};`;
    const {pixels, stats, workers} = await inFrame<Opened>(body, {before: WATCH});
    expectPixels(pixels);
    expect(stats.host).to.equal('worker');
    expect(workers).to.have.length(2);
  });

  it('gives up a worker that dies twice, and starts anew with the next session', async () => {
    const body = `${OPEN} await decode([0, 0]);
      started[0].dispatchEvent(new ErrorEvent('error'));
      await decode([0, 0]);
      const failing = decode([0, 0]).catch((error) => error.code);
      started[1].dispatchEvent(new ErrorEvent('error'));
      const code = await failing;
      const after = await decode([0, 0]).catch((error) => error.code);
      const lost = (await session.lost).code;
      const again = await openModel(await tinyRef(), {family: 'vae'});
      const {x} = await again.ops.decode({z: latents([0.5, -1])});
      return {pixels: [...x.data], stats: again.stats, workers, warnings: [code, after, lost]};`;
    const {pixels, stats, workers, warnings} = await inFrame<Opened>(body, {before: WATCH});
    expect(warnings).to.deep.equal(['worker-lost', 'worker-lost', 'worker-lost']);
    expectPixels(pixels);
    expect(stats.host).to.equal('worker');
    expect(workers).to.have.length(3);
  });
});
