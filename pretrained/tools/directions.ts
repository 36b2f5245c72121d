import * as tf from '@tensorflow/tfjs-core';
import {largestEigenvectors} from '../../src/data/largest-eigenvector.js';
import {Random} from '../../src/data/random.js';
import type {VaeNets} from './vae-nets.js';

const DRAWS = 500;
const STEP = 0.1;

/**
 * Orthonormal latent directions in the order of how much the decoded image changes along them: eigenvectors of the mean over the prior of JᵀJ, J the decoder's Jacobian (central differences).
 * Directions of largest variance of the posterior means, the usual choice, say little of a VAE: where the prior fits they have variance 1 in all directions.
 */
export function principalDirections(nets: VaeNets, count: number): number[][] {
  return largestEigenvectors(pullBackMetric(nets, 1), count);
}

function pullBackMetric(nets: VaeNets, seed: number): number[][] {
  const {latent} = nets;
  const random = new Random(seed);
  const metric = Array.from({length: latent}, () => new Array<number>(latent).fill(0));
  for (let draw = 0; draw < DRAWS; draw++) {
    const z = Array.from({length: latent}, () => random.normal());
    const moved = [STEP, -STEP].flatMap((step) => z.map((_, axis) => z.map((value, i) => (i === axis ? value + step : value))));
    const product = tf.tidy(() => {
      const images = nets.decode(tf.tensor2d(moved)).reshape([2, latent, -1]);
      const [forward, backward] = tf.unstack(images) as [tf.Tensor2D, tf.Tensor2D];
      const jacobian = tf.div(tf.sub(forward, backward), 2 * STEP) as tf.Tensor2D;
      return tf.matMul(jacobian, jacobian, false, true).arraySync() as number[][];
    });
    for (const [i, row] of product.entries()) for (const [j, value] of row.entries()) metric[i]![j]! += value / DRAWS;
  }
  return metric;
}
