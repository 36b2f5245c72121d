import {expect} from 'chai';
import {principalDirections} from '../../../pretrained/tools/directions.js';
import {initialGraphs} from '../../../pretrained/tools/graphs.js';
import {type Recipe, net} from '../../../pretrained/tools/recipe.js';
import {startingPoint} from '../../../pretrained/tools/starting-point.js';
import {VaeNets} from '../../../pretrained/tools/vae-nets.js';
import {startWasmBackend} from '../../../pretrained/tools/wasm-backend.js';

/** One pixel in, mean = `read`·pixel; three latents to four pixels by `write`. */
function linear(latent: number, read: number[], write: number[]) {
  const nets: Recipe['nets'] = {
    encoder: net('encoder', (t) => {
      const x = t.flatten(t.input('image', [1, 1, 1]));
      return [t.dense(x, latent, {name: 'mean'}), t.dense(x, latent, {name: 'logVariance'})];
    }),
    decoder: net('decoder', (t) => [t.reshape(t.dense(t.input('z', [latent]), write.length / latent), [1, 1, write.length / latent])]),
  };
  const graphs = initialGraphs({seed: 1, nets} as unknown as Recipe);
  graphs.encoder!.weights.find(({name}) => name === 'mean/kernel')!.data.set(read);
  graphs.decoder!.weights.find(({name}) => name.endsWith('kernel'))!.data.set(write);
  return new VaeNets(graphs);
}

describe('choices in a latent space', () => {
  before(startWasmBackend);

  it('directions come in the order of how much the picture changes', () => {
    // The picture moves most along (0.6, 0, 0.8), then along the second axis, and not at all along (0.8, 0, −0.6).
    const nets = linear(3, [1, 1, 1], [0, 1.8, 0, 0, 1, 0, 0, 0, 0, 2.4, 0, 0]);
    const [first, second] = principalDirections(nets, 2) as [number[], number[]];
    for (const [i, expected] of [0.6, 0, 0.8].entries()) expect(first[i]).to.be.closeTo(expected, 1e-4);
    for (const [i, expected] of [0, 1, 0].entries()) expect(second[i]).to.be.closeTo(expected, 1e-4);
    nets.dispose();
  });

  it('the start is the best picture of its class that is near the middle and away from names', () => {
    // z = (4x, 0), and the picture is z₁/4 with an error that grows with x: dark images are best.
    const nets = linear(2, [4, 0], [0.2, 0]);
    const images = Uint8Array.from([0, 10, 40, 90, 30, 60, 255]);
    const labels = Uint8Array.from([1, 0, 0, 0, 1, 1, 1]);
    const examples = {images, labels, shape: [1, 1, 1], count: 7};
    // Middles: 4·40/255 = 0.63 (class 0), 4·60/255 = 0.94 (class 1). Of class 1, 0 is 0.63 from the first; 30 and 60 are too near; 255 is beyond 2.
    expect(startingPoint(nets, examples, 1)).to.deep.equal([0, 0]);
    // Of class 0, 10 is 0.47 from its own middle, 40 is on it, 90 (1.41) is clear of both but worse.
    expect(startingPoint(nets, examples, 0)).to.deep.equal([0.16, 0]);
    nets.dispose();
  });
});
