import {GenerativeError} from '../format/errors.js';
import type {Graph} from '../format/graph.js';
import type {Learner, LearnerOptions, Losses} from './learner.js';
import type {ExampleSet} from './objectives/objective.js';
import {PROBLEMS} from './objectives/index.js';
import type {Problem} from './objectives/problem.js';
import {changed, type Checkpoint, type FromTraining, type LearningOptions, type StartRun, type TrainStep} from './protocol.js';
import {scratch} from './scratch.js';
import {SpeedMeter} from './speed-meter.js';

/** Milliseconds of steps before messages are heard. */
const SLICE = 12;
/** A picture that changes more often than this is seen by nobody. */
const REPORT_MILLISECONDS = 50;
/** Share of the time that handing over weights may take. */
const REPORT_SHARE = 0.1;
const CHECKPOINT_MILLISECONDS = 10_000;

export type Post = (message: FromTraining, transfer: ArrayBuffer[]) => void;
export type MakeLearner = (options: LearnerOptions<ExampleSet>) => Learner;

/** One training run in its worker. Nothing here may be called while `slice` is under way, but for `shown`. */
export class Run {
  readonly #id: number;
  readonly #post: Post;
  readonly #makeLearner: () => Learner;
  #learner: Learner;
  #options: LearningOptions;
  #step: number;
  #remaining: number;
  /** The only player that has turns, until the run goes on by itself. */
  #only: string | undefined;
  #losses: Losses = {};
  readonly #meter = new SpeedMeter();
  /** The page shows what was handed over last. */
  #shown = true;
  #handedOver = -1;
  #reported = -Infinity;
  #interval = REPORT_MILLISECONDS;
  #saved = performance.now();

  /** @throws GenerativeError `bad-data`, `wrong-family` */
  constructor(message: StartRun, makeLearner: MakeLearner, post: Post) {
    const {run, manifest, data, seed, options, paused, checkpoint} = message;
    const pose = PROBLEMS[manifest.family];
    if (!pose)
      throw new GenerativeError('wrong-family', `${manifest.id}: models of the family ${manifest.family} are not trained in a page`);
    const problem = pose(manifest, data);
    const graphs = startingGraphs(message, problem);
    this.#id = run;
    this.#post = post;
    this.#options = options;
    this.#step = checkpoint?.step ?? 0;
    this.#remaining = paused ? 0 : Infinity;
    this.#meter.start(performance.now());
    const make = (from: Checkpoint | undefined): Learner => makeLearner({graphs, problem, seed, options: this.#options, checkpoint: from});
    this.#makeLearner = () => make(undefined);
    this.#learner = make(checkpoint);
  }

  get active(): boolean {
    return this.#remaining > 0;
  }

  resume(): void {
    this.#go(Infinity, undefined);
  }

  /** Takes so many steps, in which only one of several players has turns if it is named, and pauses. */
  steps(count: number, only: string | undefined): void {
    if (!Number.isInteger(count) || count < 1) throw new GenerativeError('bad-data', `step: expected a count of at least 1, got ${count}`);
    this.#go(count, only);
  }

  pause(): Promise<void> {
    this.#remaining = 0;
    return this.#rest();
  }

  /** Back to the weights of the beginning and step 0; it goes on if it went on. */
  async reset(): Promise<void> {
    this.#learner.dispose();
    this.#learner = this.#makeLearner();
    this.#step = 0;
    this.#losses = {};
    this.#handedOver = -1;
    this.#meter.start(performance.now());
    await this.#save();
    await this.report();
  }

  update(options: Partial<LearningOptions>): void {
    const next = changed(this.#options, options);
    this.#learner.change(next);
    this.#options = next;
  }

  /** The weights that were handed over last are in use. */
  shown(): void {
    this.#shown = true;
  }

  /** Steps for a few milliseconds. */
  async slice(): Promise<void> {
    const end = performance.now() + SLICE;
    let steps = 0;
    do {
      this.#learner.step(++this.#step, this.#options.learningRate, this.#only);
      this.#remaining--;
      steps++;
    } while (this.active && performance.now() < end);
    this.#losses = await this.#learner.losses();
    const now = performance.now();
    this.#meter.count(now, steps, steps * this.#options.batchSize);
    if (!this.active) return this.#rest();
    if (now - this.#reported >= this.#interval) await this.report();
    if (now - this.#saved >= CHECKPOINT_MILLISECONDS) await this.#save();
  }

  /** Tells where the run stands, and hands over its weights where the page waits for newer ones. */
  async report(): Promise<void> {
    const started = performance.now();
    const isDue = this.#shown && this.#handedOver !== this.#step;
    const weights = isDue ? await this.#learner.weights() : undefined;
    const buffers = Object.values(weights ?? {}).flatMap((arrays) => arrays.map(({buffer}) => buffer as ArrayBuffer));
    this.#post({type: 'progress', run: this.#id, step: this.#now, weights}, buffers);
    this.#reported = performance.now();
    if (!weights) return;
    this.#shown = false;
    this.#handedOver = this.#step;
    this.#interval = Math.max(REPORT_MILLISECONDS, (this.#reported - started) / REPORT_SHARE);
  }

  /** Whether the page has yet to see where a run at rest stands. */
  get isBehind(): boolean {
    return !this.active && this.#shown && this.#handedOver !== this.#step;
  }

  async stop(): Promise<void> {
    const weights = await this.#learner.weights();
    const buffers = Object.values(weights).flatMap((arrays) => arrays.map(({buffer}) => buffer as ArrayBuffer));
    this.#post({type: 'stopped', run: this.#id, step: this.#now, weights}, buffers);
  }

  dispose(): void {
    this.#remaining = 0;
    this.#learner.dispose();
  }

  get #now(): TrainStep {
    return {step: this.#step, losses: this.#losses, ...this.#meter.speed};
  }

  #go(count: number, only: string | undefined): void {
    if (!this.active) this.#meter.start(performance.now());
    this.#remaining = count;
    this.#only = only;
  }

  /** A run that rests can be resumed from exactly here, whatever becomes of its worker. */
  async #rest(): Promise<void> {
    await this.#save();
    await this.report();
  }

  async #save(): Promise<void> {
    this.#saved = performance.now();
    const saved = await this.#learner.save();
    const buffers = [saved.parameters, ...saved.moments].map(({buffer}) => buffer as ArrayBuffer);
    this.#post({type: 'checkpoint', run: this.#id, checkpoint: {step: this.#step, ...saved}}, buffers);
  }
}

function startingGraphs({graphs, scratch: anew, seed}: StartRun, problem: Problem<ExampleSet>): Record<string, Graph> {
  if (!anew) return graphs;
  const entries = Object.entries(graphs).map(([role, graph]) => [role, scratch(graph, seed, problem.gains[role] ?? 1)] as const);
  return Object.fromEntries(entries);
}
