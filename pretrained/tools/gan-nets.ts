import * as tf from '@tensorflow/tfjs-core';
import type {Graph} from '../../src/format/graph.js';
import {runGraph} from '../../src/training/run-graph.js';
import {priorDraws} from './prior-draws.js';
import type {Sampler} from './sample-metrics.js';

/** A generator on the training kernels, for evaluation and sample sheets. Weights stay on the heap until `dispose`. */
export class GeneratorNet {
  readonly latent: number;
  /** Of a conditional model. */
  readonly classes: number | undefined;
  readonly #graph: Graph;
  readonly #weights: tf.Tensor[];

  constructor({generator}: Record<string, Graph>) {
    this.#graph = generator!;
    this.latent = generator!.inputs[0]!.shape[0]!;
    this.classes = generator!.inputs[1]?.shape[0];
    this.#weights = generator!.weights.map(({data, shape}) => tf.tensor(data, shape));
  }

  /** Of a conditional model: the class of a sample, each in turn. */
  get asked(): ((sample: number) => number) | undefined {
    const {classes} = this;
    return classes ? (sample) => sample % classes : undefined;
  }

  /** The samples of a seed. */
  sampler(seed: number): Sampler {
    return (start, end) => {
      const z = priorDraws(this.latent, seed, start, end);
      return runGraph(this.#graph, this.#weights, [z, ...this.#labels(start, end)])[0]!;
    };
  }

  /** One-hot, [end − start, classes]. */
  #labels(start: number, end: number): tf.Tensor2D[] {
    const {classes, asked} = this;
    if (!classes || !asked) return [];
    const values = new Float32Array((end - start) * classes);
    for (let sample = start; sample < end; sample++) values[(sample - start) * classes + asked(sample)] = 1;
    return [tf.tensor2d(values, [end - start, classes])];
  }

  dispose(): void {
    tf.dispose(this.#weights);
  }
}
