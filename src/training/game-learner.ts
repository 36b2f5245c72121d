import {GenerativeError} from '../format/errors.js';
import type {Learner, LearnerOptions, Losses} from './learner.js';
import type {ExampleSet} from './objectives/objective.js';
import type {Game} from './objectives/problem.js';
import type {LearningOptions} from './protocol.js';
import {SoloParameters} from './solo-parameters.js';
import {Trainer} from './trainer.js';

/** Players draw other random numbers than the ones before them. */
const SEEDS_APART = 2 ** 16;

type Seat<Set extends ExampleSet> = {name: string; trainer: Trainer<Set>; turns: number};

/** Nets that are trained against each other in turns (Goodfellow et al. 2014, algorithm 1), alone on this thread, each with a learning rate and turns of its own. */
export class GameLearner<Set extends ExampleSet> implements Learner {
  readonly #solo: SoloParameters;
  readonly #problem: Game<Set>;
  readonly #seats: Seat<Set>[];
  #options: LearningOptions;
  #losses: Losses = {};

  /** @throws GenerativeError `bad-data` */
  constructor({graphs, problem, seed, options, checkpoint}: LearnerOptions<Set, Game<Set>>) {
    this.#problem = problem;
    this.#options = options;
    this.#solo = new SoloParameters(graphs, checkpoint);
    const players = Object.entries(problem.players(options.objective));
    this.#check(
      options,
      players.map(([name]) => name),
    );
    const {examples} = problem;
    const shared = {graphs, examples, exchange: this.#solo.exchange, batch: options.batchSize};
    this.#seats = players.map(([name, {objective, ...player}], place) => ({
      name,
      trainer: new Trainer({...shared, objectives: [objective, objective], seed: (seed + place * SEEDS_APART) >>> 0, player}),
      turns: checkpoint?.turns?.[name] ?? 0,
    }));
  }

  step(_step: number, learningRate: number, only?: string): void {
    if (only !== undefined) this.#named(only);
    for (const seat of this.#seats) {
      if (only !== undefined && seat.name !== only) continue;
      const {learningRate: own, turns = 1} = this.#options.players?.[seat.name] ?? {};
      this.#solo.rate = own ?? learningRate;
      for (let turn = only === undefined ? turns : 1; turn > 0; turn--) this.#turn(seat);
    }
  }

  #turn(seat: Seat<Set>): void {
    const {loss, ...parts} = seat.trainer.step(++seat.turns).losses;
    this.#losses = {...this.#losses, [seat.name]: loss!, ...parts};
  }

  losses(): Losses {
    return this.#losses;
  }

  weights() {
    return this.#solo.weights();
  }

  save() {
    for (const {trainer} of this.#seats) trainer.save();
    return {...this.#solo.save(), turns: Object.fromEntries(this.#seats.map(({name, turns}) => [name, turns]))};
  }

  /** Optimisers stay as they are. */
  change(options: LearningOptions): void {
    this.#check(
      options,
      this.#seats.map(({name}) => name),
    );
    this.#options = options;
    const players = this.#problem.players(options.objective);
    for (const {name, trainer} of this.#seats) {
      const {objective, ...player} = players[name]!;
      trainer.change({batch: options.batchSize, objectives: [objective, objective], player});
    }
  }

  dispose(): void {
    for (const {trainer} of this.#seats) trainer.dispose();
  }

  #named(name: string): void {
    const names = this.#seats.map((seat) => seat.name);
    if (!names.includes(name)) throw new GenerativeError('bad-data', `there is no player "${name}"; there is ${names.join(', ')}`);
  }

  #check({players = {}}: LearningOptions, names: readonly string[]): void {
    const unknown = Object.keys(players).find((name) => !names.includes(name));
    if (unknown !== undefined)
      throw new GenerativeError('bad-data', `players.${unknown}: there is no such player; there is ${names.join(', ')}`);
  }
}
