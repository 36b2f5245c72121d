import * as tf from '@tensorflow/tfjs-core';
import type {Random} from '../../data/random.js';
import {sizeOf} from '../../format/graph.js';
import type {GanLoss} from '../gan-choices.js';
import type {BatchTensors, Examples, NetFunctions, Objective} from './objective.js';
import type {Points} from './points.js';

/** Examples of any shape. */
export type Reals = Points & {
  shape: number[];
  /** The class of each, where it is known. */
  labels?: ArrayLike<number>;
};

/** Images in [0, 1]. */
export function imageReals({images, shape, count, labels}: Examples): Reals {
  const size = images.length / count;
  const read: Reals['read'] = (index, _, target) => {
    for (let i = 0; i < size; i++) target[i] = images[index * size + i]! / 255;
  };
  return {shape, count, labels, read};
}

export type GanOptions = {
  latent: number;
  loss: GanLoss;
  /**
   * Half of this times the mean square of the discriminator's slope at real images and at generated ones is added to its loss (R1 and R2; Mescheder et al. 2018, eq. 9).
   * tfjs has no second derivative of a convolution, so the slope is a difference quotient in one random direction, whose mean square is that of the gradient
   * (Lin et al. 2025, "Diffusion Adversarial Post-Training for One-Step Video Generation", who take it on real images only). `share`: of the batch, where it is taken.
   */
  penalty?: {weight: number; radius: number; share: number};
  /**
   * Of a conditional model (Mirza and Osindero 2014): both nets take the class as a second input, one of `count`, each as likely as the others.
   * With a `weight` the discriminator has a second output, the logits of an image's class, and both players minimise that times its cross-entropy,
   * the one at real images and the other at its own (Odena et al. 2017, "Conditional Image Synthesis with Auxiliary Classifier GANs", eq. 3).
   */
  classes?: {count: number; weight?: number};
};

/** What the generator minimises. Nets: `generator` z → image, `discriminator` image → logit; of a conditional model each has the class as one-hot numbers beside it. */
export class GeneratorObjective implements Objective<Reals> {
  readonly #options: GanOptions;

  constructor(options: GanOptions) {
    this.#options = options;
  }

  batch(_examples: Reals, indices: readonly number[], randoms: readonly Random[]): BatchTensors {
    const {latent, classes} = this.#options;
    const z = latents(latent, indices.length, randoms);
    return classes ? {z, label: oneHot(drawn(classes.count, randoms), classes.count)} : {z};
  }

  loss(nets: NetFunctions, {z, label}: BatchTensors): {loss: tf.Scalar; parts: Record<string, tf.Scalar>} {
    const {loss, classes} = this.#options;
    const given = label ? [label] : [];
    const [x] = nets.generator!([z!, ...given], {constantInputs: true});
    const [logit, classLogits] = nets.discriminator!([x!, ...given]);
    const adversarial = tf.mean(generatorLoss(loss, logit!)) as tf.Scalar;
    if (!classes?.weight) return {loss: adversarial, parts: {}};
    const fakeClass = crossEntropy(classLogits!, label!);
    return {loss: tf.add(adversarial, tf.mul(classes.weight, fakeClass)) as tf.Scalar, parts: {fakeClass}};
  }
}

/** What the discriminator minimises. */
export class DiscriminatorObjective implements Objective<Reals> {
  readonly #options: GanOptions;

  constructor(options: GanOptions) {
    this.#options = options;
  }

  batch({shape, labels, read}: Reals, indices: readonly number[], randoms: readonly Random[]): BatchTensors {
    const {latent, penalty, classes} = this.#options;
    const size = sizeOf(shape);
    const rows = indices.length;
    const real = new Float32Array(rows * size);
    for (const [row, index] of indices.entries()) read(index, randoms[row]!, real.subarray(row * size, (row + 1) * size));
    const batch: BatchTensors = {real: tf.tensor(real, [rows, ...shape]), z: latents(latent, rows, randoms)};
    if (classes) {
      const realLabels = indices.map((index) => labels![index]!);
      batch.realLabel = oneHot(realLabels, classes.count);
      batch.fakeLabel = oneHot(drawn(classes.count, randoms), classes.count);
    }
    if (!penalty) return batch;
    // A direction for the real image, then one for the generated one.
    const places = Math.ceil(penalty.share * rows);
    const directions = [0, 1].map(() => new Float32Array(places * size));
    for (const values of directions) {
      for (let row = 0; row < places; row++) for (let i = 0; i < size; i++) values[row * size + i] = randoms[row]!.normal();
    }
    const [atReal, atFake] = directions.map((values) => tf.tensor(values, [places, ...shape])) as [tf.Tensor, tf.Tensor];
    return {...batch, atReal, atFake};
  }

  loss(nets: NetFunctions, batch: BatchTensors): {loss: tf.Scalar; parts: Record<string, tf.Scalar>} {
    const {loss, penalty, classes} = this.#options;
    const {real, z, atReal, atFake, realLabel, fakeLabel} = batch;
    const [fake] = nets.generator!(fakeLabel ? [z!, fakeLabel] : [z!], {constantInputs: true});
    const images = [real!, fake!];
    const labels = realLabel && fakeLabel ? [realLabel, fakeLabel] : [];
    if (penalty) {
      images.push(moved(real!, atReal!, penalty.radius), moved(fake!, atFake!, penalty.radius));
      labels.push(...labels.map((label) => firstOf(label, atReal!.shape[0]!)));
    }
    // One pass for all of them.
    const inputs = [images, labels].filter((parts) => parts.length > 0).map((parts) => tf.concat(parts));
    const [logits, classLogits] = nets.discriminator!(inputs, {constantInputs: true});
    const counts = images.map(({shape}) => shape[0]!);
    const [onReal, onFake, ...onNear] = tf.split(logits!, counts) as [tf.Tensor, tf.Tensor];
    let total = adversarialLoss(loss, onReal, onFake);
    const parts: Record<string, tf.Scalar> = {};
    if (penalty) {
      const slopes = onNear.map((there: tf.Tensor, i) => {
        const here = firstOf([onReal, onFake][i]!, there.shape[0]!);
        return tf.mean(tf.square(tf.div(tf.sub(there, here), penalty.radius))) as tf.Scalar;
      });
      parts.slope = tf.addN(slopes) as tf.Scalar;
      total = tf.add(total, tf.mul(penalty.weight / 2, parts.slope));
    }
    if (classes?.weight) {
      parts.realClass = crossEntropy(firstOf(classLogits!, counts[0]!), realLabel!);
      total = tf.add(total, tf.mul(classes.weight, parts.realClass));
    }
    return {loss: total, parts};
  }
}

function generatorLoss(loss: GanLoss, logit: tf.Tensor): tf.Tensor {
  switch (loss) {
    case 'non-saturating':
      return tf.softplus(tf.neg(logit));
    case 'minimax':
      return tf.neg(tf.softplus(logit));
    case 'least-squares':
      return tf.square(tf.sub(logit, 1));
    case 'hinge':
    case 'wasserstein':
      return tf.neg(logit);
  }
}

function adversarialLoss(loss: GanLoss, onReal: tf.Tensor, onFake: tf.Tensor): tf.Scalar {
  const mean = (x: tf.Tensor) => tf.mean(x) as tf.Scalar;
  switch (loss) {
    case 'non-saturating':
    case 'minimax':
      return tf.add(mean(tf.softplus(tf.neg(onReal))), mean(tf.softplus(onFake)));
    case 'least-squares':
      return tf.add(mean(tf.square(tf.sub(onReal, 1))), mean(tf.square(onFake)));
    case 'hinge':
      return tf.add(mean(tf.relu(tf.sub(1, onReal))), mean(tf.relu(tf.add(1, onFake))));
    case 'wasserstein':
      return tf.sub(mean(onFake), mean(onReal));
  }
}

/** The first of the images, each a little way off in its direction. */
function moved(images: tf.Tensor, directions: tf.Tensor, radius: number): tf.Tensor {
  return tf.add(firstOf(images, directions.shape[0]!), tf.mul(radius, directions));
}

function firstOf(x: tf.Tensor, rows: number): tf.Tensor {
  const begin = x.shape.map(() => 0);
  return tf.slice(x, begin, [rows, ...x.shape.slice(1)]);
}

/** Mean over the rows, in nats. */
function crossEntropy(logits: tf.Tensor, label: tf.Tensor): tf.Scalar {
  return tf.neg(tf.mean(tf.sum(tf.mul(tf.logSoftmax(logits), label), 1)));
}

/** A class for each example. */
function drawn(classes: number, randoms: readonly Random[]): number[] {
  return randoms.map((random) => random.integer(classes));
}

/** [rows, classes] */
function oneHot(labels: readonly number[], classes: number): tf.Tensor2D {
  const values = new Float32Array(labels.length * classes);
  for (const [row, label] of labels.entries()) values[row * classes + label] = 1;
  return tf.tensor2d(values, [labels.length, classes]);
}

/** Draws from the prior, [rows, latent]. */
function latents(latent: number, rows: number, randoms: readonly Random[]): tf.Tensor2D {
  const z = new Float32Array(rows * latent);
  for (const [row, random] of randoms.entries()) for (let i = 0; i < latent; i++) z[row * latent + i] = random.normal();
  return tf.tensor2d(z, [rows, latent]);
}
