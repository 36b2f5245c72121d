import * as tf from '@tensorflow/tfjs-core';
import type {Graph} from '../../src/format/graph.js';
import {runGraph} from '../../src/training/run-graph.js';
import {DATA_SETS, type DataName, type DataSet, type LabelledExamples} from './data.js';
import {eachBatch} from './image-batches.js';

/** What a classifier of a data set is asked, and how many answers there are to each question. */
export type Questions = {names: readonly string[]; classes: number[]};

/** Whether each attribute is there, for data sets that have them; otherwise the class. */
export function questionsOf(name: DataName): Questions {
  const {attributes, labels}: DataSet = DATA_SETS[name];
  return attributes ? {names: attributes, classes: attributes.map(() => 2)} : {names: ['class'], classes: [labels.length]};
}

/** The right answers, example by example. */
export function answersOf({labels, attributes}: LabelledExamples): Uint8Array {
  return attributes ?? labels;
}

/** A classifier on the training kernels. Weights stay on the heap until `dispose`. */
export class ClassifierNets {
  readonly #graph: Graph;
  readonly #weights: tf.Tensor[];
  readonly #classes: readonly number[];

  constructor({classifier}: Record<string, Graph>, {classes}: Questions) {
    this.#graph = classifier!;
    this.#weights = this.#graph.weights.map(({data, shape}) => tf.tensor(data, shape));
    this.#classes = classes;
  }

  /** The likeliest answers to all questions of images [batch, height, width, channels], example by example. */
  answers(x: tf.Tensor): Uint8Array {
    return tf.tidy(() => {
      const [logits] = runGraph(this.#graph, this.#weights, [x]) as [tf.Tensor2D];
      const answers = tf.split(logits, [...this.#classes], 1).map((part) => tf.argMax(part, 1));
      return Uint8Array.from(tf.stack(answers, 1).dataSync());
    });
  }

  /** The likeliest answers for a data set's images. */
  answersFor(examples: LabelledExamples): Uint8Array {
    const answers: number[] = [];
    eachBatch(examples, (x) => answers.push(...this.answers(x)));
    return Uint8Array.from(answers);
  }

  dispose(): void {
    tf.dispose(this.#weights);
  }
}

/** Share of right answers to each question. */
export function accuracies(given: Uint8Array, right: Uint8Array, questions: number): number[] {
  const count = given.length / questions;
  const correct = new Array<number>(questions).fill(0);
  for (const [i, answer] of given.entries()) correct[i % questions]! += Number(answer === right[i]);
  return correct.map((value) => value / count);
}
