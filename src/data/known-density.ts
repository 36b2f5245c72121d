import {DENSITIES, type Density} from './densities.js';
import type {Random} from './random.js';

/** What is known of the data of a model: the density itself, where it is one of ours. */
export function knownDensity(data: string): Density | undefined {
  return Object.hasOwn(DENSITIES, data) ? DENSITIES[data as keyof typeof DENSITIES] : undefined;
}

export function pointsOf(data: string, count: number, random: Random): Float32Array | undefined {
  return knownDensity(data)?.sample(count, random);
}
