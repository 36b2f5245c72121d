import {largestEigenvectors} from '../../src/data/largest-eigenvector.js';

/**
 * Orthonormal directions of largest variance of points, [count × size] row-major, for models that ship no directions of their own: a decoder's
 * Jacobian says more, but takes a training tool.
 */
export function principalAxes(points: readonly number[], size: number, count: number): number[][] {
  const rows = points.length / size;
  const all = Array.from({length: rows}, (_, row) => points.slice(row * size, (row + 1) * size));
  const mean = Array.from({length: size}, (_, i) => all.reduce((sum, row) => sum + row[i]!, 0) / rows);
  const covariance = mean.map((_, i) =>
    mean.map((_, j) => all.reduce((sum, row) => sum + (row[i]! - mean[i]!) * (row[j]! - mean[j]!), 0) / rows),
  );
  return largestEigenvectors(covariance, count);
}
