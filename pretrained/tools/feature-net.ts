import * as tf from '@tensorflow/tfjs-core';
import type {Graph} from '../../src/format/graph.js';
import {runGraph} from '../../src/training/run-graph.js';
import type {Points} from './neighbours.js';

const BATCH = 200;

/** What a classifier sees in images: its last hidden layer, and its likeliest answers to all questions, image by image. */
export type Seen = {features: Points; answers: Uint8Array};

/** A classifier on the training kernels. Weights stay on the heap until `dispose`. */
export class FeatureNet {
  readonly #graph: Graph;
  readonly #weights: tf.Tensor[];
  readonly #classes: readonly number[];

  /** @param classes how many answers there are to each question */
  constructor(graph: Graph, classes: readonly number[]) {
    this.#classes = classes;
    const last = graph.nodes.at(-1)!;
    // What goes into the logits is an output as well.
    this.#graph = {...graph, outputs: [...graph.outputs, last.inputs[0]!]};
    this.#weights = graph.weights.map(({data, shape}) => tf.tensor(data, shape));
  }

  /** Of images [count, …shape] with values 0 … 1; `images` gives those from `start` to `end`. */
  see(count: number, images: (start: number, end: number) => tf.Tensor): Seen {
    const parts: Float32Array[] = [];
    const answers: number[] = [];
    for (let start = 0; start < count; start += BATCH) {
      tf.tidy(() => {
        const [logits, hidden] = runGraph(this.#graph, this.#weights, [images(start, Math.min(count, start + BATCH))]);
        parts.push(hidden!.dataSync().slice() as Float32Array);
        const perQuestion = tf.split(logits!, [...this.#classes], 1).map((part) => tf.argMax(part, 1));
        answers.push(...tf.stack(perQuestion, 1).dataSync());
      });
    }
    const width = parts[0]!.length / Math.min(count, BATCH);
    const values = new Float32Array(count * width);
    let at = 0;
    for (const part of parts) {
      values.set(part, at);
      at += part.length;
    }
    return {features: {values, width}, answers: Uint8Array.from(answers)};
  }

  dispose(): void {
    tf.dispose(this.#weights);
  }
}
