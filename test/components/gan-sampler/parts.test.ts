import {expect} from 'chai';
import {combine} from '../../../components/gan-sampler/arithmetic.js';
import {between, codeOf, inputsOf, near, type Code} from '../../../components/gan-sampler/code.js';
import {SEARCH_STEPS, Search} from '../../../components/gan-sampler/search.js';
import {nearestImages} from '../../../components/gan-sampler/training-images.js';
import type {InvertStep, Session} from '../../../src/client/session.js';
import {Random} from '../../../src/data/random.js';
import {GenerativeError} from '../../../src/format/errors.js';
import type {Manifest} from '../../../src/format/manifest.js';

const SHAPE = {latent: 3, classes: 2};
const a = codeOf([1, 2, 2], 0, SHAPE);
const b = codeOf([0, 3, 0], 0, SHAPE);
const c = codeOf([0, 0, 3], 1, SHAPE);
const close = (found: Code, wanted: Code) => found.forEach((value, i) => expect(value, String(i)).to.be.closeTo(wanted[i]!, 1e-6));

describe('codes of a generator', () => {
  it('are a latent and, where there are some, a class', () => {
    expect(a).to.deep.equal([1, 2, 2, 1, 0]);
    expect(codeOf([1, 2, 2], undefined, {latent: 3, classes: 0})).to.deep.equal([1, 2, 2]);
    const {z, labels} = inputsOf([a, c], SHAPE);
    expect([...z.data]).to.deep.equal([1, 2, 2, 0, 0, 3]);
    expect([...labels!.data]).to.deep.equal([1, 0, 0, 1]);
    expect(inputsOf([[1, 2, 3]], {latent: 3, classes: 0})).to.not.have.property('labels');
  });

  it('lie on a way between two that keeps its ends and mixes classes', () => {
    close(between(a, c, 0, SHAPE), a);
    close(between(a, c, 1, SHAPE), c);
    const middle = between(a, c, 0.5, SHAPE);
    expect(Math.hypot(...middle.slice(0, 3))).to.be.closeTo(3, 1e-6);
    expect(middle.slice(3)).to.deep.equal([0.5, 0.5]);
  });

  it('vary in their latents alone', () => {
    const other = near(a, 0.5, new Random(1), SHAPE);
    expect(other.slice(3)).to.deep.equal(a.slice(3));
    expect(other.slice(0, 3)).to.not.deep.equal(a.slice(0, 3));
  });
});

describe('a − b + c', () => {
  it('is a where b and c are the same, and c where a and b are', () => {
    close(combine([a, b, b], SHAPE), a);
    close(combine([b, b, c], SHAPE), c);
    close(combine([a, c, c], SHAPE), a);
  });

  it('has a usual length, and classes that add up', () => {
    const sum = combine([a, b, c], SHAPE);
    expect(Math.hypot(...sum.slice(0, 3))).to.be.closeTo(3, 1e-6);
    close(sum.slice(3), [0, 1]);
    // One class less than none is none.
    close(combine([a, c, a], SHAPE).slice(3), [1, 0]);
    expect(combine([a, a, codeOf([0, 0, 0], 0, SHAPE)], SHAPE).slice(0, 3)).to.deep.equal([0, 0, 0]);
  });
});

describe('nearest training images', () => {
  it('come in the order of their distance, root mean square of 255', () => {
    const pictures = {data: Float32Array.of(1, 1, 0, 0, 0.5, 0.5, 0, 0.2), shape: [1, 2, 1], range: [0, 1] as const};
    const picture = {data: Float32Array.of(9, 9, 0, 0), shape: [1, 2, 1], range: [0, 1] as const};
    const found = nearestImages({pictures, labels: [0, 1, 2, 3], of: 10}, picture, 1, 3);
    expect(found.map(({index}) => index)).to.deep.equal([1, 3, 2]);
    expect(found.map(({distance}) => Math.round(distance))).to.deep.equal([0, 36, 128]);
  });
});

describe('a search for the latent of a picture', () => {
  const x = {data: Float32Array.of(0.5), shape: [1, 1, 1, 1]};
  const step = (at: number, losses: number[]): InvertStep => ({
    step: at,
    steps: SEARCH_STEPS,
    z: {data: Float32Array.from(losses, (_, i) => 10 * at + i), shape: [losses.length, 1]},
    losses: Float32Array.from(losses),
    labels: losses.map((_, i) => i),
  });
  const manifest = {
    data: {shape: [1, 1, 1], range: [0, 1]},
    latent: {size: 1, prior: 'standard-normal'},
    condition: {kind: 'one-hot', size: 2},
  } as unknown as Manifest;
  /** A session whose searches give these steps, or end with an error. */
  function searching(steps: () => AsyncIterable<InvertStep>) {
    const reported: unknown[] = [];
    const session = {
      manifest,
      invert: steps,
      // A picture is its latent.
      ops: {generate: ({z}: {z: {data: Float32Array}}) => Promise.resolve({x: {data: z.data, shape: [z.data.length, 1, 1, 1]}})},
    } as unknown as Session<'gan'>;
    const search = new Search({
      session: () => session,
      base: () => undefined,
      changed: () => {},
      report: (error) => reported.push(error),
      mended: () => {},
    });
    search.leave(session);
    return {search, session, reported};
  }

  it('shows the way of the beginning that wins, from its first report', async () => {
    const {search} = searching(async function* () {
      yield step(0, [0.1, 0.2]);
      yield step(200, [0.05, 0.04]);
      yield await Promise.resolve(step(SEARCH_STEPS, [0.03, 0.001]));
    });
    await search.start(x, 7, undefined);
    expect(search.isRunning).to.equal(false);
    expect(search.best).to.equal(1);
    expect([0, 1, 2].map((at) => search.code(at))).to.deep.equal([
      [1, 0, 1],
      [2001, 0, 1],
      [4001, 0, 1],
    ]);
    expect(search.stops).to.deep.equal([0, 1, 2]);
    expect([...search.way!.data]).to.deep.equal([1, 2001, 4001]);
    expect([...search.picture!.data]).to.deep.equal([4001]);
    search.moveTo(0);
    await new Promise((resolve) => setTimeout(resolve));
    expect([...search.picture!.data]).to.deep.equal([1]);
    expect(search.loss(search.shown)).to.be.closeTo(0.2, 1e-6);
  });

  it('keeps the first report and the last of many', async () => {
    const {search} = searching(async function* () {
      for (let at = 0; at <= SEARCH_STEPS; at++) yield await Promise.resolve(step(at, [1 / (1 + at)]));
    });
    await search.start(x, 7, undefined);
    expect(search.reports.length).to.be.within(64, 128);
    expect([search.reports[0]!.step, search.reports.at(-1)!.step]).to.deep.equal([0, SEARCH_STEPS]);
    expect(search.stops).to.have.length(9);
  });

  it('says that it needs a worker, reports what else fails, and forgets when its model is closed', async () => {
    const failing = (error: Error) =>
      // eslint-disable-next-line require-yield
      searching(async function* () {
        await Promise.reject(error);
      });
    const refused = failing(new GenerativeError('no-worker', 'x'));
    await refused.search.start(x, 7, undefined);
    expect([refused.search.needsWorker, refused.reported.length, refused.search.isRunning]).to.deep.equal([true, 0, false]);
    const broken = failing(new GenerativeError('network', 'x'));
    await broken.search.start(x, 7, undefined);
    expect([broken.search.needsWorker, broken.reported.length]).to.deep.equal([false, 1]);
    broken.search.leave({...broken.session});
    expect(broken.search.target).to.equal(undefined);
  });
});
