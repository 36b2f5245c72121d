// The flow of the benches: eight affine couplings with 64 hidden units, and its density grid as a user of tfjs would write it.
import * as tf from '@tensorflow/tfjs-core';
import {randomFlow} from '../src/engine/flow-stacks.js';

export const BOX = [-4, -4, 4, 4] as const;
/** As a user of tfjs would: relu, which its fused product knows. */
export const FLOW = randomFlow({
  kinds: Array.from({length: 8}, () => 'affine'),
  hidden: [64, 64],
  activation: 'relu',
  spread: 0.3,
  seed: 1,
});

/** The middles of the grid's cells, standardised: all first coordinates, then all second ones. */
export function cells(size: number): [number[], number[]] {
  const {mean, std} = FLOW.stack.standardise;
  const step = (BOX[2] - BOX[0]) / size;
  const indices = Array.from({length: size * size}, (_, index) => index);
  return [
    indices.map((index) => (BOX[0] + ((index % size) + 0.5) * step - mean[0]!) / std[0]!),
    indices.map((index) => (BOX[3] - (Math.floor(index / size) + 0.5) * step - mean[1]!) / std[1]!),
  ];
}

/** The same grid as one batch of tfjs operations; weights and points lie on its backend from the start. */
export function stockFlow(size: number): () => Promise<Float32Array> {
  const {stack, graph} = FLOW;
  const {std} = stack.standardise;
  const weights = graph.weights.map(({data, shape}) => tf.tensor(data, shape));
  const columns = cells(size).map((column) => tf.tensor2d(column, [size * size, 1]));
  const dense = (x: tf.Tensor, first: number, activation: 'relu' | 'linear'): tf.Tensor2D =>
    tf.fused.matMul({a: x as tf.Tensor2D, b: weights[first] as tf.Tensor2D, bias: weights[first + 1]!, activation}) as tf.Tensor2D;
  return async () => {
    const result = tf.tidy(() => {
      const point = [...columns] as [tf.Tensor, tf.Tensor];
      let logDet: tf.Tensor = tf.scalar(-Math.log(2 * Math.PI * std[0]! * std[1]!));
      for (const [index, {mask, bound}] of stack.layers.entries()) {
        const passing = mask.indexOf(1);
        const out = dense(dense(dense(point[passing]!, 6 * index, 'relu'), 6 * index + 2, 'relu'), 6 * index + 4, 'linear');
        const [raw, t] = tf.split(out, 2, 1);
        const s = tf.mul(bound, tf.tanh(tf.div(raw!, bound)));
        point[1 - passing] = tf.add(tf.mul(point[1 - passing]!, tf.exp(s)), t!);
        logDet = tf.add(logDet, s);
      }
      return tf.sub(logDet, tf.mul(0.5, tf.add(tf.square(point[0]), tf.square(point[1]))));
    });
    const data = (await result.data()) as Float32Array;
    result.dispose();
    return data;
  };
}
