import * as tf from '@tensorflow/tfjs-core';
import {Random} from '../../src/data/random.js';
import type {LabelledExamples} from './data.js';
import {gaussianOf} from './frechet.js';
import type {Sampler} from './sample-metrics.js';

/** Keeps the factor real where pixels are constant. */
const RIDGE = 1e-6;

/** The normal distribution of pixels with the mean and covariance of the first `count` images, which is a model with all principal components of them; cut to 0 … 1. */
export function pixelGaussian({images, shape, count: all}: LabelledExamples, count: number, seed: number): Sampler {
  const size = images.length / all;
  const {mean, covariance} = gaussianOf(
    Float32Array.from(images.subarray(0, count * size), (value) => value / 255),
    size,
  );
  const factor = cholesky(covariance, RIDGE);
  return (start, end) => {
    const values = new Float32Array((end - start) * size);
    const noise = new Float64Array(size);
    for (let row = start; row < end; row++) {
      const random = Random.of(seed, row);
      for (let i = 0; i < size; i++) noise[i] = random.normal();
      for (const [i, weights] of factor.entries()) {
        let sum = mean[i]!;
        for (let j = 0; j <= i; j++) sum += weights[j]! * noise[j]!;
        values[(row - start) * size + i] = Math.min(1, Math.max(0, sum));
      }
    }
    return tf.tensor(values, [end - start, ...shape]);
  };
}

/** The lower triangular L with LLᵀ = matrix + ridge·I. */
export function cholesky(matrix: readonly Float64Array[], ridge: number): Float64Array[] {
  const factor = matrix.map(() => new Float64Array(matrix.length));
  for (const [i, row] of factor.entries()) {
    for (let j = 0; j <= i; j++) {
      const other = factor[j]!;
      let sum = matrix[i]![j]! + (i === j ? ridge : 0);
      for (let k = 0; k < j; k++) sum -= row[k]! * other[k]!;
      row[j] = i === j ? Math.sqrt(sum) : sum / other[j]!;
    }
  }
  return factor;
}
