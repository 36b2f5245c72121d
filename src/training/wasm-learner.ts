import {Exchange} from './exchange.js';
import type {Learner, LearnerOptions, Losses} from './learner.js';
import type {ExampleSet, Objective} from './objectives/objective.js';
import type {LoneProblem} from './objectives/problem.js';
import {ParameterLayout} from './parameters.js';
import type {LearningOptions} from './protocol.js';
import {Trainer} from './trainer.js';

/** The loop of Node, alone on its thread: parameters and their moments lie in flat arrays, updates are one fused pass. */
export class WasmLearner<Set extends ExampleSet> implements Learner {
  readonly #layout: ParameterLayout;
  readonly #exchange: Exchange;
  readonly #trainer: Trainer<Set>;
  readonly #problem: LoneProblem<Set>;
  #losses: Losses = {};

  constructor({graphs, problem, seed, options, checkpoint}: LearnerOptions<Set, LoneProblem<Set>>) {
    this.#problem = problem;
    this.#layout = new ParameterLayout(graphs);
    this.#exchange = new Exchange(Exchange.allocate(1, this.#layout.size), 0);
    const {parameters, state} = this.#exchange;
    if (checkpoint) {
      parameters.set(checkpoint.parameters);
      checkpoint.moments.forEach((values, index) => state[index]!.set(values));
    } else {
      this.#layout.gather(parameters);
    }
    const {examples} = problem;
    const batch = options.batchSize;
    this.#trainer = new Trainer({graphs, objectives: this.#objectives(options), examples, exchange: this.#exchange, batch, seed});
  }

  step(step: number, learningRate: number): void {
    this.#exchange.control = {rate: learningRate, decay: 0, flags: 0};
    this.#losses = this.#trainer.step(step).losses;
  }

  losses(): Losses {
    return this.#losses;
  }

  weights() {
    return this.#layout.weights(this.#exchange.parameters);
  }

  save() {
    this.#trainer.save();
    const {parameters, state} = this.#exchange;
    const copy = (values: Float32Array) => values.slice(0, this.#layout.size);
    return {parameters: copy(parameters), moments: [copy(state[0]), copy(state[1])] as [Float32Array, Float32Array]};
  }

  change(options: LearningOptions): void {
    this.#trainer.change({batch: options.batchSize, objectives: this.#objectives(options)});
  }

  dispose(): void {
    this.#trainer.dispose();
  }

  #objectives({objective}: LearningOptions): [Objective<Set>, Objective<Set>] {
    const one = this.#problem.objective(objective);
    return [one, one];
  }
}
