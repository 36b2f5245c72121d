import {Random} from '../../src/data/random.js';
import {normalQuantile} from '../../src/data/truncated-normal.js';
import {generatorSlope, verdictAt} from './loss-shapes.js';
import type {GanLoss} from '../../src/training/gan-choices.js';

/** Places along a side of the plane at which the discriminator is asked. */
export const GRID = 44;
/** Lines of the sheet in each direction. Between two of them lies the same share of latent space. */
export const LINES = 24;
/** Samples that are measured, and of them those that are shown; points of the data that are shown. */
const MEASURED = 2000;
export const SHOWN = 300;
/** Samples that have an arrow. */
const ARROWS = 90;
/** How far from a sample the discriminator is asked for its slope there, as a share of the plane. */
const REACH = 2e-3;

/** Latents of the sheet's corners, then of the samples of a seed, two numbers each. */
export function latents(seed: number): Float32Array {
  const places = Array.from({length: LINES}, (_, i) => normalQuantile((i + 0.5) / LINES));
  const corners = places.flatMap((y) => places.flatMap((x) => [x, y]));
  const random = new Random(seed);
  return Float32Array.from([...corners, ...Array.from({length: 2 * MEASURED}, () => random.normal())]);
}

/** What the generator makes of those latents. */
export type Generated = {sheet: Float32Array; samples: Float32Array};

export function generated(points: Float32Array): Generated {
  const corners = 2 * LINES * LINES;
  return {sheet: points.subarray(0, corners), samples: points.subarray(corners)};
}

/** What the discriminator is asked: the plane, the data, the samples, places around some samples, and the reader's point. */
export function questions(extent: number, data: Float32Array, samples: Float32Array, at: readonly [number, number]): Float32Array {
  const cell = (2 * extent) / GRID;
  const plane = Array.from({length: GRID * GRID}, (_, i) => [
    ((i % GRID) + 0.5) * cell - extent,
    extent - (Math.floor(i / GRID) + 0.5) * cell,
  ]).flat();
  const reach = REACH * extent;
  const around = Array.from({length: ARROWS}, (_, i) => {
    const [x, y] = [samples[2 * i]!, samples[2 * i + 1]!];
    return [x + reach, y, x - reach, y, x, y + reach, x, y - reach];
  }).flat();
  return Float32Array.from([...plane, ...data, ...samples.subarray(0, 2 * SHOWN), ...around, ...at]);
}

/** What it answers. */
export type Judged = {
  /** Answers on the plane, [GRID, GRID] from the top. */
  plane: Float32Array;
  data: Float32Array;
  samples: Float32Array;
  /** What the generator's loss would have a sample do: its gradient there, downhill, x and y in turns. */
  gradients: Float32Array;
  /** At the reader's point. */
  probe: number;
  /** Where answers lie in the middle, and their standard deviation. */
  middle: number;
  spread: number;
  /** Share of data and samples that it takes for what they are; undefined without data. */
  right: number | undefined;
  /** Mean length of the gradients. */
  signal: number;
  /** How much of the discriminator's slope the generator's loss passes on, of 1: next to nothing where minimax is sure. */
  passed: number;
};

export function judged(logits: Float32Array, dataCount: number, extent: number, loss: GanLoss): Judged {
  let place = 0;
  const take = (count: number) => logits.subarray(place, (place += count));
  const plane = take(GRID * GRID);
  const [data, samples, around] = [take(dataCount), take(SHOWN), take(4 * ARROWS)];
  const reach = 2 * REACH * extent;
  const gradients = new Float32Array(2 * ARROWS);
  let signal = 0;
  let passed = 0;
  for (let i = 0; i < ARROWS; i++) {
    const slope = generatorSlope(loss, samples[i]!);
    for (const axis of [0, 1]) gradients[2 * i + axis] = (-slope * (around[4 * i + 2 * axis]! - around[4 * i + 2 * axis + 1]!)) / reach;
    signal += Math.hypot(gradients[2 * i]!, gradients[2 * i + 1]!) / ARROWS;
    passed += Math.abs(slope) / ARROWS;
  }
  // What stands between data and samples; without data the mean of the plane.
  const middle = dataCount > 0 ? (mean(data) + mean(samples)) / 2 : mean(plane);
  const limit = verdictAt(loss, middle);
  const right =
    dataCount > 0
      ? (data.filter((logit) => logit > limit).length / dataCount + samples.filter((logit) => logit <= limit).length / SHOWN) / 2
      : undefined;
  return {plane, data, samples, gradients, probe: take(1)[0]!, middle, spread: deviation(plane), right, signal, passed};
}

const mean = (values: Float32Array) => values.reduce((sum, value) => sum + value, 0) / values.length;

function deviation(values: Float32Array): number {
  const middle = mean(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / values.length);
}
