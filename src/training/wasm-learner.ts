import type {Learner, LearnerOptions, Losses} from './learner.js';
import type {ExampleSet, Objective} from './objectives/objective.js';
import type {LoneProblem} from './objectives/problem.js';
import type {LearningOptions} from './protocol.js';
import {SoloParameters} from './solo-parameters.js';
import {Trainer} from './trainer.js';

/** The loop of Node, alone on its thread: updates are one fused pass. */
export class WasmLearner<Set extends ExampleSet> implements Learner {
  readonly #solo: SoloParameters;
  readonly #trainer: Trainer<Set>;
  readonly #problem: LoneProblem<Set>;
  #losses: Losses = {};

  constructor({graphs, problem, seed, options, checkpoint}: LearnerOptions<Set, LoneProblem<Set>>) {
    this.#problem = problem;
    this.#solo = new SoloParameters(graphs, checkpoint);
    const {examples} = problem;
    const batch = options.batchSize;
    this.#trainer = new Trainer({graphs, objectives: this.#objectives(options), examples, exchange: this.#solo.exchange, batch, seed});
  }

  step(step: number, learningRate: number): void {
    this.#solo.rate = learningRate;
    this.#losses = this.#trainer.step(step).losses;
  }

  losses(): Losses {
    return this.#losses;
  }

  weights() {
    return this.#solo.weights();
  }

  save() {
    this.#trainer.save();
    return this.#solo.save();
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
