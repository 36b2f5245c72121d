import * as tf from '@tensorflow/tfjs-core';
import type {Activation} from '../format/graph.js';
import {fusedKernels} from './kernels.js';

/** Activations of Keras as differentiable operations, elementwise but for softmax, which is over the last axis. */
export const ACTIVATIONS: Record<Activation, (x: tf.Tensor) => tf.Tensor> = {
  linear: (x) => x,
  relu: (x) => tf.relu(x),
  relu6: (x) => tf.relu6(x),
  sigmoid: (x) => tf.sigmoid(x),
  tanh: (x) => (fusedKernels() ? fusedTanh(x) : tf.tanh(x)),
  elu: (x) => tf.elu(x),
  selu: (x) => tf.selu(x),
  softplus: (x) => tf.softplus(x),
  softsign: (x) => tf.div(x, tf.add(1, tf.abs(x))),
  softmax: (x) => tf.softmax(x),
  swish: (x) => tf.mul(x, tf.sigmoid(x)),
  gelu: (x) => tf.mul(tf.mul(0.5, x), tf.add(1, tf.erf(tf.mul(x, Math.SQRT1_2)))),
  hardSigmoid: (x) => tf.clipByValue(tf.add(tf.mul(0.2, x), 0.5), 0, 1),
};

/** x where x > 0, else slope·x, for slopes between 0 and 1 (Maas et al. 2013). */
export function leakyRelu(x: tf.Tensor, slope: number): tf.Tensor {
  if (!fusedKernels()) return tf.leakyRelu(x, slope);
  return tf.customGrad((x, save) => {
    const y = tf.engine().runKernel('FusedLeakyRelu', {x: x as tf.Tensor}, {slope}) as unknown as tf.Tensor;
    (save as tf.GradSaveFunc)([y]);
    return {
      value: y,
      gradFunc: (dy: tf.Tensor, [y]: tf.Tensor[]) =>
        tf.engine().runKernel('LeakyReluGradient', {dy, y: y!}, {slope}) as unknown as tf.Tensor,
    };
  })(x);
}

function fusedTanh(x: tf.Tensor): tf.Tensor {
  return tf.customGrad((x, save) => {
    const y = tf.engine().runKernel('FusedTanh', {x: x as tf.Tensor}) as unknown as tf.Tensor;
    (save as tf.GradSaveFunc)([y]);
    return {
      value: y,
      gradFunc: (dy: tf.Tensor, [y]: tf.Tensor[]) => tf.engine().runKernel('TanhGradient', {dy, y: y!}) as unknown as tf.Tensor,
    };
  })(x);
}
