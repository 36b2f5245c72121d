import {Random} from '../../src/data/random.js';
import type {Posterior} from './examples.js';

/** One draw z ~ q(z|x) = μ + σ ε, of a generator of its own for each tuple of words; without a deviation, the mean. */
export function drawFrom({mean, deviation}: Posterior, words: readonly number[]): number[] {
  const random = Random.of(...words);
  return mean.map((value, i) => value + (deviation?.[i] ?? 0) * random.normal());
}
