import {checkerboard, eightGaussians, rings} from './closed-densities.js';
import {moons, swissRoll, twoSpirals} from './curve-densities.js';
import type {DensityName} from './density-names.js';
import {pinwheel} from './pinwheel.js';
import type {Random} from './random.js';

/** A distribution of points in the plane. */
export type Density = {
  /** `count` points, x and y in turns. */
  sample(count: number, random: Random): Float32Array;
  /** Differential entropy in nats: no model's mean −log p is lower. From 60 million points, exact to about 0.002. */
  floor: number;
  /** xmin, ymin, xmax, ymax: a square with all but a few of ten thousand points. */
  box: [number, number, number, number];
  /** log p(x, y) in nats; −Infinity where there is nothing. */
  logDensity(x: number, y: number): number;
  /** Centres of its modes, x and y in turns, where it has some that are apart. */
  modes?: Float32Array;
};

export type {DensityName} from './density-names.js';

/** The two-dimensional data sets that papers on flows show, in the scaling of FFJORD (Grathwohl et al. 2019). Rings in their intended form: four of equal weight. */
export const DENSITIES: Record<DensityName, Density> = {
  moons: {...moons(), floor: 2.394, box: around(4)},
  '8gaussians': {...eightGaussians(), floor: 2.832, box: around(4.5)},
  pinwheel: {...pinwheel(), floor: 2.318, box: around(4.5)},
  '2spirals': {...twoSpirals(), floor: 2.646, box: around(4)},
  checkerboard: {...checkerboard(), floor: Math.log(32), box: around(4.5)},
  rings: {...rings([3, 2.25, 1.5, 0.75], 0.08), floor: 2.623, box: around(4)},
  circles: {...rings([3, 1.5], 0.24), floor: 3.268, box: around(4.5)},
  swissroll: {...swissRoll(), floor: 2.67, box: around(4)},
};

function around(reach: number): Density['box'] {
  return [-reach, -reach, reach, reach];
}
