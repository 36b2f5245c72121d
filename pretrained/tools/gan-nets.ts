import * as tf from '@tensorflow/tfjs-core';
import {Random} from '../../src/data/random.js';
import type {Graph} from '../../src/format/graph.js';
import {runGraph} from '../../src/training/run-graph.js';
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

/** Draws from the prior for samples `start` to `end` of a seed, [count, latent]. Each sample has its own numbers, so it does not depend on how many there are. */
export function priorDraws(latent: number, seed: number, start: number, end: number): tf.Tensor2D {
  const z = new Float32Array((end - start) * latent);
  for (let i = start; i < end; i++) {
    const random = Random.of(seed, i);
    for (let d = 0; d < latent; d++) z[(i - start) * latent + d] = random.normal();
  }
  return tf.tensor2d(z, [end - start, latent]);
}
