import {Random} from '../../data/random.js';
import {Frame, PLAIN} from './frame.js';

/** Points that are drawn from a drawing. */
const FROM_DRAWING = 5000;
/** Standard deviations of the reader's data from the middle of the plane to its edge. */
const EDGE = 3;

/** Points in the plane, and how that lies in their own units. */
export type OwnData = {points: Float32Array; frame: Frame; columns: readonly [string, string] | undefined};

/** Points as likely as a drawing is bright, [size, size] from the top down, on a plane of ±extent. */
export function pointsOfDrawing(values: Float32Array, size: number, extent: number, seed: number): Float32Array {
  const random = new Random(seed);
  const sums = new Float64Array(values.length);
  let sum = 0;
  values.forEach((value, i) => (sums[i] = sum += value));
  if (sum === 0) return new Float32Array(0);
  const points = new Float32Array(2 * FROM_DRAWING);
  for (let i = 0; i < FROM_DRAWING; i++) {
    const cell = firstAbove(sums, random.uniform() * sum);
    // Anywhere in the cell.
    points[2 * i] = ((2 * ((cell % size) + random.uniform())) / size - 1) * extent;
    points[2 * i + 1] = (1 - (2 * (Math.floor(cell / size) + random.uniform())) / size) * extent;
  }
  return points;
}

/** Index of the first of ascending sums that is above a value. */
function firstAbove(sums: Float64Array, value: number): number {
  let [low, high] = [0, sums.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sums[middle]! > value) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Lays points of any unit on the plane: their mean in its middle, three standard deviations to each edge. */
export function fitted(own: Float64Array, extent: number, columns: OwnData['columns']): OwnData {
  const axes = [0, 1].map((axis) => {
    const values = own.filter((_, i) => i % 2 === axis);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    return {mean, scale: (EDGE * Math.sqrt(variance)) / extent};
  });
  const points = Float32Array.from(own, (value, i) => (value - axes[i % 2]!.mean) / axes[i % 2]!.scale);
  return {columns, points, frame: new Frame([axes[0]!.scale, axes[1]!.scale], [axes[0]!.mean, axes[1]!.mean])};
}

/** Drawn in the plane itself. */
export const inPlace = (points: Float32Array): OwnData => ({points, frame: PLAIN, columns: undefined});
