import * as tf from '@tensorflow/tfjs-core';
import type {Graph} from '../format/graph.js';
import {ADAM, type AdamOptions, ShardedAdam} from './adam.js';
import type {Exchange} from './exchange.js';
import {LATE, SAVE} from './exchange.js';
import {Descent, type Optimizer} from './descent.js';
import {ExampleStream} from './example-stream.js';
import {checkLoss, gradientsAt} from './gradients.js';
import type {ExampleSet, Objective} from './objectives/objective.js';
import {ParameterLayout, type Rounding} from './parameters.js';
import type {Projection} from './projections.js';

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
  /** Where several play: whose turn it is. Its objective changes its own nets only. */
  player?: Player;
};

/** Nets that are trained together against others, with an optimiser of their own: Adam, or plain gradient descent. `project` is applied to each of their weights after a step. */
export type Player = {
  nets: readonly string[];
  optimizer?: Partial<AdamOptions> | 'descent';
  project?: Projection;
  /** Its learning rate is this times the run's. */
  rate?: number;
};

export type StepResult = {step: number; losses: Record<string, number>};

/**
 * One worker's part of training. Everything random follows from (seed, step, example), so a run does not depend on the number of workers, but for rounding,
 * and goes on exactly from the parameters, the optimiser's state and the number of steps.
 */
export class Trainer<Set extends ExampleSet> {
  #options: TrainerOptions<Set>;
  readonly #layout: ParameterLayout;
  readonly #optimizer: Optimizer;
  readonly #stream: ExampleStream<Set>;
  #objective: Objective<Set>;
  readonly #rounded: Float32Array | undefined;
  readonly #trained: readonly string[];

  /** The exchange holds the parameters to start from. */
  constructor(options: TrainerOptions<Set>) {
    const {batch, exchange, graphs} = options;
    if (batch % exchange.workers !== 0) throw new RangeError(`a batch of ${batch} cannot be shared by ${exchange.workers} workers`);
    this.#options = options;
    this.#layout = new ParameterLayout(graphs);
    this.#trained = options.player?.nets ?? Object.keys(graphs);
    const range = options.player && this.#layout.range(options.player.nets);
    const chosen = options.player?.optimizer;
    this.#optimizer = chosen === 'descent' ? new Descent(exchange, range) : new ShardedAdam(exchange, {...ADAM, ...chosen}, range);
    this.#stream = new ExampleStream(options.examples, options.seed);
    this.#rounded = options.rounding && new Float32Array(this.#layout.size);
    this.#objective = options.objectives[exchange.control.flags & LATE ? 1 : 0];
  }

  /** Step `step` (from 1), with the rate and the flags that rank 0 has set in the exchange. The losses are those of this worker's share. */
  step(step: number): StepResult {
    const {exchange, objectives, player} = this.#options;
    const losses = this.gradients(step, exchange.ownGradients);
    exchange.barrier();
    const {rate, decay, flags} = exchange.control;
    this.#optimizer.update(step, rate * (player?.rate ?? 1), decay);
    if (flags & SAVE) this.#optimizer.save();
    this.#objective = objectives[flags & LATE ? 1 : 0];
    exchange.barrier();
    if (player?.project) this.#project(player.project);
    return {step, losses};
  }

  /** By one worker, since a weight may lie in the shards of several. */
  #project(project: Projection): void {
    const {exchange} = this.#options;
    if (exchange.rank === 0) this.#layout.each(this.#trained, exchange.parameters, project);
    exchange.barrier();
    this.#optimizer.reload();
  }

  /** Gradients of this worker's share of a step, at the exchange's parameters, or at what rounding makes of them. */
  gradients(step: number, target: Float32Array): Record<string, number> {
    const {graphs, batch, exchange} = this.#options;
    return tf.tidy(() => {
      const share = batch / exchange.workers;
      const examples = this.#stream.batch(this.#objective, (step - 1) * batch + exchange.rank * share, share);
      const weights = this.#layout.tensors(this.#weights());
      const {loss, parts, gradients} = gradientsAt(this.#objective, graphs, this.#layout, weights, examples, this.#trained);
      this.#layout.scatter(gradients, target, this.#layout.indices(this.#trained));
      const losses: Record<string, number> = {loss: loss.dataSync()[0]!};
      for (const [name, part] of Object.entries(parts)) losses[name] = part.dataSync()[0]!;
      tf.dispose(parts);
      checkLoss(losses.loss!, step);
      return losses;
    });
  }

  /** Writes the optimiser's state of this worker's shard to the exchange, between two steps. */
  save(): void {
    this.#optimizer.save();
  }

  /** From the next step on. Nets and optimiser of a player stay as they are. */
  change(changes: Partial<Pick<TrainerOptions<Set>, 'batch' | 'objectives' | 'player'>>): void {
    this.#options = {...this.#options, ...changes};
    this.#objective = this.#options.objectives[this.#options.exchange.control.flags & LATE ? 1 : 0];
  }

  dispose(): void {
    this.#optimizer.dispose();
  }

  /** What the nets compute with. */
  #weights(): Float32Array {
    const {exchange, rounding} = this.#options;
    if (!rounding || !this.#rounded) return exchange.parameters;
    this.#layout.round(exchange.parameters, rounding, this.#rounded);
    return this.#rounded;
  }
}
