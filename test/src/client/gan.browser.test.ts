import {expect} from 'chai';
import {inFrame} from './frame.js';

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

  it('fetches the discriminator when a score is first asked for', async () => {
    const {bytes} = await draw('wasm');
    expect(bytes[0]).to.be.above(0);
    expect(bytes[1]).to.be.above(bytes[0]);
  });
}).timeout(60_000);
