import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-webgpu';
import {Random} from '../../../../src/data/random.js';
import {AUTOENCODER} from '../autoencoder-files.js';
import {BATCH, RATE} from '../learning.js';
import {filesOf} from '../places.js';
import type {Step} from '../training.js';

/** The same nets and the same objective as a user of tfjs writes them: stock models, `minimize`, the stock Adam. */
export async function start(backend: string, images: Uint8Array): Promise<Step> {
  if (!(await tf.setBackend(backend))) throw new Error(`tfjs has no ${backend} here`);
  const [encoder, decoder] = await Promise.all(
    ['encoder', 'decoder'].map((role) => tf.loadLayersModel(filesOf(AUTOENCODER, role).topology)),
  );
  const adam = tf.train.adam(RATE);
  const random = new Random(1);
  const count = images.length / 784;
  const lossOf = (x: tf.Tensor4D, noise: tf.Tensor2D): tf.Scalar => {
    const [mean, logVariance] = encoder!.apply(x, {training: true}) as [tf.Tensor2D, tf.Tensor2D];
    const z = mean.add(logVariance.mul(0.5).exp().mul(noise));
    const image = (decoder!.apply(z, {training: true}) as tf.Tensor4D).clipByValue(1e-6, 1 - 1e-6);
    const reconstruction = x
      .mul(image.log())
      .add(x.neg().add(1).mul(image.neg().add(1).log()))
      .sum()
      .neg();
    const divergence = mean.square().add(logVariance.exp()).sub(1).sub(logVariance).sum().mul(0.5);
    return reconstruction.add(divergence).div(BATCH);
  };
  return async (step) => {
    const first = ((step - 1) * BATCH) % (count - BATCH);
    const pixels = images.subarray(first * 784, (first + BATCH) * 784);
    const started = performance.now();
    const cost = tf.tidy(() => {
      // Binarised anew in each step, as ours.
      const x = tf.tensor4d(
        Float32Array.from(pixels, (value) => (255 * random.uniform() < value ? 1 : 0)),
        [BATCH, 28, 28, 1],
      );
      const noise = tf.tensor2d(
        Float32Array.from({length: BATCH * 16}, () => random.normal()),
        [BATCH, 16],
      );
      return adam.minimize(() => lossOf(x, noise), true)!;
    });
    const loss = cost.data();
    const script = performance.now() - started;
    const value = (await loss)[0]!;
    cost.dispose();
    return {loss: value, script};
  };
}
