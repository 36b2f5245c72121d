import * as tf from '@tensorflow/tfjs-core';
import type {Graph} from '../../src/format/graph.js';
import {runGraph} from '../../src/training/run-graph.js';
import {priorDraws} from './prior-draws.js';
import type {Sampler} from './sample-metrics.js';

/** A generator on the training kernels, for evaluation and sample sheets. Weights stay on the heap until `dispose`. */
export class GeneratorNet {
  readonly latent: number;
  readonly #graph: Graph;
  readonly #weights: tf.Tensor[];

  constructor({generator}: Record<string, Graph>) {
    this.#graph = generator!;
    this.latent = generator!.inputs[0]!.shape[0]!;
    this.#weights = generator!.weights.map(({data, shape}) => tf.tensor(data, shape));
  }

  /** The samples of a seed. */
  sampler(seed: number): Sampler {
    return (start, end) => runGraph(this.#graph, this.#weights, [priorDraws(this.latent, seed, start, end)])[0]!;
  }

  dispose(): void {
    tf.dispose(this.#weights);
  }
}
