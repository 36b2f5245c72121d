import {expect} from 'chai';
import type {Engine} from '../../../src/engine/engine.js';
import {createReferenceEngine} from '../../../src/engine/reference/reference-engine.js';
import {createWasmEngine} from '../../../src/engine/wasm/wasm-engine.js';
import type {FamilyContext, GanOps} from '../../../src/families/family.js';
import {gan} from '../../../src/families/gan.js';
import type {Batch, Graph} from '../../../src/format/graph.js';
import type {Manifest} from '../../../src/format/manifest.js';
import {readLayersModel} from '../../../src/format/read-layers-model.js';
import {CLASSES, LATENT, tinyGan} from '../client/tiny-gan.js';

const failure = (error: {code?: string; message: string}): string => `${error.code}: ${error.message}`;
const images = (count: number): Batch => ({
  data: Float32Array.from({length: count * 144}, (_, i) => (i % 17) / 17),
  shape: [count, 12, 12, 1],
});

async function open(engine: Engine, {conditional = false, change = {} as Partial<Manifest>} = {}): Promise<{ops: GanOps; asked: string[]}> {
  const {manifest, files, topologies} = await tinyGan({conditional});
  const asked: string[] = [];
  const graph = (role: string): Promise<Graph> => {
    asked.push(role);
    return Promise.resolve(readLayersModel(topologies[role], files[`${role}.bin`]!.buffer, `${role}.json`));
  };
  const context: FamilyContext = {
    graph,
    compute: {pick: () => Promise.resolve(engine), survives: () => Promise.resolve(false), fallbacks: []},
    url: (role = 'manifest') => `https://models.invalid/tiny-gan/${role}.json`,
    net: async (role) => engine.loadNet(await graph(role)),
    flow: () => Promise.reject(new Error('no flow')),
  };
  return {ops: await gan.open({...manifest, ...change}, context), asked};
}

describe('gan', () => {
  let reference: Engine;
  let wasm: Engine;

  before(async () => {
    reference = createReferenceEngine();
    wasm = (await createWasmEngine()).engine!;
  });

  it('draws the same pictures from the same seed on all engines', async () => {
    const [exact, fast] = await Promise.all([reference, wasm].map(async (engine) => (await open(engine)).ops.sample({count: 20, seed: 7})));
    expect(exact!.stats.backend).to.equal('reference');
    expect(fast!.stats.backend).to.equal('wasm');
    expect(exact!.x.shape).to.deep.equal([20, 12, 12, 1]);
    expect(fast!.z.data).to.deep.equal(exact!.z.data);
    for (const [i, value] of fast!.x.data.entries()) expect(value).to.be.closeTo(exact!.x.data[i]!, 2 / 255);
    // They are no grey sheets.
    expect(Math.max(...exact!.x.data) - Math.min(...exact!.x.data)).to.be.above(0.3);
  });

  it('generates what it has sampled, and begins with the same pictures however many are asked for', async () => {
    const {ops} = await open(wasm);
    const {z, x} = await ops.sample({count: 5, seed: 3});
    expect(z.shape).to.deep.equal([5, LATENT]);
    expect((await ops.generate({z})).x.data).to.deep.equal(x.data);
    const more = await ops.sample({count: 9, seed: 3});
    expect(more.z.data.subarray(0, 5 * LATENT)).to.deep.equal(z.data);
    expect((await ops.sample({count: 5, seed: 4})).z.data).to.not.deep.equal(z.data);
  });

  it('keeps every number of z within the truncation, which changes nothing where it is wide', async () => {
    const {ops} = await open(wasm);
    const draw = (truncation?: number) => ops.sample({count: 500, seed: 2, truncation});
    const [whole, wide, cut, narrow] = await Promise.all([draw(), draw(10), draw(1), draw(0.1)]);
    expect(wide.z.data).to.deep.equal(whole.z.data);
    expect(whole.z.data.some((value) => Math.abs(value) > 2)).to.equal(true);
    for (const [i, value] of whole.z.data.entries()) {
      expect(Math.abs(cut.z.data[i]!)).to.be.at.most(1);
      expect(Math.abs(narrow.z.data[i]!)).to.be.at.most(Math.fround(0.1));
      expect(Math.sign(cut.z.data[i]!)).to.equal(Math.sign(value));
    }
    const spread = ({x}: {x: Batch}): number => x.data.reduce((sum, value, i) => sum + Math.abs(value - x.data[i % 144]!), 0);
    expect(spread(narrow)).to.be.below(spread(cut));
    expect(spread(cut)).to.be.below(spread(whole));
  });

  it('scores pictures, and fetches the discriminator when it first does', async () => {
    const {ops, asked} = await open(wasm);
    await ops.sample({count: 2, seed: 1});
    expect(asked).to.deep.equal(['generator']);
    const {logit, stats} = await ops.score({x: images(3)});
    expect(asked).to.deep.equal(['generator', 'discriminator']);
    expect(logit).to.have.length(3);
    expect(stats.backend).to.equal('wasm');
    const exact = (await (await open(reference)).ops.score({x: images(3)})).logit;
    for (const [i, value] of logit.entries()) expect(value).to.be.closeTo(exact[i]!, 1e-4);
    expect(logit[0]).to.not.equal(logit[1]);
  });

  it('takes labels where the model is conditional, and only there', async () => {
    const {ops} = await open(wasm, {conditional: true});
    const z = {data: new Float32Array(2 * LATENT).fill(0.5), shape: [2, LATENT]};
    const {x} = await ops.generate({z, labels: [0, 3]});
    expect(x.data.subarray(0, 144)).to.not.deep.equal(x.data.subarray(144));
    const same = await ops.generate({z, labels: [3, 3]});
    expect(same.x.data.subarray(0, 144)).to.deep.equal(same.x.data.subarray(144));
    expect((await ops.sample({count: 2, seed: 1, labels: [1, 2]})).x.shape[0]).to.equal(2);
    const {logit} = await ops.score({x: {data: new Float32Array(288), shape: [2, 12, 12, 1]}, labels: [0, 1]});
    expect(logit[0]).to.not.equal(logit[1]);
    for (const labels of [undefined, [1], [1, CLASSES]]) {
      expect(await ops.generate({z, labels}).catch(failure), String(labels)).to.match(/^bad-data: labels/);
    }
    const mixed = (...rows: number[][]) => ({data: Float32Array.from(rows.flat()), shape: [rows.length, CLASSES]});
    expect((await ops.generate({z, labels: mixed([1, 0, 0, 0], [0, 0, 0, 1])})).x.data).to.deep.equal(x.data);
    const half = (await ops.generate({z, labels: mixed([0.5, 0, 0, 0.5], [0, 0, 0, 1])})).x.data;
    expect(half.subarray(0, 144)).to.not.deep.equal(x.data.subarray(0, 144));
    expect(half.subarray(144)).to.deep.equal(x.data.subarray(144));
    for (const labels of [mixed([1, 0, 0, 0]), {data: new Float32Array(6), shape: [2, 3]}, mixed([NaN, 0, 0, 0], [1, 0, 0, 0])]) {
      expect(await ops.generate({z, labels}).catch(failure), labels.shape.join()).to.match(/^bad-data: labels/);
    }
    const plain = (await open(wasm)).ops;
    expect(await plain.generate({z, labels: mixed([1, 0, 0, 0], [1, 0, 0, 0])}).catch(failure)).to.match(/^bad-data: labels/);
    expect(await plain.generate({z, labels: [0, 0]}).catch(failure)).to.match(/^bad-data: labels: tiny-gan is not a conditional model/);
    expect(await plain.score({x: images(1), labels: [0]}).catch(failure)).to.match(/^bad-data: labels/);
  });

  it('refuses what makes no sense, and says what a model lacks', async () => {
    const {ops} = await open(wasm);
    const bad: [string, Promise<unknown>][] = [
      ['z: expected the shape', ops.generate({z: {data: new Float32Array(2), shape: [1, 2]}})],
      ['x: expected the shape', ops.score({x: {data: new Float32Array(2), shape: [1, 2]}})],
      ['count', ops.sample({count: 0, seed: 1})],
      ['seed', ops.sample({count: 1, seed: -1})],
      ['truncation: expected a number above 0, got 0', ops.sample({count: 1, seed: 1, truncation: 0})],
      ['truncation', ops.sample({count: 1, seed: 1, truncation: NaN})],
    ];
    for (const [message, promise] of bad)
      expect(await promise.then(() => 'no error', failure)).to.satisfy((text: string) => text.startsWith(`bad-data: ${message}`), message);
    expect(await open(wasm, {change: {latent: undefined}}).catch(failure)).to.match(/^format: .*manifest\.json: latent: is missing/);
    const without = {nets: {discriminator: 'discriminator.json'}};
    expect(await open(wasm, {change: without}).catch(failure)).to.match(/^format: .*manifest\.json: nets\.generator: is missing/);
    const wide = await open(wasm, {change: {latent: {size: 7, prior: 'standard-normal'}}});
    expect(await wide.ops.sample({count: 1, seed: 1}).catch(failure)).to.match(
      /^format: .*generator\.json: inputs\[0\]: \[7\] was expected, \[6\] found/,
    );
  });
});
