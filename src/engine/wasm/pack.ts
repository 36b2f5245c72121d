import {foldedFilters} from '../fold.js';
import type {Phase} from '../geometry.js';
import type {Kernel} from '../plan.js';

/** Filters that a panel holds side by side. */
export const PANEL = 8;

/** A phase's taps as runs of consecutive numbers of the input: a whole row of taps where they touch. */
export function runsOf({taps, tapStep}: Phase, channels: number): {runs: number; run: number} {
  const columns = taps.columns.length;
  return tapStep.x === 1 ? {runs: Math.min(columns, 1), run: columns * channels} : {runs: columns, run: channels};
}

/** Index of a stock kernel's element. */
function elementOf(kernel: Kernel, row: number, column: number, channel: number, filter: number): number {
  const tap = row * kernel.columns + column;
  if (kernel.layout === 'rows columns out in') return (tap * kernel.filters + filter) * kernel.channels + channel;
  return (tap * kernel.channels + channel) * kernel.filters + filter;
}

/** `first` … `end` − 1 of the filters as [panel][tap row][tap column][channel][8], zeros beyond the last. */
export function packPanels(to: Float32Array, kernel: Kernel, phase: Phase, end: number, weights: readonly Float32Array[]): void {
  const {scales} = foldedFilters(kernel, weights);
  const stock = weights[kernel.kernel]!;
  let at = 0;
  for (let panel = 0; panel < end; panel += PANEL) {
    for (const row of phase.taps.rows) {
      for (const column of phase.taps.columns) {
        for (let channel = 0; channel < kernel.channels; channel++) {
          for (let filter = panel; filter < panel + PANEL; filter++, at++) {
            to[at] = filter < end ? stock[elementOf(kernel, row, column, channel, filter)]! * scales[filter]! : 0;
          }
        }
      }
    }
  }
}

/** Filters from `first` on as [filter][tap row][run, rounded up to 4], where a run is a tap or a row of taps. */
export function packRuns(to: Float32Array, kernel: Kernel, phase: Phase, first: number, weights: readonly Float32Array[]): void {
  const {scales} = foldedFilters(kernel, weights);
  const stock = weights[kernel.kernel]!;
  const {run} = runsOf(phase, kernel.channels);
  to.fill(0);
  let [at, inRun] = [0, 0];
  for (let filter = first; filter < kernel.filters; filter++) {
    for (const row of phase.taps.rows) {
      for (const column of phase.taps.columns) {
        for (let channel = 0; channel < kernel.channels; channel++) {
          to[at++] = stock[elementOf(kernel, row, column, channel, filter)]! * scales[filter]!;
          if (++inRun < run) continue;
          inRun = 0;
          at = Math.ceil(at / 4) * 4;
        }
      }
    }
  }
}

/** Biases of all filters, zeros up to a whole panel. */
export function packBias(to: Float32Array, kernel: Kernel, weights: readonly Float32Array[]): void {
  to.fill(0);
  to.set(foldedFilters(kernel, weights).biases);
}

/** A depthwise kernel keeps its stock order [taps][filter]. */
export function packDepthwise(to: Float32Array, kernel: Kernel, weights: readonly Float32Array[]): void {
  const {scales} = foldedFilters(kernel, weights);
  const stock = weights[kernel.kernel]!;
  for (let index = 0; index < stock.length; index++) to[index] = stock[index]! * scales[index % kernel.filters]!;
}
