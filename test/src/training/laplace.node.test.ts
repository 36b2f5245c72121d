import * as tf from '@tensorflow/tfjs-core';
import {expect} from 'chai';
import {initialGraphs} from '../../../pretrained/tools/graphs.js';
import {elboParts, likeliestScale} from '../../../pretrained/tools/vae-metrics.js';
import {VaeNets} from '../../../pretrained/tools/vae-nets.js';
import {startWasmBackend} from '../../../pretrained/tools/wasm-backend.js';
import {Random} from '../../../src/data/random.js';
import {laplaceLoss, meanAbsoluteError} from '../../../src/training/laplace.js';
import {VaeObjective} from '../../../src/training/objectives/vae.js';
import {blocks, recipe, trainer} from './tiny-vae.js';

describe('Laplace likelihood', () => {
  before(startWasmBackend);

  it('is that of its definition, row by row', () => {
    const medians = tf.tensor3d([0.5, 0.25, 1, 0], [2, 2, 1]);
    const targets = tf.tensor3d([0.5, 0.75, 0.9, 0.3], [2, 2, 1]);
    const density = (error: number) => Math.exp(-error / 0.2) / 0.4;
    const [first, second] = laplaceLoss(medians, targets, 0.2).dataSync();
    expect(first).to.be.closeTo(-Math.log(density(0) * density(0.5)), 1e-5);
    expect(second).to.be.closeTo(-Math.log(density(0.1) * density(0.3)), 1e-5);
  });

  it('is largest at the mean absolute error', () => {
    const [medians, targets] = [1, 2].map((seed) => tf.randomUniform([4, 9], 0, 1, 'float32', seed));
    const scale = meanAbsoluteError(medians!, targets!).dataSync()[0]!;
    const loss = (at: number) => tf.sum(laplaceLoss(medians!, targets!, at)).dataSync()[0]!;
    expect(loss(scale)).to.be.below(Math.min(loss(scale * 1.1), loss(scale * 0.9)));
  });

  it('trains on the images as they are, with the gradient of its bound', () => {
    const {exchange, make} = trainer({likelihood: 'laplace', batch: 16});
    const random = new Random(2);
    for (let i = 0; i < exchange.parameters.length; i++) exchange.parameters[i]! += 0.05 * random.normal();
    const training = make();
    const gradient = new Float32Array(exchange.parameters.length);
    training.gradients(1, gradient);
    const norm = Math.hypot(...gradient);
    const start = exchange.parameters.slice();
    const at = (step: number) => {
      for (let i = 0; i < start.length; i++) exchange.parameters[i] = start[i]! + (step * gradient[i]!) / norm;
      return training.gradients(1, new Float32Array(start.length)).loss!;
    };
    expect((at(2e-4) - at(-2e-4)) / 4e-4 / norm).to.be.closeTo(1, 1e-2);
    const [target] = new VaeObjective({latent: 2, beta: 1, draws: 1, greyInputs: 1, likelihood: 'laplace'})
      .batch(blocks(1), [0], [new Random(1)])
      .target!.unstack();
    expect(Math.max(...target!.dataSync())).to.be.closeTo(240 / 255, 1e-6);
  });

  it('has the bound of its parts for whole sets', () => {
    const nets = new VaeNets(initialGraphs(recipe));
    const examples = blocks(230);
    const scale = likeliestScale(nets, examples);
    const {reconstruction, kl, total} = elboParts(nets, examples, {laplace: scale});
    // At the likeliest scale the mean error in units of the scale is 1 for each pixel.
    expect(reconstruction.value).to.be.closeTo(100 * (1 + Math.log(2 * scale)), 1e-3);
    expect(total.value).to.be.closeTo(reconstruction.value + kl.value, 1e-9);
    nets.dispose();
  });

  it('has no importance-weighted bound', () => {
    expect(() => new VaeObjective({latent: 2, beta: 1, draws: 5, greyInputs: 1, likelihood: 'laplace'})).to.throw(RangeError);
  });
});
