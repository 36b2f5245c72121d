import * as tf from '@tensorflow/tfjs-core';
import type {Random} from '../../data/random.js';
import type {FlowStack} from '../../format/manifest.js';
import {flowForward} from '../flow-forward.js';
import type {BatchTensors, NetFunctions, Objective} from './objective.js';
import type {Points} from './points.js';

/** Mean −log p(x) of a normalizing flow in nats, exact by the change of variables (Dinh et al. 2017, eq. 3). Net: `couplings`, the layers' nets side by side. */
export class FlowObjective implements Objective<Points> {
  readonly #stack: FlowStack;
  /** What does not hang on the weights: of the base's density, and of the standardisation. */
  readonly #constant: number;

  constructor(stack: FlowStack) {
    const {std} = stack.standardise;
    this.#stack = stack;
    this.#constant = std.reduce((sum, value) => sum + Math.log(value) + 0.5 * Math.log(2 * Math.PI), 0);
  }

  /** One column a coordinate, standardised. */
  batch(points: Points, indices: readonly number[], randoms: readonly Random[]): BatchTensors {
    const {mean, std} = this.#stack.standardise;
    const columns = mean.map(() => new Float32Array(indices.length));
    const point = new Float32Array(mean.length);
    for (const [row, index] of indices.entries()) {
      points.read(index, randoms[row]!, point);
      for (const [axis, column] of columns.entries()) column[row] = (point[axis]! - mean[axis]!) / std[axis]!;
    }
    return Object.fromEntries(columns.map((column, axis) => [axis, tf.tensor2d(column, [column.length, 1])]));
  }

  loss(nets: NetFunctions, batch: BatchTensors): {loss: tf.Scalar; parts: Record<string, tf.Scalar>} {
    const {z, logDet} = flowForward(this.#stack.layers, nets.couplings!, Object.values(batch));
    const squares = tf.mul(0.5, tf.addN(z.map((column) => tf.square(column))));
    const loss = tf.add(tf.mean(tf.sub(squares, logDet)), this.#constant) as tf.Scalar;
    return {loss, parts: {}};
  }
}
