import * as tf from '@tensorflow/tfjs-core';
import {Random} from '../../src/data/random.js';
import type {VaeNets} from './vae-nets.js';

const DRAWS = 500;
const STEP = 0.1;

/**
 * Orthonormal latent directions in the order of how much the decoded image changes along them: eigenvectors of the mean over the prior of JᵀJ, J the decoder's Jacobian (central differences).
 * Directions of largest variance of the posterior means, the usual choice, say little of a VAE: where the prior fits they have variance 1 in all directions.
 */
export function principalDirections(nets: VaeNets, count: number): number[][] {
  const metric = pullBackMetric(nets, 1);
  const directions: number[][] = [];
  for (let k = 0; k < count; k++) {
    const {vector, value} = largestEigenvector(metric);
    directions.push(vector);
    for (const [i, row] of metric.entries()) for (let j = 0; j < row.length; j++) row[j]! -= value * vector[i]! * vector[j]!;
  }
  return directions;
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

/** By power iteration; of the two signs, the one whose largest entry is positive. */
function largestEigenvector(matrix: readonly number[][]): {vector: number[]; value: number} {
  let vector = matrix.map((_, i) => 1 / (i + 1));
  let value = 0;
  for (let i = 0; i < 1000; i++) {
    const next = matrix.map((row) => row.reduce((sum, entry, j) => sum + entry * vector[j]!, 0));
    value = Math.hypot(...next);
    vector = next.map((entry) => entry / value);
  }
  const largest = vector.reduce((most, entry) => (Math.abs(entry) > Math.abs(most) ? entry : most));
  return {vector: vector.map((entry) => entry * Math.sign(largest)), value};
}
