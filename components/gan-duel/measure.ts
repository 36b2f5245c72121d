// What is known of the data, and how samples are held against it: fetched behind the first picture.
import {coverage, yardstickOfPoints, yardstickSteps, type Coverage, type Yardstick} from '../../src/data/coverage.js';
import type {Density} from '../../src/data/densities.js';
import {knownDensity} from '../../src/data/known-density.js';
import {paced} from '../../src/elements/paced.js';
import {Random} from '../../src/data/random.js';
import {SHOWN} from './scene.js';

/** Of the points that divide the data into parts: as the figures on the cards. */
const PARTS_SEED = 1;

export class Measure {
  /** Some points of the data, to be shown. */
  readonly points: Float32Array;
  /** Jensen–Shannon divergence of as many points of the data as samples are measured; undefined for points of a reader's own. */
  readonly floor: number | undefined;
  readonly #yardstick: Yardstick;

  private constructor(points: Float32Array, yardstick: Yardstick, floor: number | undefined) {
    this.points = points;
    this.floor = floor;
    this.#yardstick = yardstick;
  }

  /** Undefined for data that nobody knows. */
  static async of(data: string, seed: number, count: number): Promise<Measure | undefined> {
    const density = knownDensity(data);
    if (!density) return undefined;
    const yardstick = await paced(yardstickSteps(density, new Random(PARTS_SEED)));
    const floor = coverage(yardstick, density.sample(count, new Random(PARTS_SEED))).js;
    return new Measure(density.sample(SHOWN, new Random(seed)), yardstick, floor);
  }

  static ofPoints(points: Float32Array, box: Density['box']): Measure {
    const stride = Math.max(1, points.length / 2 / SHOWN);
    const some = Array.from({length: Math.min(SHOWN, points.length / 2)}, (_, i) => {
      const at = 2 * Math.floor(i * stride);
      return [points[at]!, points[at + 1]!];
    });
    return new Measure(Float32Array.from(some.flat()), yardstickOfPoints(points, box, new Random(PARTS_SEED)), undefined);
  }

  /** Whether the parts of the data are modes of its density. */
  get hasModes(): boolean {
    return this.#yardstick.hasModes;
  }

  coverage(samples: Float32Array): Coverage {
    return coverage(this.#yardstick, samples);
  }
}
