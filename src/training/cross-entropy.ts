import * as tf from '@tensorflow/tfjs-core';
import {fusedKernels} from './kernels.js';

/**
 * −log p(target | logits) of a Bernoulli distribution in nats, summed over all axes but the first: [batch]. Differentiable in the logits.
 * Targets in [0, 1] have the logits' shape.
 */
export function bernoulliLoss(logits: tf.Tensor, targets: tf.Tensor): tf.Tensor1D {
  const rows = logits.shape[0]!;
  if (!fusedKernels()) {
    // max(l, 0) − l·t + log(1 + e^−|l|): no overflow on either side.
    const each = tf.add(tf.sub(tf.relu(logits), tf.mul(logits, targets)), tf.log1p(tf.exp(tf.neg(tf.abs(logits)))));
    return tf.sum(tf.reshape(each, [rows, -1]), 1);
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
