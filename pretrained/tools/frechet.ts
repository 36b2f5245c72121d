import {symmetricEigen} from './eigen.js';

/** Mean and covariance of points, in double precision. */
export type Gaussian = {mean: Float64Array; covariance: Float64Array[]};

/** Of `values` [count, width], with count − 1 in the denominator of the covariance. */
export function gaussianOf(values: ArrayLike<number>, width: number): Gaussian {
  const count = values.length / width;
  const mean = new Float64Array(width);
  for (let i = 0; i < values.length; i++) mean[i % width]! += values[i]! / count;
  const covariance = Array.from({length: width}, () => new Float64Array(width));
  const centred = new Float64Array(width);
  for (let start = 0; start < values.length; start += width) {
    for (let i = 0; i < width; i++) centred[i] = values[start + i]! - mean[i]!;
    for (let i = 0; i < width; i++) {
      const [row, value] = [covariance[i]!, centred[i]! / (count - 1)];
      if (value !== 0) for (let j = 0; j <= i; j++) row[j]! += value * centred[j]!;
    }
  }
  for (let i = 0; i < width; i++) for (let j = i + 1; j < width; j++) covariance[i]![j] = covariance[j]![i]!;
  return {mean, covariance};
}

/**
 * The square of the Fréchet distance of two normal distributions: |m₁ − m₂|² + tr(C₁ + C₂ − 2(C₁^½ C₂ C₁^½)^½) (Dowson and Landau 1982, eq. 4),
 * as it is quoted for Inception's features (Heusel et al. 2017, eq. 6).
 */
export function frechetDistance(a: Gaussian, b: Gaussian): number {
  const root = squareRoot(a.covariance);
  const between = symmetricEigen(symmetric(product(product(root, b.covariance), root)));
  const shared = between.values.reduce((sum, value) => sum + Math.sqrt(Math.max(0, value)), 0);
  const means = a.mean.reduce((sum, value, i) => sum + (value - b.mean[i]!) ** 2, 0);
  return means + trace(a.covariance) + trace(b.covariance) - 2 * shared;
}

/** Of a symmetric matrix without negative eigenvalues; those that rounding made negative count as zero. */
export function squareRoot(matrix: readonly Float64Array[]): Float64Array[] {
  const {values, vectors} = symmetricEigen(matrix);
  const result = matrix.map(() => new Float64Array(matrix.length));
  for (const [k, vector] of vectors.entries()) {
    const scale = Math.sqrt(Math.max(0, values[k]!));
    for (const [i, row] of result.entries()) for (let j = 0; j < row.length; j++) row[j]! += scale * vector[i]! * vector[j]!;
  }
  return result;
}

function product(a: readonly Float64Array[], b: readonly Float64Array[]): Float64Array[] {
  return a.map((row) => {
    const result = new Float64Array(b[0]!.length);
    for (const [k, value] of row.entries()) for (let j = 0; j < result.length; j++) result[j]! += value * b[k]![j]!;
    return result;
  });
}

/** Without what rounding makes of the other half. */
function symmetric(a: readonly Float64Array[]): Float64Array[] {
  return a.map((row, i) => row.map((value, j) => (value + a[j]![i]!) / 2));
}

function trace(a: readonly Float64Array[]): number {
  return a.reduce((sum, row, i) => sum + row[i]!, 0);
}
