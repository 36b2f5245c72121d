import * as tf from '@tensorflow/tfjs-core';
import {Random} from '../data/random.js';
import type {Graph} from '../format/graph.js';
import {ShardedAdam} from './adam.js';
import type {Exchange} from './exchange.js';
import {LATE, SAVE} from './exchange.js';
import type {ExampleSet, NetFunctions, Objective} from './objectives/objective.js';
import {ParameterLayout, type Rounding} from './parameters.js';
import {runGraph} from './run-graph.js';

export type TrainerOptions<Set extends ExampleSet> = {
  graphs: Record<string, Graph>;
  /** The objective, and the one after the flag LATE. */
  objectives: [Objective<Set>, Objective<Set>];
  examples: Set;
  exchange: Exchange;
  /** Examples in one step, over all workers. */
  batch: number;
  seed: number;
  /**
   * Compute losses and gradients at the weights as they will be stored, and apply those gradients to the exact ones
   * (straight-through; Jacob et al. 2018, "Quantization and Training of Neural Networks for Efficient Integer-Arithmetic-Only Inference").
   */
  rounding?: Rounding;
};

export type StepResult = {step: number; losses: Record<string, number>};

/**
 * One worker's part of training. Everything random follows from (seed, step, example), so a run does not depend on the number of workers, but for rounding,
 * and goes on exactly from the parameters, the optimiser's state and the number of steps.
 */
export class Trainer<Set extends ExampleSet> {
  readonly #options: TrainerOptions<Set>;
  readonly #layout: ParameterLayout;
  readonly #adam: ShardedAdam;
  readonly #share: number;
  #objective: Objective<Set>;
  readonly #rounded: Float32Array | undefined;
  #order: {epoch: number; indices: Int32Array} | undefined;

  /** The exchange holds the parameters to start from. */
  constructor(options: TrainerOptions<Set>) {
    const {batch, exchange, graphs} = options;
    if (batch % exchange.workers !== 0) throw new RangeError(`a batch of ${batch} cannot be shared by ${exchange.workers} workers`);
    this.#options = options;
    this.#layout = new ParameterLayout(graphs);
    this.#adam = new ShardedAdam(exchange);
    this.#share = batch / exchange.workers;
    this.#rounded = options.rounding && new Float32Array(this.#layout.size);
    this.#objective = options.objectives[exchange.control.flags & LATE ? 1 : 0];
  }

  /** Step `step` (from 1), with the rate and the flags that rank 0 has set in the exchange. The losses are those of this worker's share. */
  step(step: number): StepResult {
    const {exchange, objectives} = this.#options;
    const losses = this.gradients(step, exchange.ownGradients);
    exchange.barrier();
    const {rate, decay, flags} = exchange.control;
    this.#adam.update(step, rate, decay);
    if (flags & SAVE) this.#adam.save();
    this.#objective = objectives[flags & LATE ? 1 : 0];
    exchange.barrier();
    return {step, losses};
  }

  /** Gradients of this worker's share of a step, at the exchange's parameters, or at what rounding makes of them. */
  gradients(step: number, target: Float32Array): Record<string, number> {
    const {graphs} = this.#options;
    return tf.tidy(() => {
      const batch = this.#batch(step);
      let parts: Record<string, tf.Scalar> = {};
      const loss = (...tensors: tf.Tensor[]) => {
        const nets: NetFunctions = {};
        for (const [role, graph] of Object.entries(graphs)) {
          const weights = this.#layout.weightsOf(role, tensors);
          nets[role] = (inputs, options) => runGraph(graph, weights, inputs, options);
        }
        const result = this.#objective.loss(nets, batch);
        parts = result.parts;
        for (const part of Object.values(parts)) tf.keep(part);
        return result.loss;
      };
      const {value, grads} = tf.valueAndGrads(loss)(this.#layout.tensors(this.#weights()));
      this.#layout.scatter(grads, target);
      const losses: Record<string, number> = {loss: value.dataSync()[0]!};
      for (const [name, part] of Object.entries(parts)) losses[name] = part.dataSync()[0]!;
      tf.dispose(parts);
      if (!Number.isFinite(losses.loss)) throw new Error(`the loss is ${losses.loss} at step ${step}: the learning rate may be too high`);
      return losses;
    });
  }

  dispose(): void {
    this.#adam.dispose();
  }

  /** What the nets compute with. */
  #weights(): Float32Array {
    const {exchange, rounding} = this.#options;
    if (!rounding || !this.#rounded) return exchange.parameters;
    this.#layout.round(exchange.parameters, rounding, this.#rounded);
    return this.#rounded;
  }

  #batch(step: number) {
    const {examples, batch, exchange, seed} = this.#options;
    const first = (step - 1) * batch + exchange.rank * this.#share;
    const positions = Array.from({length: this.#share}, (_, i) => first + i);
    const indices = positions.map((position) => this.#example(position));
    const randoms = positions.map((position) => Random.of(seed, 1, Math.floor(position / 2 ** 32), position));
    return this.#objective.batch(examples, indices, randoms);
  }

  /** The example at a position of the endless stream: one shuffle of all examples per epoch. Where the examples have no end, the position itself. */
  #example(position: number): number {
    const {examples, seed} = this.#options;
    if (examples.count === Infinity) return position;
    const epoch = Math.floor(position / examples.count);
    if (this.#order?.epoch !== epoch) {
      const indices = Random.of(seed, 2, epoch).shuffle(Int32Array.from({length: examples.count}, (_, i) => i));
      this.#order = {epoch, indices};
    }
    return this.#order.indices[position % examples.count]!;
  }
}
