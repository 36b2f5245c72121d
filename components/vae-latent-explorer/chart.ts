import type {Point} from '../../src/elements/controls/plane-drag.js';

/** An ellipse on the plane: half axes, and the angle of the first in degrees, counterclockwise. */
export type Ellipse = {rx: number; ry: number; angle: number};

/** How the plane lies in latent space. */
export interface Chart {
  /** Names of the axes: `z1` and so on for single latents, else the model's names of directions. */
  readonly axes: readonly [string, string];
  toPlane(z: readonly number[]): Point;
  /** The latent over a point of the plane that differs from z along the plane alone. */
  toLatent(point: Point, z: readonly number[]): number[];
  /** One standard deviation of what is seen on the plane of a normal distribution with these deviations. */
  shadow(deviation: readonly number[]): Ellipse;
  /** The same along each axis. */
  spread(deviation: readonly number[]): Point;
}

/** Two latents are the plane. */
export const FLAT: Chart = {
  axes: ['z1', 'z2'],
  toPlane: ([x = 0, y = 0]) => [x, y],
  toLatent: (point, z) => [...point, ...z.slice(2)],
  spread: ([x = 0, y = 0]) => [x, y],
  shadow: ([rx = 0, ry = 0]) => ({rx, ry, angle: 0}),
};
