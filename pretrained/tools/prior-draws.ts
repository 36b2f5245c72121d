import * as tf from '@tensorflow/tfjs-core';
import {Random} from '../../src/data/random.js';

/** Draws `start` to `end` of a seed from the standard normal prior, [count, latent]: those that `sample` of a session makes with that seed. */
export function priorDraws(latent: number, seed: number, start: number, end: number): tf.Tensor2D {
  const random = new Random(seed);
  for (let i = 0; i < start * latent; i++) random.normal();
  const z = Float32Array.from({length: (end - start) * latent}, () => random.normal());
  return tf.tensor2d(z, [end - start, latent]);
}
