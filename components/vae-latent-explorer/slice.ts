import type {Point} from '../../src/elements/controls/plane-drag.js';
import type {Chart, Ellipse} from './chart.js';
import {along, deviationAlong, type Direction} from './directions.js';

/**
 * A plane through a point of a latent space of more than two dimensions. Its coordinates are how far z lies along each of two directions of length
 * one; where these are not at right angles, going along one axis holds the coordinate of the other.
 */
export class Slice implements Chart {
  readonly axes: readonly [string, string];
  readonly #x: Direction;
  readonly #y: Direction;
  readonly #cosine: number;

  constructor(x: Direction, y: Direction) {
    this.axes = [x.name, y.name];
    this.#x = x;
    this.#y = y;
    this.#cosine = along(x, y.vector);
  }

  toPlane(z: readonly number[]): Point {
    return [along(this.#x, z), along(this.#y, z)];
  }

  toLatent([x, y]: Point, z: readonly number[]): number[] {
    const [fromX, fromY] = this.toPlane(z);
    const c = this.#cosine;
    const square = 1 - c * c;
    const a = (x - fromX - c * (y - fromY)) / square;
    const b = (y - fromY - c * (x - fromX)) / square;
    return z.map((value, i) => value + a * this.#x.vector[i]! + b * this.#y.vector[i]!);
  }

  spread(deviation: readonly number[]): Point {
    return [deviationAlong(this.#x, deviation), deviationAlong(this.#y, deviation)];
  }

  shadow(deviation: readonly number[]): Ellipse {
    const [x, y] = [this.#x, this.#y];
    const xx = deviationAlong(x, deviation) ** 2;
    const yy = deviationAlong(y, deviation) ** 2;
    const xy = deviation.reduce((sum, sigma, i) => sum + sigma * sigma * x.vector[i]! * y.vector[i]!, 0);
    const middle = (xx + yy) / 2;
    const half = Math.hypot((xx - yy) / 2, xy);
    return {
      rx: Math.sqrt(middle + half),
      ry: Math.sqrt(Math.max(0, middle - half)),
      angle: (90 * Math.atan2(2 * xy, xx - yy)) / Math.PI,
    };
  }
}
