import {significant} from '../../src/elements/numbers.js';
import type {Vote} from './neighbours.js';
import type {Words} from './locales/words.js';

/** Below this ratio of densities a reader would call two points equally likely. */
const AS_LIKELY = 1.05;

/** Quantiles of the standard normal: 95 of 100 draws lie between them. */
const WITHIN = 1.96;

/** What the reader sees at z: the class by its neighbours, and how z lies under the prior. Stress is marked with `**`. */
export function describe(words: Words, z: readonly number[], vote: Vote | undefined, name: (label: number) => string): string {
  const prior = describePrior(words, z);
  if (!vote) return prior;
  if (!vote.near) return `${words.lonely(name(vote.first))}${words.pause}${prior}`;
  const what = vote.second === undefined ? words.decodes(name(vote.first)) : words.between(name(vote.first), name(vote.second));
  return `${what}${words.pause}${prior}`;
}

/** On a plane the density as a ratio to the centre's, exp(|z|²/2). In more dimensions no draw comes near the centre, so the distance says more. */
function describePrior(words: Words, z: readonly number[]): string {
  const distance = Math.hypot(...z);
  if (z.length > 2)
    return words.distance(distance.toFixed(1), usualDistance(z.length, -WITHIN).toFixed(1), usualDistance(z.length, WITHIN).toFixed(1));
  const ratio = Math.exp(distance ** 2 / 2);
  return ratio < AS_LIKELY ? words.centre : words.likelihood(significant(ratio));
}

/** The distance from the centre that a draw of so many standard normals exceeds as seldom as one of them exceeds `normal` (Wilson and Hilferty 1931). */
function usualDistance(size: number, normal: number): number {
  const step = 2 / (9 * size);
  return Math.sqrt(size * Math.max(0, 1 - step + normal * Math.sqrt(step)) ** 3);
}

export {plain, stressed} from '../../src/elements/stressed.js';
