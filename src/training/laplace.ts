import * as tf from '@tensorflow/tfjs-core';

/** −log p(target) of Laplace distributions around `medians` with one scale, in nats, summed over all axes but the first: [rows]. It is that of a density, and may be negative. */
export function laplaceLoss(medians: tf.Tensor, targets: tf.Tensor, scale: tf.Scalar | number): tf.Tensor1D {
  const rows = medians.shape[0]!;
  const size = medians.size / rows;
  const errors = tf.sum(tf.reshape(tf.abs(tf.sub(medians, targets)), [rows, size]), 1);
  return tf.add(tf.div(errors, scale), tf.mul(size, tf.log(tf.mul(2, scale)))) as tf.Tensor1D;
}

/** The most likely scale of Laplace distributions around `medians`. */
export function meanAbsoluteError(medians: tf.Tensor, targets: tf.Tensor): tf.Scalar {
  return tf.mean(tf.abs(tf.sub(medians, targets))) as tf.Scalar;
}
