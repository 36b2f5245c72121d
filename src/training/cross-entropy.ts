import * as tf from '@tensorflow/tfjs-core';
import {fusedKernels} from './kernels.js';

/**
 * −log p(target | logits) of a Bernoulli distribution in nats, summed over all axes but the first: [rows]. Differentiable in the logits.
 * Targets in [0, 1] have the logits' shape, or fewer rows: each is then the target of as many neighbouring rows of logits (several draws for one image).
 */
export function bernoulliLoss(logits: tf.Tensor, targets: tf.Tensor): tf.Tensor1D {
  const rows = logits.shape[0]!;
  if (!fusedKernels()) {
    const examples = targets.shape[0]!;
    const l = tf.reshape(logits, [examples, rows / examples, -1]);
    // max(l, 0) − l·t + log(1 + e^−|l|): no overflow on either side.
    const linear = tf.sub(tf.relu(l), tf.mul(l, tf.reshape(targets, [examples, 1, -1])));
    return tf.reshape(tf.sum(tf.add(linear, tf.log1p(tf.exp(tf.neg(tf.abs(l))))), 2), [rows]);
  }
  const fused = tf.customGrad((logits, save) => {
    const [loss, slope] = tf.engine().runKernel('SigmoidCrossEntropy', {logits: logits as tf.Tensor, targets}) as unknown as tf.Tensor[];
    (save as tf.GradSaveFunc)([slope!]);
    return {
      value: loss!,
      gradFunc: (dy: tf.Tensor, [slope]: tf.Tensor[]) => tf.mul(slope!, tf.reshape(dy, [rows, ...slope!.shape.slice(1).map(() => 1)])),
    };
  });
  return fused(logits) as tf.Tensor1D;
}
