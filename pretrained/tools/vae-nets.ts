import * as tf from '@tensorflow/tfjs-core';
import type {Graph} from '../../src/format/graph.js';
import {runGraph} from '../../src/training/run-graph.js';

/** A VAE's two nets on the training kernels, for evaluation and sample sheets. Weights stay on the heap until `dispose`. */
export class VaeNets {
  readonly #graphs: {encoder: Graph; decoder: Graph};
  readonly #weights: {encoder: tf.Tensor[]; decoder: tf.Tensor[]};

  constructor(graphs: Record<string, Graph>) {
    this.#graphs = graphs as {encoder: Graph; decoder: Graph};
    const upload = ({weights}: Graph) => weights.map(({data, shape}) => tf.tensor(data, shape));
    this.#weights = {encoder: upload(this.#graphs.encoder), decoder: upload(this.#graphs.decoder)};
  }

  get latent(): number {
    return this.#graphs.decoder.inputs[0]!.shape[0]!;
  }

  /** x [batch, height, width, channels] to mean and log variance, [batch, latent]. */
  encode(x: tf.Tensor): {mean: tf.Tensor2D; logVariance: tf.Tensor2D} {
    const [mean, logVariance] = runGraph(this.#graphs.encoder, this.#weights.encoder, [x]) as [tf.Tensor2D, tf.Tensor2D];
    return {mean, logVariance};
  }

  /** z [batch, latent] to images, or to their logits. */
  decode(z: tf.Tensor, options: {logits: boolean} = {logits: false}): tf.Tensor4D {
    return runGraph(this.#graphs.decoder, this.#weights.decoder, [z], options)[0] as tf.Tensor4D;
  }

  dispose(): void {
    tf.dispose([...this.#weights.encoder, ...this.#weights.decoder]);
  }
}
