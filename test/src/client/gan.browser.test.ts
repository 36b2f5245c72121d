import {expect} from 'chai';
import {inFrame} from './frame.js';

const SHIPPED = ['gan-fashion', 'gan-fashion-conditional', 'gan-faces'];

type Drawn = {pixels: number[]; backend: string; host: string; logit: number[]; bytes: [number, number]};

/** Samples by one backend, in a page whose script brought the parts of a GAN along. */
function draw(backend: string): Promise<Drawn> {
  return inFrame<Drawn>(`
    const {ganRef} = await from('/test/src/client/tiny-gan.ts');
    const {provideGanParts} = await from('/src/client/gan-parts.ts');
    provideGanParts();
    const ref = await ganRef();
    const session = await openModel(ref, {family: 'gan', backend: '${backend}'});
    const {x, stats} = await session.ops.sample({count: 16, seed: 7, truncation: 1.5});
    const bytes = session.stats.bytes;
    const {logit} = await session.ops.score({x});
    return {pixels: [...x.data], backend: stats.backend, host: session.stats.host, logit: [...logit], bytes: [bytes, session.stats.bytes]};
  `);
}

type Sheet = {pixels: number[]; backend: string; submits: number; again: number};

/** A sheet of a shipped generator by one backend, in a page of its own. */
function sheetOf(id: string, backend: string): Promise<Sheet> {
  return inFrame<Sheet>(`
    const {model} = await from('/pretrained/${id}.generated.ts');
    const {manifest} = model;
    const session = await openModel(model, {family: 'gan', backend: '${backend}'});
    const wanted = {count: 64, seed: 7};
    if (manifest.condition) wanted.labels = Array.from({length: 64}, (_, i) => i % manifest.condition.size);
    const {x, stats} = await session.ops.sample(wanted);
    const again = (await session.ops.sample({...wanted, seed: 8})).stats.submits;
    session.close();
    return {pixels: [...x.data], backend: stats.backend, submits: stats.submits, again};
  `);
}

describe('a GAN in a page', () => {
  it('draws the same pictures from the same seed on WebGPU, on wasm and in plain TypeScript', async () => {
    const [exact, wasm, webgpu] = [await draw('reference'), await draw('wasm'), await draw('webgpu')];
    expect([exact, wasm, webgpu].map(({backend}) => backend)).to.deep.equal(['reference', 'wasm', 'webgpu']);
    expect([exact, wasm, webgpu].map(({host}) => host)).to.deep.equal(['worker', 'worker', 'worker']);
    for (const other of [wasm, webgpu]) {
      for (const [i, value] of other.pixels.entries()) expect(value).to.be.closeTo(exact.pixels[i]!, 2 / 255);
      for (const [i, value] of other.logit.entries()) expect(value).to.be.closeTo(exact.logit[i]!, 1e-3);
    }
  });

  for (const id of SHIPPED)
    it(`draws 64 samples of ${id} in one submit on WebGPU, the same as on wasm and in plain TypeScript`, async () => {
      const [exact, wasm, webgpu] = [await sheetOf(id, 'reference'), await sheetOf(id, 'wasm'), await sheetOf(id, 'webgpu')];
      expect([exact, wasm, webgpu].map(({backend}) => backend)).to.deep.equal(['reference', 'wasm', 'webgpu']);
      expect([webgpu.submits, webgpu.again]).to.deep.equal([1, 1]);
      const off = (other: Sheet) => other.pixels.reduce((most, value, i) => Math.max(most, Math.abs(value - exact.pixels[i]!)), 0);
      expect(exact.pixels.length % 64).to.equal(0);
      expect(off(wasm)).to.be.below(2 / 255);
      expect(off(webgpu)).to.be.below(2 / 255);
      // They are no grey sheets.
      expect(new Set(exact.pixels).size).to.be.above(1000);
    });

  it('fetches the discriminator when a score is first asked for', async () => {
    const {bytes} = await draw('wasm');
    expect(bytes[0]).to.be.above(0);
    expect(bytes[1]).to.be.above(bytes[0]);
  });
}).timeout(120_000);
