// The two couplings of flows as differentiable operations, data to base. One transformed coordinate at a time: columns of shape [batch, 1].
import * as tf from '@tensorflow/tfjs-core';
import {fusedKernels} from './kernels.js';

/** The coordinate after a coupling, and log |dy/dx|: [batch, 1] each. */
export type Transformed = {y: tf.Tensor; logDet: tf.Tensor};

/** y = x·exp(s) + t with s = bound·tanh(raw / bound); `parameters` [batch, 2] are raw and t (Dinh et al. 2017, eq. 7, with a limit on the scale). */
export function affine(x: tf.Tensor, parameters: tf.Tensor, bound: number): Transformed {
  if (fusedKernels()) return run('AffineCoupling', x, parameters, {bound});
  const [raw, t] = columns(parameters);
  const s = tf.mul(bound, tf.tanh(tf.div(raw, bound)));
  return {y: tf.add(tf.mul(x, tf.exp(s)), t), logDet: s};
}

function run(kernel: string, x: tf.Tensor, raw: tf.Tensor, attrs: tf.NamedAttrMap): Transformed {
  const [y, logDet] = tf.engine().runKernel(kernel, {x, raw}, attrs) as unknown as [tf.Tensor, tf.Tensor];
  return {y, logDet};
}

/** Smallest share of a bin, and smallest slope at a knot. */
const SMALLEST = 1e-3;

/** softplus of this is 1 − SMALLEST: a raw derivative of 0 is slope 1. */
const SLOPE_ONE = Math.log(Math.expm1(1 - SMALLEST));

/** A knot that no coordinate reaches. */
const FAR = 1e30;

/**
 * Monotone rational-quadratic spline on [−bound, bound], the identity outside (Durkan et al. 2019, eq. 4 and 5). `raw` [batch, 3·bins − 1] are widths and heights before their softmax,
 * and the inner derivatives. Each point's bin is picked by sums over masks, so there is no gather, which tfjs-wasm cannot differentiate.
 */
export function rationalQuadratic(x: tf.Tensor, raw: tf.Tensor, bins: number, bound: number): Transformed {
  // The kernel reads up to three values beyond the heights, which two bins do not have.
  if (fusedKernels() && bins > 2) return run('SplineCoupling', x, raw, {bins, bound});
  const batch = x.shape[0]!;
  const spread = 1 - SMALLEST * bins;
  const shares = tf.softmax(tf.reshape(tf.slice(raw, [0, 0], [batch, 2 * bins]), [batch, 2, bins]));
  const derivatives = tf.slice(raw, [0, 2 * bins], [batch, bins - 1]);
  const inside = constant(() => tf.lessEqual(tf.abs(x), bound));
  const lower = constant(() => binsBelow(x, shares, bins, bound));
  const bin = constant(() => binOf(lower));
  // Width and height of the point's bin, and its left and lower edge, [batch, 2] each; all others count nothing.
  const extent = tf.mul(2 * bound, tf.add(SMALLEST, tf.mul(spread, tf.sum(tf.mul(shares, tf.reshape(bin, [batch, 1, bins])), 2))));
  const below = tf.sum(tf.mul(shares, tf.reshape(lower, [batch, 1, bins])), 2);
  const edge = tf.sub(tf.mul(2 * bound, tf.add(tf.mul(SMALLEST, tf.sum(lower, 1, true)), tf.mul(spread, below))), bound);
  const [width, height] = columns(extent);
  const [left, bottom] = columns(edge);
  // Knot k > 0 has the derivative k − 1; none is picked at the ends, and 0 is slope 1.
  const slope = (from: number) => {
    const raw = tf.sum(tf.mul(derivatives, tf.slice(bin, [0, from], [batch, bins - 1])), 1, true);
    return tf.add(SMALLEST, tf.softplus(tf.add(raw, SLOPE_ONE)));
  };
  const start = slope(1);
  const end = slope(0);

  const safe = tf.where(inside, x, left);
  const theta = tf.div(tf.sub(safe, left), width);
  const rest = tf.sub(1, theta);
  const mixed = tf.mul(theta, rest);
  const square = tf.square(theta);
  const mean = tf.div(height, width);
  const denominator = tf.add(mean, tf.mul(tf.sub(tf.add(start, end), tf.mul(2, mean)), mixed));
  const rise = tf.div(tf.mul(height, tf.add(tf.mul(mean, square), tf.mul(start, mixed))), denominator);
  const numerator = tf.add(tf.add(tf.mul(end, square), tf.mul(tf.mul(2, mean), mixed)), tf.mul(start, tf.square(rest)));
  const logSlope = tf.add(tf.mul(2, tf.log(tf.div(mean, denominator))), tf.log(numerator));
  return {y: tf.where(inside, tf.add(bottom, rise), x), logDet: tf.where(inside, logSlope, tf.zerosLike(x))};
}

/** 1 for each bin that ends at or before the coordinate, else 0: [batch, bins]. The last bin has no end, however its sum is rounded. */
function binsBelow(x: tf.Tensor, shares: tf.Tensor, bins: number, bound: number): tf.Tensor {
  const batch = x.shape[0]!;
  const widths = tf.reshape(tf.slice(shares, [0, 0, 0], [batch, 1, bins]), [batch, bins]);
  const offsets = Float32Array.from({length: bins}, (_, k) => (k < bins - 1 ? 2 * bound * SMALLEST * (k + 1) - bound : FAR));
  const ends = tf.add(tf.mul(2 * bound * (1 - SMALLEST * bins), tf.cumsum(widths, 1)), offsets);
  return tf.cast(tf.greaterEqual(x, ends), 'float32');
}

/** The last bin that a coordinate has reached: a row of one 1, [batch, bins]. */
function binOf(lower: tf.Tensor): tf.Tensor {
  const [batch, bins] = lower.shape as [number, number];
  return tf.sub(tf.concat([tf.ones([batch, 1]), tf.slice(lower, [0, 0], [batch, bins - 1])], 1), lower);
}

/** A tensor that counts as a constant in gradients: what runs inside customGrad is not on the tape, and without inputs nothing leads back. */
function constant(make: () => tf.Tensor): tf.Tensor {
  return tf.customGrad(() => ({value: make(), gradFunc: () => []}))();
}

function columns(pairs: tf.Tensor): [tf.Tensor, tf.Tensor] {
  const batch = pairs.shape[0]!;
  return [tf.slice(pairs, [0, 0], [batch, 1]), tf.slice(pairs, [0, 1], [batch, 1])];
}
