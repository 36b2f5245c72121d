import * as tf from '@tensorflow/tfjs-core';
import type {Random} from '../../data/random.js';
import {bernoulliLoss} from '../cross-entropy.js';
import {laplaceLoss, meanAbsoluteError} from '../laplace.js';
import type {BatchTensors, Examples, NetFunctions, Objective} from './objective.js';

export type VaeOptions = {
  latent: number;
  /** Weight of the KL divergence (Higgins et al. 2017); 1 is the evidence lower bound. */
  beta: number;
  /** Draws from q per example. Above 1 the importance-weighted bound is maximised (Burda et al. 2016, eq. 8), and beta must be 1. */
  draws: number;
  /** Share of examples whose encoder sees the grey image instead of the binarised one, so that it serves both. The bound holds for any q. */
  greyInputs: number;
  /**
   * Distribution of a pixel's values given z. `bernoulli`, the usual one, is for grey images. `laplace` is for colours, as they are: its median is the decoder's image, its one scale is in each step
   * the most likely one for the batch, which is the mean absolute error (as Rybkin et al. 2021, "Simple and Effective VAE Training with Calibrated Decoders", do for a normal distribution).
   */
  likelihood?: 'bernoulli' | 'laplace';
  /**
   * Weight of what the mean and the covariance of q over a batch lack of those of the prior: the sum of squares of the mean and of the covariance less the identity
   * (as the regulariser of DIP-VAE-II, Kumar et al. 2018, "Variational Inference of Disentangled Latent Concepts from Unlabeled Observations"). Where the reconstruction outweighs the KL
   * divergence by far, draws from the prior are otherwise unlike anything the decoder has seen. Nothing by default.
   */
  moments?: number;
};

/**
 * Negative evidence lower bound of a variational autoencoder in nats per image (Kingma and Welling 2014, eq. 10). For a Bernoulli likelihood
 * images are binarised anew, pixel by pixel, each time they are drawn. Nets: `encoder` x → (mean, log variance), `decoder` z → image.
 */
export class VaeObjective implements Objective<Examples> {
  readonly #options: VaeOptions;

  constructor(options: VaeOptions) {
    if (options.draws > 1 && (options.beta !== 1 || options.moments))
      throw new RangeError('the importance-weighted bound has no beta and no moments');
    if (options.draws > 1 && options.likelihood === 'laplace')
      throw new RangeError('the importance-weighted bound is for a Bernoulli likelihood');
    this.#options = options;
  }

  batch(examples: Examples, indices: readonly number[], randoms: readonly Random[]): BatchTensors {
    const {latent, draws, greyInputs, likelihood} = this.#options;
    const size = examples.images.length / examples.count;
    const targets = new Float32Array(indices.length * size);
    const inputs = new Float32Array(indices.length * size);
    const noise = new Float32Array(indices.length * draws * latent);
    for (const [row, index] of indices.entries()) {
      const random = randoms[row]!;
      const image = examples.images.subarray(index * size, (index + 1) * size);
      const target = targets.subarray(row * size, (row + 1) * size);
      const input = inputs.subarray(row * size, (row + 1) * size);
      const grey = random.uniform() < greyInputs;
      if (likelihood === 'laplace') for (let i = 0; i < size; i++) target[i] = image[i]! / 255;
      else binarise(image, random, target);
      for (let i = 0; i < size; i++) input[i] = grey ? image[i]! / 255 : target[i]!;
      for (let i = 0; i < draws * latent; i++) noise[row * draws * latent + i] = random.normal();
    }
    const shape = [indices.length, ...examples.shape];
    return {target: tf.tensor(targets, shape), input: tf.tensor(inputs, shape), noise: tf.tensor(noise, [indices.length, draws, latent])};
  }

  loss(nets: NetFunctions, {target, input, noise}: BatchTensors): {loss: tf.Scalar; parts: Record<string, tf.Scalar>} {
    const {beta, draws, moments} = this.#options;
    const [mean, logVariance] = nets.encoder!([input!], {constantInputs: true}) as [tf.Tensor, tf.Tensor];
    if (draws > 1) return this.#importanceWeighted(nets, target!, mean, logVariance, noise!);
    const {loss, parts} = this.#elbo(nets, target!, mean, logVariance, noise!, beta);
    if (!moments) return {loss, parts};
    const misfit = momentMisfit(mean as tf.Tensor2D, logVariance as tf.Tensor2D);
    return {loss: tf.add(loss, tf.mul(moments, misfit)) as tf.Scalar, parts: {...parts, moments: misfit}};
  }

  #elbo(nets: NetFunctions, target: tf.Tensor, mean: tf.Tensor, logVariance: tf.Tensor, noise: tf.Tensor, beta: number) {
    const z = tf.add(mean, tf.mul(tf.exp(tf.mul(0.5, logVariance)), tf.squeeze(noise, [1])));
    const reconstruction = tf.mean(this.#reconstruction(nets, z, target)) as tf.Scalar;
    const terms = tf.sub(tf.sub(tf.add(tf.square(mean), tf.exp(logVariance)), 1), logVariance);
    const kl = tf.mul(0.5, tf.mean(tf.sum(terms, 1))) as tf.Scalar;
    return {loss: tf.add(reconstruction, tf.mul(beta, kl)) as tf.Scalar, parts: {reconstruction, kl}};
  }

  #reconstruction(nets: NetFunctions, z: tf.Tensor, target: tf.Tensor): tf.Tensor1D {
    const logits = this.#options.likelihood !== 'laplace';
    const [x] = nets.decoder!([z], {logits}) as [tf.Tensor];
    return logits ? bernoulliLoss(x, target) : laplaceLoss(x, target, meanAbsoluteError(x, target));
  }

  #importanceWeighted(nets: NetFunctions, target: tf.Tensor, mean: tf.Tensor, logVariance: tf.Tensor, noise: tf.Tensor) {
    const [batch, draws, latent] = noise.shape as [number, number, number];
    const spread = tf.exp(tf.mul(0.5, logVariance));
    const z = tf.add(tf.expandDims(mean, 1), tf.mul(tf.expandDims(spread, 1), noise));
    const [logits] = nets.decoder!([tf.reshape(z, [batch * draws, latent])], {logits: true});
    const reconstruction = tf.reshape(bernoulliLoss(logits!, target), [batch, draws]);
    // log p(z) − log q(z|x); the constants of both normals cancel. With z reparametrised, (z − mean)/spread is the noise itself.
    const ratio = tf.mul(0.5, tf.sub(tf.add(tf.sum(tf.square(noise), 2), tf.sum(logVariance, 1, true)), tf.sum(tf.square(z), 2)));
    const logWeight = tf.sub(ratio, reconstruction);
    const bound = tf.sub(tf.logSumExp(logWeight, 1), Math.log(draws));
    const loss = tf.neg(tf.mean(bound)) as tf.Scalar;
    return {loss, parts: {reconstruction: tf.mean(reconstruction) as tf.Scalar, kl: tf.neg(tf.mean(ratio)) as tf.Scalar}};
  }
}

/**
 * Squared distance of the mean and covariance of q over all data from those of the standard normal distribution, estimated from a batch: mean and log variance [batch, latent].
 * Less what chance adds: a mean of n draws has the variance C/n, and an entry of their covariance (CᵢᵢCⱼⱼ + Cᵢⱼ²)/n for normal draws, which would otherwise favour a narrow q.
 */
export function momentMisfit(mean: tf.Tensor2D, logVariance: tf.Tensor2D): tf.Scalar {
  const [batch, latent] = mean.shape;
  const middle = tf.mean(mean, 0);
  const centred = tf.sub(mean, middle) as tf.Tensor2D;
  const between = tf.div(tf.matMul(centred, centred, true), batch - 1);
  const excess = tf.mul(tf.eye(latent), tf.sub(tf.mean(tf.exp(logVariance), 0), 1));
  const spread = tf.div(tf.sum(tf.square(centred)), batch - 1);
  const chance = tf.div(tf.addN([spread, tf.square(spread), tf.sum(tf.square(between))]), batch);
  return tf.sub(tf.add(tf.sum(tf.square(middle)), tf.sum(tf.square(tf.add(between, excess)))), chance) as tf.Scalar;
}

/** Draws each pixel from Bernoulli(value / 255). */
export function binarise(image: Uint8Array, random: Random, target: Float32Array): void {
  for (let i = 0; i < image.length; i++) {
    const value = image[i]!;
    // Empty pixels, half of all, draw nothing.
    target[i] = value > 0 && random.bits() < value * (2 ** 32 / 255) ? 1 : 0;
  }
}
