import * as tf from '@tensorflow/tfjs-core';
import type {Graph} from '../../src/format/graph.js';
import type {FlowStack} from '../../src/format/manifest.js';
import {flowForward} from '../../src/training/flow-forward.js';
import type {NetFunctions} from '../../src/training/objectives/objective.js';
import {runGraph} from '../../src/training/run-graph.js';
import {invertCoupling} from './invert-coupling.js';

const BATCH = 4096;

/** A flow in the plane on the training kernels, for evaluation and pictures. Points are x and y in turns. Weights stay on the heap until `dispose`. */
export class FlowNets {
  readonly #stack: FlowStack;
  readonly #weights: tf.Tensor[];
  readonly #couplings: NetFunctions[string];

  constructor(stack: FlowStack, {couplings}: Record<string, Graph>) {
    this.#stack = stack;
    this.#weights = couplings!.weights.map(({data, shape}) => tf.tensor(data, shape));
    this.#couplings = (inputs, options) => runGraph(couplings!, this.#weights, inputs, options);
  }

  /** Base coordinates of points, and log p of each in nats. */
  forward(points: Float32Array): {z: Float32Array; logProb: Float32Array} {
    const {mean, std} = this.#stack.standardise;
    const constant = std.reduce((sum, value) => sum - Math.log(value) - 0.5 * Math.log(2 * Math.PI), 0);
    const z = new Float32Array(points.length);
    const logProb = new Float32Array(points.length / 2);
    for (let start = 0; start < logProb.length; start += BATCH) {
      const part = points.subarray(2 * start, 2 * Math.min(logProb.length, start + BATCH));
      const count = part.length / 2;
      const [zx, zy, logDet] = tf.tidy(() => {
        const columns = [0, 1].map((axis) => {
          const column = Float32Array.from({length: count}, (_, i) => (part[2 * i + axis]! - mean[axis]!) / std[axis]!);
          return tf.tensor2d(column, [count, 1]);
        });
        const {z, logDet} = flowForward(this.#stack.layers, this.#couplings, columns);
        return [...z, logDet].map((tensor) => tensor.dataSync() as Float32Array);
      }) as [Float32Array, Float32Array, Float32Array];
      for (let i = 0; i < count; i++) {
        z.set([zx[i]!, zy[i]!], 2 * (start + i));
        logProb[start + i] = constant + logDet[i]! - 0.5 * (zx[i]! ** 2 + zy[i]! ** 2);
      }
    }
    return {z, logProb};
  }

  /** Points of base coordinates. */
  inverse(z: Float32Array): Float32Array {
    const {standardise, layers} = this.#stack;
    const points = z.slice();
    for (let start = 0; start < points.length; start += 2 * BATCH) {
      const part = points.subarray(start, start + 2 * BATCH);
      for (const layer of layers.toReversed()) {
        const passing = layer.mask.indexOf(1);
        const transformed = 1 - passing;
        const count = part.length / 2;
        const raw = tf.tidy(() => {
          const inputs: tf.Tensor[] = [];
          inputs[layer.output] = tf.tensor2d(
            part.filter((_, i) => i % 2 === passing),
            [count, 1],
          );
          return this.#couplings(inputs, {outputs: [layer.output]})[0]!.dataSync() as Float32Array;
        });
        const width = raw.length / count;
        for (let i = 0; i < count; i++) {
          const at = 2 * i + transformed;
          part[at] = invertCoupling(layer, part[at]!, raw.subarray(i * width, (i + 1) * width));
        }
      }
    }
    return points.map((value, i) => value * standardise.std[i % 2]! + standardise.mean[i % 2]!);
  }

  dispose(): void {
    tf.dispose(this.#weights);
  }
}
