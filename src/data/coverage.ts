import type {Density} from './densities.js';
import type {Random} from './random.js';

/** Cells along a side of the box, in which samples are counted. */
const CELLS = 24;
/** Places along a side of a cell at which a density is asked for. */
const FINE = 4;
/** Share of the data in the densest cells that count as where the data are. */
const INSIDE = 0.99;
/** Parts into which k-means divides data without modes of their own, points that it sees, and rounds. */
const PARTS = 12;
const SEEN = 1500;
const ROUNDS = 25;
/** A part is covered from this part of its own share on. */
const COVERED = 0.25;

/** Data in the plane, as samples are held against them. */
export type Yardstick = {
  box: Density['box'];
  /** Probability of each cell, row after row from the smallest y. */
  cells: Float64Array;
  /** Cells where the data are: the densest, with 99 % of them. */
  inside: Uint8Array;
  /** Centres of the modes, or of the parts into which k-means divides the data, x and y in turns, and the share of the data that is nearest to each. */
  centres: Float32Array;
  shares: Float64Array;
  /** The parts are modes of a density. */
  hasModes: boolean;
};

export type Coverage = {
  /** KL(data ‖ samples) in nats over the cells, with half a sample more in each, since one that is empty would make it infinite (Krichevsky and Trofimov 1981). */
  kl: number;
  /** Jensen–Shannon divergence in nats over the cells: 0 for the same distribution, log 2 for two that share nothing. */
  js: number;
  /** Parts that get at least a quarter of their share of the samples. */
  covered: number;
  parts: number;
  /** Number of equal parts with the same entropy as the samples' shares: 8 where all of 8 get as many. */
  effective: number;
  /** Share of the samples where the data are. */
  inside: number;
  /** The part that gets most samples. */
  most: number;
};

/** Of a known density, with its modes where it has some. */
export function yardstickOf(density: Density, random: Random): Yardstick {
  const steps = yardstickSteps(density, random);
  for (;;) {
    const {done, value} = steps.next();
    if (done) return value;
  }
}

/** The same in small steps, since some densities take long to ask: a page does other things in between. */
export function* yardstickSteps({box, logDensity, sample, modes}: Density, random: Random): Generator<void, Yardstick> {
  const [left, bottom, right, top] = box;
  const cells = new Float64Array(CELLS * CELLS);
  const [width, height] = [(right - left) / CELLS / FINE, (top - bottom) / CELLS / FINE];
  for (let y = 0; y < CELLS * FINE; y++) {
    for (let x = 0; x < CELLS * FINE; x++) {
      const density = Math.exp(logDensity(left + (x + 0.5) * width, bottom + (y + 0.5) * height));
      cells[Math.floor(y / FINE) * CELLS + Math.floor(x / FINE)]! += density * width * height;
    }
    yield;
  }
  return yardstick(box, cells, sample(SEEN, random), modes, random);
}

/** Of points, x and y in turns. */
export function yardstickOfPoints(points: Float32Array, box: Density['box'], random: Random): Yardstick {
  const some = new Float32Array(2 * Math.min(SEEN, points.length / 2));
  const stride = points.length / some.length;
  for (let i = 0; i < some.length / 2; i++) some.set(points.subarray(2 * Math.floor(i * stride), 2 * Math.floor(i * stride) + 2), 2 * i);
  return yardstick(box, Float64Array.from(counts(points, box)), some, undefined, random);
}

function yardstick(
  box: Density['box'],
  cells: Float64Array,
  points: Float32Array,
  modes: Float32Array | undefined,
  random: Random,
): Yardstick {
  const total = cells.reduce((sum, value) => sum + value, 0);
  for (let i = 0; i < cells.length; i++) cells[i]! /= total;
  const inside = new Uint8Array(cells.length);
  let mass = 0;
  for (const cell of [...cells.keys()].sort((a, b) => cells[b]! - cells[a]!)) {
    if (mass >= INSIDE) break;
    inside[cell] = 1;
    mass += cells[cell]!;
  }
  const centres = modes ?? kMeans(points, Math.min(PARTS, points.length / 2), random);
  const shares = new Float64Array(centres.length / 2);
  for (let i = 0; i < points.length; i += 2) shares[nearest(centres, points[i]!, points[i + 1]!)]! += 2 / points.length;
  return {box, cells, inside, centres, shares, hasModes: modes !== undefined};
}

/** What samples, x and y in turns, have of the data. */
export function coverage({box, cells, inside, centres, shares}: Yardstick, samples: Float32Array): Coverage {
  const count = samples.length / 2;
  const counted = counts(samples, box);
  let [kl, js, within] = [0, 0, 0];
  for (const [cell, p] of cells.entries()) {
    const smoothed = (counted[cell]! + 0.5) / (count + 0.5 * cells.length);
    if (p > 0) kl += p * Math.log(p / smoothed);
    const q = counted[cell]! / count;
    js += (entropyTerm((p + q) / 2) * 2 - entropyTerm(p) - entropyTerm(q)) / 2;
    if (inside[cell]) within += q;
  }
  // Samples beyond the box share nothing with the data.
  const beyond = 1 - counted.reduce((sum, value) => sum + value, 0) / count;
  js += (beyond / 2) * Math.LN2;
  const got = new Float64Array(shares.length);
  let good = 0;
  for (let i = 0; i < samples.length; i += 2) {
    const cell = cellOf(samples[i]!, samples[i + 1]!, box);
    if (cell === undefined || !inside[cell]) continue;
    got[nearest(centres, samples[i]!, samples[i + 1]!)]!++;
    good++;
  }
  const own = [...got].map((value) => (good > 0 ? value / good : 0));
  return {
    kl,
    js,
    covered: [...got].filter((value, part) => value > 0 && value / count >= COVERED * shares[part]!).length,
    parts: shares.length,
    effective: good > 0 ? Math.exp(own.reduce((sum, share) => sum + entropyTerm(share), 0)) : 0,
    inside: within,
    most: own.indexOf(Math.max(...own)),
  };
}

const entropyTerm = (p: number) => (p > 0 ? -p * Math.log(p) : 0);

function cellOf(x: number, y: number, [left, bottom, right, top]: Density['box']): number | undefined {
  const column = Math.floor(((x - left) / (right - left)) * CELLS);
  const row = Math.floor(((y - bottom) / (top - bottom)) * CELLS);
  return column >= 0 && column < CELLS && row >= 0 && row < CELLS ? row * CELLS + column : undefined;
}

function counts(points: Float32Array, box: Density['box']): Uint32Array {
  const cells = new Uint32Array(CELLS * CELLS);
  for (let i = 0; i < points.length; i += 2) {
    const cell = cellOf(points[i]!, points[i + 1]!, box);
    if (cell !== undefined) cells[cell]!++;
  }
  return cells;
}

function nearest(centres: Float32Array, x: number, y: number): number {
  let [best, least] = [0, Infinity];
  for (let i = 0; i < centres.length; i += 2) {
    const distance = (x - centres[i]!) ** 2 + (y - centres[i + 1]!) ** 2;
    if (distance < least) [best, least] = [i / 2, distance];
  }
  return best;
}

/** Lloyd 1982, begun as Arthur and Vassilvitskii 2007 do. */
function kMeans(points: Float32Array, parts: number, random: Random): Float32Array {
  const count = points.length / 2;
  const centres = new Float32Array(2 * parts);
  const distances = new Float64Array(count).fill(Infinity);
  for (let part = 0, chosen = random.integer(count); part < parts; part++) {
    centres.set(points.subarray(2 * chosen, 2 * chosen + 2), 2 * part);
    let sum = 0;
    for (let i = 0; i < count; i++) {
      const distance = (points[2 * i]! - centres[2 * part]!) ** 2 + (points[2 * i + 1]! - centres[2 * part + 1]!) ** 2;
      distances[i] = Math.min(distances[i]!, distance);
      sum += distances[i]!;
    }
    let left = random.uniform() * sum;
    chosen = distances.findIndex((distance) => (left -= distance) <= 0);
    if (chosen < 0) chosen = count - 1;
  }
  for (let round = 0; round < ROUNDS; round++) {
    const sums = new Float64Array(3 * parts);
    for (let i = 0; i < count; i++) {
      const part = nearest(centres, points[2 * i]!, points[2 * i + 1]!);
      sums[3 * part]! += points[2 * i]!;
      sums[3 * part + 1]! += points[2 * i + 1]!;
      sums[3 * part + 2]!++;
    }
    for (let part = 0; part < parts; part++) {
      const own = sums[3 * part + 2]!;
      if (own > 0) centres.set([sums[3 * part]! / own, sums[3 * part + 1]! / own], 2 * part);
    }
  }
  return centres;
}
