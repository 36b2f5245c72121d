import * as tf from '@tensorflow/tfjs-core';
import type {BatchTensors, Examples, NetFunctions, Objective} from './objective.js';

/** Examples with answers: `answers[i · questions + q]` is the class of example i in question q. */
export type AnsweredExamples = Examples & {answers: Uint8Array};

export type ClassifierOptions = {
  /** How many classes each question has: [10] for the digit of an image, [2, 2, 2] for three attributes. */
  classes: readonly number[];
};

/**
 * Cross-entropy in nats per image, summed over the questions that are asked of it; each has a softmax of its own. The net `classifier` takes x to the logits of all questions, one after the other:
 * [batch, Σ classes].
 */
export class ClassifierObjective implements Objective<AnsweredExamples> {
  readonly #classes: readonly number[];

  constructor({classes}: ClassifierOptions) {
    this.#classes = classes;
  }

  batch({images, count, shape, answers: all}: AnsweredExamples, indices: readonly number[]): BatchTensors {
    const size = images.length / count;
    const questions = this.#classes.length;
    const inputs = new Float32Array(indices.length * size);
    const answers = new Int32Array(indices.length * questions);
    for (const [row, index] of indices.entries()) {
      for (let i = 0; i < size; i++) inputs[row * size + i] = images[index * size + i]! / 255;
      answers.set(all.subarray(index * questions, (index + 1) * questions), row * questions);
    }
    return {
      input: tf.tensor(inputs, [indices.length, ...shape]),
      answers: tf.tensor2d(answers, [indices.length, questions], 'int32'),
    };
  }

  loss(nets: NetFunctions, {input, answers}: BatchTensors): {loss: tf.Scalar; parts: Record<string, tf.Scalar>} {
    const [logits] = nets.classifier!([input!], {constantInputs: true}) as [tf.Tensor2D];
    // tfjs has no gradient for a split into one part.
    const perPart = this.#classes.length > 1 ? tf.split(logits, [...this.#classes], 1) : [logits];
    const perQuestion = perPart.map((part, question) => {
      const classes = this.#classes[question]!;
      const answer = tf.oneHot(tf.reshape(tf.slice(answers!, [0, question], [-1, 1]), [-1]) as tf.Tensor1D, classes);
      return tf.neg(tf.mean(tf.sum(tf.mul(tf.logSoftmax(part), answer), 1)));
    });
    return {loss: tf.addN(perQuestion) as tf.Scalar, parts: {}};
  }
}
