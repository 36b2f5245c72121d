import {foldedFilters} from '../fold.js';
import type {Phase} from '../geometry.js';
import type {Kernel} from '../plan.js';

/** Filters that one invocation computes side by side. */
export const QUAD = 4;

export function quadsOf(filters: number): number {
  return Math.ceil(filters / QUAD);
}

/** The taps of a phase as [tap row][tap column][channel][quad][4], zeros beyond the last filter: neighbouring invocations read neighbouring quads. */
export function packQuads(to: Float32Array, kernel: Kernel, {taps}: Phase, weights: readonly Float32Array[]): void {
  const {scales} = foldedFilters(kernel, weights);
  const stock = weights[kernel.kernel]!;
  const {channels, filters} = kernel;
  const [acrossChannels, acrossFilters] = kernel.layout === 'rows columns in out' ? [filters, 1] : [1, channels];
  const row = quadsOf(filters) * QUAD;
  let at = 0;
  for (const y of taps.rows) {
    for (const x of taps.columns) {
      const tap = (y * kernel.columns + x) * channels * filters;
      for (let channel = 0; channel < channels; channel++, at += row) {
        for (let filter = 0; filter < filters; filter++) {
          to[at + filter] = stock[tap + channel * acrossChannels + filter * acrossFilters]! * scales[filter]!;
        }
      }
    }
  }
}

export function packBiases(to: Float32Array, kernel: Kernel, weights: readonly Float32Array[]): void {
  to.set(foldedFilters(kernel, weights).biases);
}
