import {Random} from '../data/random.js';
import {shuffle} from '../data/shuffle.js';
import type {BatchTensors, ExampleSet, Objective} from './objectives/objective.js';

/** The endless stream of examples that a seed stands for: one shuffle of all examples per epoch, and for each place random numbers of its own. */
export class ExampleStream<Set extends ExampleSet> {
  readonly #examples: Set;
  readonly #seed: number;
  #order: {epoch: number; indices: Int32Array} | undefined;

  constructor(examples: Set, seed: number) {
    this.#examples = examples;
    this.#seed = seed;
  }

  /** `count` examples from a place of the stream on, as the objective wants them. */
  batch(objective: Objective<Set>, first: number, count: number): BatchTensors {
    const positions = Array.from({length: count}, (_, i) => first + i);
    const indices = positions.map((position) => this.#example(position));
    const randoms = positions.map((position) => Random.of(this.#seed, 1, Math.floor(position / 2 ** 32), position));
    return objective.batch(this.#examples, indices, randoms);
  }

  /** Where the examples have no end, the position itself. */
  #example(position: number): number {
    const {count} = this.#examples;
    if (count === Infinity) return position;
    const epoch = Math.floor(position / count);
    if (this.#order?.epoch !== epoch) {
      const indices = shuffle(
        Int32Array.from({length: count}, (_, i) => i),
        Random.of(this.#seed, 2, epoch),
      );
      this.#order = {epoch, indices};
    }
    return this.#order.indices[position % count]!;
  }
}
