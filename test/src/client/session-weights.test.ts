import {expect} from 'chai';
import {Core} from '../../../src/client/core.js';
import {startMainThreadHost, type HostHandle} from '../../../src/host/main-thread.js';
import {FakeHosts} from './fake-host.js';
import {BIAS, decodeByHand, latents, tinyRef, WEIGHTS} from './tiny-vae.js';

/** Weights of the decoder with `more` on every bias, as `decodeByHand` counts them. */
const biased = (more: number) => ({decoder: [Float32Array.from(WEIGHTS.flat()), Float32Array.from(BIAS, (bias) => bias + more)]});
const biasedByHand = (z: number[], more: number) => decodeByHand(z).map((p) => 1 / (1 + (1 / p - 1) * Math.exp(-more)));

describe("a session's own weights", () => {
  let host: HostHandle;
  let core: Core;
  const open = async (backend: 'wasm' | 'reference' = 'wasm') => core.open(await tinyRef(), {family: 'vae', backend});
  const close = (pixels: Float32Array, expected: number[]) => expected.forEach((value, k) => expect(pixels[k]).to.be.closeTo(value, 1e-5));

  beforeEach(() => {
    // So short that a batch of a small net takes several.
    host = startMainThreadHost(1);
    const fakes = new FakeHosts();
    fakes.workersAllowed = false;
    core = new Core({...fakes, startWorker: fakes.startWorker, startMain: () => Promise.resolve(host)});
  });
  afterEach(() => host.terminate());

  for (const backend of ['wasm', 'reference'] as const) {
    it(`are its own alone, before and after its nets are loaded, and can be put back: ${backend}`, async () => {
      const ref = await tinyRef();
      const [one, other] = await Promise.all([1, 2].map(() => core.open(ref, {family: 'vae', backend})));
      const z = [1, 2];
      const decode = async (session = one) => (await session!.ops.decode({z: latents(z)})).x.data;
      await one!.setWeights(biased(1));
      close(await decode(), biasedByHand(z, 1));
      await one!.setWeights(biased(-2));
      close(await decode(), biasedByHand(z, -2));
      close(await decode(other), decodeByHand(z));
      await one!.setWeights(null);
      close(await decode(), decodeByHand(z));
      const x = {data: new Float32Array(4), shape: [1, 2, 2, 1]};
      await one!.setWeights(biased(3));
      expect((await one!.ops.encode({x})).mean.data, 'a role that was left out').to.deep.equal((await other!.ops.encode({x})).mean.data);
    });
  }

  it('change between calls, never within one', async () => {
    const session = await open('reference');
    const count = 40_000;
    const z = {data: new Float32Array(2 * count), shape: [count, 2]};
    await session.setWeights(biased(-1));
    await session.ops.decode({z: latents([0, 0])});
    let slices = 0;
    const running = session.ops.decode({z}, {onProgress: () => slices++});
    const change = session.setWeights(biased(1));
    const after = session.ops.decode({z: latents([0, 0])});
    const {data} = (await running).x;
    expect(slices).to.be.above(1);
    const [first] = biasedByHand([0, 0], -1);
    for (let i = 0; i < data.length; i += 4) expect(Math.abs(data[i]! - first!)).to.be.below(1e-5);
    await change;
    close((await after).x.data, biasedByHand([0, 0], 1));
  });

  it('are refused by name where they are not those of its nets, and the old ones stay', async () => {
    const session = await open();
    await session.setWeights(biased(1));
    const codes = await Promise.all(
      [{decoder: [new Float32Array(8)]}, {decoder: [new Float32Array(8), new Float32Array(3)]}, {discriminator: []}].map((weights) =>
        session.setWeights(weights as never).catch(({code, message}: {code: string; message: string}) => `${code}: ${message}`),
      ),
    );
    expect(codes).to.deep.equal([
      'bad-data: 2 weights expected, found 1',
      'bad-data: weight pixels/bias must have 4 values, found 3',
      'bad-data: tiny-vae has no discriminator',
    ]);
    close((await session.ops.decode({z: latents([1, 2])})).x.data, biasedByHand([1, 2], 1));
    session.close();
    expect(await session.setWeights(biased(2)).catch(({name}: Error) => name)).to.equal('AbortError');
  });
});
