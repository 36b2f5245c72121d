import * as tf from '@tensorflow/tfjs-core';
import {quantile} from '../../src/data/data-look.js';
import {MISFIT_SHARES, misfit} from '../../src/data/misfit.js';
import {Random} from '../../src/data/random.js';
import type {Metric} from '../../src/format/manifest.js';
import {bernoulliLoss} from '../../src/training/cross-entropy.js';
import {laplaceLoss, meanAbsoluteError} from '../../src/training/laplace.js';
import {binarise} from '../../src/training/objectives/vae.js';
import type {Examples} from '../../src/training/objectives/objective.js';
import type {VaeNets} from './vae-nets.js';

export type Estimate = {value: number; stderr: number};

/** The seed with which images are binarised for every likelihood that is published (as Tomczak and Welling's VampPrior code and its successors do). */
const BINARISATION_SEED = 777;
const NOISE_SEED = 1;

/** Images as float32 [count, …shape]: binarised once with Bernoulli(x), or grey. */
function tensors(examples: Examples): {binary: Float32Array; grey: Float32Array} {
  const random = new Random(BINARISATION_SEED);
  const binary = new Float32Array(examples.images.length);
  binarise(examples.images, random, binary);
  return {binary, grey: Float32Array.from(examples.images, (value) => value / 255)};
}

/**
 * −log p(x) in nats for the images `from` … `to` − 1, each estimated with `draws` importance samples from q(z|x) (Burda et al. 2016, eq. 8; an upper bound in expectation,
 * tight for many draws). Images are binarised once. `onProgress` gets how many are done.
 */
export function negativeLogLikelihoods(
  nets: VaeNets,
  examples: Examples,
  draws: number,
  {from, to}: {from: number; to: number},
  onProgress?: (done: number) => void,
): number[] {
  const {binary} = tensors(examples);
  const size = binary.length / examples.count;
  const latent = nets.latent;
  const values: number[] = [];
  for (let start = from; start < to; start += 100) {
    const count = Math.min(100, to - start);
    const [means, logVariances] = tf.tidy(() => {
      const {mean, logVariance} = nets.encode(tf.tensor(binary.subarray(start * size, (start + count) * size), [count, ...examples.shape]));
      return [mean.dataSync() as Float32Array, logVariance.dataSync() as Float32Array];
    }) as [Float32Array, Float32Array];
    for (let i = 0; i < count; i++) {
      const image = binary.subarray((start + i) * size, (start + i + 1) * size);
      const [mean, logVariance] = [means, logVariances].map((all) => all.subarray(i * latent, (i + 1) * latent)) as [
        Float32Array,
        Float32Array,
      ];
      values.push(importanceEstimate(nets, image, examples.shape, mean, logVariance, draws, start + i));
    }
    onProgress?.(values.length);
  }
  return values;
}

function importanceEstimate(
  nets: VaeNets,
  image: Float32Array,
  shape: number[],
  mean: Float32Array,
  logVariance: Float32Array,
  draws: number,
  index: number,
): number {
  const latent = mean.length;
  // A generator for each image: the figure does not hang on the order or on how images are grouped.
  const random = Random.of(NOISE_SEED, index);
  const z = new Float32Array(draws * latent);
  const logRatio = new Float64Array(draws);
  for (let k = 0; k < draws; k++) {
    for (let d = 0; d < latent; d++) {
      const noise = random.normal();
      const value = mean[d]! + Math.exp(0.5 * logVariance[d]!) * noise;
      z[k * latent + d] = value;
      // log p(z) − log q(z|x); the normals' constants cancel.
      logRatio[k]! += 0.5 * (noise * noise + logVariance[d]! - value * value);
    }
  }
  const reconstruction = tf.tidy(() => {
    const logits = nets.decode(tf.tensor2d(z, [draws, latent]), {logits: true});
    return bernoulliLoss(logits, tf.tensor(image, [1, ...shape])).dataSync() as Float32Array;
  });
  const weights = Array.from(logRatio, (ratio, k) => ratio - reconstruction[k]!);
  const largest = Math.max(...weights);
  const sum = weights.reduce((total, weight) => total + Math.exp(weight - largest), 0);
  return -(largest + Math.log(sum / draws));
}

/** What images are compared with what is decoded by: Bernoulli with targets binarised once, or grey (soft); or Laplace with one scale. */
export type Likelihood = 'binary' | 'grey' | {laplace: number};

/** The evidence lower bound's two parts with one draw per image: −E log p(x|z) and KL(q‖p), in nats per image. */
export function elboParts(
  nets: VaeNets,
  examples: Examples,
  likelihood: Likelihood,
): {reconstruction: Estimate; kl: Estimate; total: Estimate} {
  const images = tensors(examples)[likelihood === 'binary' ? 'binary' : 'grey'];
  const reconstructions: number[] = [];
  const kls: number[] = [];
  eachDraw(nets, images, examples, ({x, z, mean, logVariance}) => {
    const loss =
      typeof likelihood === 'string'
        ? bernoulliLoss(nets.decode(z, {logits: true}), x)
        : laplaceLoss(nets.decode(z), x, likelihood.laplace);
    const terms = tf.sub(tf.sub(tf.add(tf.square(mean), tf.exp(logVariance)), 1), logVariance);
    reconstructions.push(...(loss.dataSync() as Float32Array));
    kls.push(...(tf.mul(0.5, tf.sum(terms, 1)).dataSync() as Float32Array));
  });
  const totals = reconstructions.map((value, i) => value + kls[i]!);
  return {reconstruction: estimate(reconstructions), kl: estimate(kls), total: estimate(totals)};
}

/** The most likely scale of a Laplace likelihood: the mean absolute error of images decoded from one draw each. */
export function likeliestScale(nets: VaeNets, examples: Examples): number {
  let sum = 0;
  eachDraw(nets, tensors(examples).grey, examples, ({x, z}) => {
    sum += meanAbsoluteError(nets.decode(z), x).dataSync()[0]! * x.shape[0]!;
  });
  return sum / examples.count;
}

/** Calls `visit` with images and a draw from q(z|x) for each, some hundred at a time. The draws follow from the images' numbers. */
function eachDraw(
  nets: VaeNets,
  images: Float32Array,
  {count, shape}: Examples,
  visit: (batch: {x: tf.Tensor; z: tf.Tensor; mean: tf.Tensor; logVariance: tf.Tensor}) => void,
): void {
  const size = images.length / count;
  for (let start = 0; start < count; start += 200) {
    const part = Math.min(200, count - start);
    const noise = new Float32Array(part * nets.latent);
    for (let i = 0; i < part; i++) {
      const random = Random.of(NOISE_SEED, start + i);
      for (let d = 0; d < nets.latent; d++) noise[i * nets.latent + d] = random.normal();
    }
    tf.tidy(() => {
      const x = tf.tensor(images.subarray(start * size, (start + part) * size), [part, ...shape]);
      const {mean, logVariance} = nets.encode(x);
      const z = tf.add(mean, tf.mul(tf.exp(tf.mul(0.5, logVariance)), tf.tensor2d(noise, [part, nets.latent])));
      visit({x, z, mean, logVariance});
    });
  }
}

/** Mean entropy in nats of the pixels that are drawn to binarise an image: a part of −log p(x) that no model can remove. */
export function binarisationEntropy({images, count}: Examples): number {
  const term = (p: number) => (p > 0 ? -p * Math.log(p) : 0);
  const byValue = Float64Array.from({length: 256}, (_, value) => term(value / 255) + term(1 - value / 255));
  let sum = 0;
  for (const value of images) sum += byValue[value]!;
  return sum / count;
}

/** How badly images are redrawn from their posterior means: what so many of 100 stay below. An element tells by it when a picture is unlike the data. */
export function misfitMetrics(nets: VaeNets, examples: Examples, split: string, likelihood: string | undefined): Record<string, Metric> {
  const images = tensors(examples).grey;
  const size = images.length / examples.count;
  const values: number[] = [];
  for (let start = 0; start < examples.count; start += 200) {
    const part = images.subarray(start * size, Math.min(examples.count, start + 200) * size);
    const redrawn = tf.tidy(() => {
      const {mean} = nets.encode(tf.tensor(part, [part.length / size, ...examples.shape]));
      return nets.decode(mean).dataSync() as Float32Array;
    });
    for (let at = 0; at < part.length; at += size) {
      values.push(misfit(part.subarray(at, at + size), redrawn.subarray(at, at + size), likelihood));
    }
  }
  const unit = likelihood === 'bernoulli' ? 'nats' : 'of 255';
  return Object.fromEntries(
    MISFIT_SHARES.map((share) => [
      `misfit${share}`,
      {value: quantile(values, share / 100)!, unit, split, n: examples.count, protocol: `percentile ${share}, posterior means`},
    ]),
  );
}

/** Mean and standard error. */
export function estimate(values: readonly number[]): Estimate {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, values.length - 1);
  return {value: mean, stderr: Math.sqrt(variance / values.length)};
}

/** Every published figure of a VAE, by the protocols of its card, from the images' −log p(x). `split` names the images. */
export function vaeMetrics(
  nets: VaeNets,
  examples: Examples,
  split: string,
  draws: number,
  likelihoods: readonly number[],
): Record<string, Metric> {
  const bernoulli = `bernoulli seed ${BINARISATION_SEED}`;
  const metric = ({value, stderr}: Estimate, protocol: string): Metric => ({
    value,
    unit: 'nats',
    stderr,
    split,
    n: examples.count,
    protocol,
  });
  const binary = elboParts(nets, examples, 'binary');
  const grey = elboParts(nets, examples, 'grey');
  return {
    nll: metric(estimate(likelihoods), `is-${draws}, ${bernoulli}`),
    elbo: metric(binary.total, `one draw, ${bernoulli}`),
    reconstruction: metric(binary.reconstruction, `one draw, ${bernoulli}`),
    kl: metric(binary.kl, `closed form, ${bernoulli}`),
    softBce: metric(grey.total, 'grey targets, one draw'),
  };
}
