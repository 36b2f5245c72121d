import * as tf from '@tensorflow/tfjs-core';
import type {Random} from '../../data/random.js';
import {sizeOf} from '../../format/graph.js';
import type {BatchTensors, Examples, ExampleSet, NetFunctions, Objective} from './objective.js';

/**
 * `non-saturating` and `minimax`: Goodfellow et al. 2014, section 3 and eq. 1. `least-squares`: Mao et al. 2017, eq. 9. `hinge`: Lim and Ye 2017, "Geometric GAN". `wasserstein`: Arjovsky et al.
 * 2017, eq. 2 and 3, which wants a discriminator whose slope is bounded.
 */
export const GAN_LOSSES = ['non-saturating', 'minimax', 'least-squares', 'hinge', 'wasserstein'] as const;
export type GanLoss = (typeof GAN_LOSSES)[number];

/** Examples of any kind. `read` writes the example `index`; a density, which has no end, draws a fresh one instead. */
export type Reals = ExampleSet & {shape: number[]; read(index: number, random: Random, target: Float32Array): void};

/** Images in [0, 1]. */
export function imageReals({images, shape, count}: Examples): Reals {
  const size = images.length / count;
  const read: Reals['read'] = (index, _, target) => {
    for (let i = 0; i < size; i++) target[i] = images[index * size + i]! / 255;
  };
  return {shape, count, read};
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
};

/** What the generator minimises. Nets: `generator` z → image, `discriminator` image → logit. */
export class GeneratorObjective implements Objective<Reals> {
  readonly #options: GanOptions;

  constructor(options: GanOptions) {
    this.#options = options;
  }

  batch(_examples: Reals, indices: readonly number[], randoms: readonly Random[]): BatchTensors {
    return {z: latents(this.#options.latent, indices.length, randoms)};
  }

  loss(nets: NetFunctions, {z}: BatchTensors): {loss: tf.Scalar; parts: Record<string, tf.Scalar>} {
    const [x] = nets.generator!([z!], {constantInputs: true});
    const [logit] = nets.discriminator!([x!]);
    return {loss: tf.mean(generatorLoss(this.#options.loss, logit!)) as tf.Scalar, parts: {}};
  }
}

/** What the discriminator minimises. */
export class DiscriminatorObjective implements Objective<Reals> {
  readonly #options: GanOptions;

  constructor(options: GanOptions) {
    this.#options = options;
  }

  batch({shape, read}: Reals, indices: readonly number[], randoms: readonly Random[]): BatchTensors {
    const {latent, penalty} = this.#options;
    const size = sizeOf(shape);
    const rows = indices.length;
    const real = new Float32Array(rows * size);
    for (const [row, index] of indices.entries()) read(index, randoms[row]!, real.subarray(row * size, (row + 1) * size));
    const batch: BatchTensors = {real: tf.tensor(real, [rows, ...shape]), z: latents(latent, rows, randoms)};
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

  loss(nets: NetFunctions, {real, z, atReal, atFake}: BatchTensors): {loss: tf.Scalar; parts: Record<string, tf.Scalar>} {
    const {loss, penalty} = this.#options;
    const [fake] = nets.generator!([z!], {constantInputs: true});
    const images = [real!, fake!];
    const near = penalty ? [moved(real!, atReal!, penalty.radius), moved(fake!, atFake!, penalty.radius)] : [];
    // One pass for all of them.
    const [logits] = nets.discriminator!([tf.concat([...images, ...near])], {constantInputs: true});
    const [onReal, onFake, ...onNear] = tf.split(
      logits!,
      [...images, ...near].map(({shape}) => shape[0]!),
    ) as [tf.Tensor, tf.Tensor];
    const adversarial = adversarialLoss(loss, onReal, onFake);
    if (!penalty) return {loss: adversarial, parts: {}};
    const slopes = onNear.map((there: tf.Tensor, i) => {
      const here = tf.slice([onReal, onFake][i]!, [0, 0], there.shape as [number, number]);
      return tf.mean(tf.square(tf.div(tf.sub(there, here), penalty.radius))) as tf.Scalar;
    });
    const slope = tf.addN(slopes) as tf.Scalar;
    return {loss: tf.add(adversarial, tf.mul(penalty.weight / 2, slope)) as tf.Scalar, parts: {slope}};
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
  const [places, ...shape] = directions.shape as [number, ...number[]];
  return tf.add(
    tf.slice(
      images,
      images.shape.map(() => 0),
      [places, ...shape],
    ),
    tf.mul(radius, directions),
  );
}

/** Draws from the prior, [rows, latent]. */
function latents(latent: number, rows: number, randoms: readonly Random[]): tf.Tensor2D {
  const z = new Float32Array(rows * latent);
  for (const [row, random] of randoms.entries()) for (let i = 0; i < latent; i++) z[row * latent + i] = random.normal();
  return tf.tensor2d(z, [rows, latent]);
}
