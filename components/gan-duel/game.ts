import type {Weights} from '../../src/format/graph.js';
import type {LearningOptions, Session, TrainingData, TrainingRun, TrainStep} from '../../src/client/session.js';
import {isAbort} from '../../src/elements/model-controller.js';
import {SIDES, type Settings, type Side} from './duel-state.js';

/** Milliseconds that slow motion leaves for each turn. */
const TURN = 1300;

export type GameHost = {
  session: () => Session<'gan'> | undefined;
  seed: () => number;
  /** Where training.js lies, if the page says so. */
  base: () => string | undefined;
  settings: () => Settings;
  /** What is learned; undefined for data that nobody knows. */
  data: (session: Session<'gan'>) => TrainingData | undefined;
  changed: () => void;
  /** A step, or undefined when training rests. */
  stepped: (step: TrainStep | undefined) => void;
  /** Nothing has been learned any more. */
  restarted: () => void;
  report: (error: unknown, retry: () => void) => void;
};

type Phase = 'off' | 'starting' | 'playing' | 'paused';

/** Two nets that train against each other before a reader's eyes: played, paused, step by step, one of them alone, in slow motion. */
export class Game {
  phase: Phase = 'off';
  /** In slow motion: whose turn is shown. */
  turn: Side | undefined;
  isSlow = false;
  step: TrainStep | undefined;
  readonly #host: GameHost;
  #run: {run: TrainingRun; session: Session<'gan'>} | undefined;
  /** Steps of runs before this one, which went on with their weights. */
  #before = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** What to do as soon as the run has begun. */
  #first: ((run: TrainingRun) => void) | undefined;

  constructor(host: GameHost) {
    this.#host = host;
  }

  get isRunning(): boolean {
    return this.phase === 'playing' || this.phase === 'starting';
  }

  /** Steps that were taken in all. */
  get steps(): number {
    return this.#before + (this.step?.step ?? 0);
  }

  play(): void {
    if (this.phase === 'starting') return;
    if (this.phase === 'playing') return this.pause();
    if (!this.#run) return this.#begin((run) => this.#go(run));
    this.#go(this.#run.run);
  }

  pause(): void {
    this.#endSlow();
    this.#first = undefined;
    this.#run?.run.pause();
    if (this.#run) this.#enter('paused');
  }

  /** One step of both, or of one of them alone. */
  one(only?: Side): void {
    if (this.phase === 'starting') return;
    this.#endSlow();
    const take = (run: TrainingRun) => {
      run.step(1, only);
      this.#enter('paused');
    };
    if (this.#run) take(this.#run.run);
    else this.#begin(take);
  }

  setSlow(isSlow: boolean): void {
    this.isSlow = isSlow;
    if (this.phase === 'playing' && this.#run) this.#go(this.#run.run);
    this.#host.changed();
  }

  /** Back to the weights of the beginning. */
  async reset(): Promise<void> {
    const session = this.#host.session();
    const wasPlaying = this.isRunning;
    await this.end();
    await session?.setWeights(null).catch(() => undefined);
    if (session !== this.#host.session()) return;
    this.#host.restarted();
    if (wasPlaying) this.play();
  }

  /** What a reader has turned. */
  update(settings: Settings): void {
    this.#run?.run.update(learning(settings));
  }

  /** Goes on from these weights with optimisers that know nothing yet. */
  async begin(): Promise<void> {
    const running = this.#run;
    if (!running) return;
    const wasPlaying = this.isRunning;
    const {steps} = this;
    try {
      const {weights} = await running.run.stop();
      if (this.#run !== running) return;
      this.#forget();
      this.#before = steps;
      this.#begin((run) => (wasPlaying ? this.#go(run) : this.#enter('paused')), weights);
    } catch (error) {
      if (!isAbort(error)) this.#host.report(error, () => void this.begin());
    }
  }

  /** The model as files, after the run has ended there; undefined where nothing was learned. */
  async save(): Promise<{name: string; files: Record<string, Uint8Array<ArrayBuffer>>} | undefined> {
    const running = this.#run;
    if (!running) return undefined;
    const {steps} = this;
    const {weights, files} = await running.run.stop();
    this.#forget();
    this.#before = steps;
    this.#begin(() => this.#enter('paused'), weights);
    return {name: `${running.session.manifest.id}-step-${steps}.zip`, files: await files()};
  }

  async end(): Promise<void> {
    const running = this.#run;
    this.#forget();
    await running?.run.stop().catch(() => undefined);
  }

  /** Another model is shown, or none. */
  leave(): void {
    this.#forget();
  }

  #begin(first: (run: TrainingRun) => void, from?: Weights): void {
    const session = this.#host.session();
    const data = session && this.#host.data(session);
    if (!session || !data) return;
    const base = this.#host.base();
    const run = session.train({
      data,
      seed: this.#host.seed(),
      ...learning(this.#host.settings()),
      ...(from && {from}),
      paused: true,
      ...(base !== undefined && {base}),
    });
    this.#run = {run, session};
    this.#first = first;
    this.#enter('starting');
    void this.#follow(run, first, from);
  }

  async #follow(run: TrainingRun, first: (run: TrainingRun) => void, from: Weights | undefined): Promise<void> {
    const isCurrent = () => this.#run?.run === run;
    try {
      for await (const step of run) {
        if (!isCurrent()) return;
        if (this.phase === 'starting') {
          if (this.#first) this.#first(run);
          else this.#enter('paused');
          this.#first = undefined;
        }
        this.step = step;
        this.#host.stepped(step);
        this.#host.changed();
      }
    } catch (error) {
      if (!isCurrent()) return;
      this.#forget();
      if (!isAbort(error)) this.#host.report(error, () => this.#begin(first, from));
    }
  }

  #go(run: TrainingRun): void {
    this.#endSlow();
    if (this.isSlow) {
      run.pause();
      this.#slow(run, 'discriminator');
    } else run.resume();
    this.#enter('playing');
  }

  /** One turn after the other, each long enough to be seen. */
  #slow(run: TrainingRun, side: Side): void {
    const turns = this.#host.settings().turns[side];
    this.turn = side;
    if (turns > 0) run.step(turns, side);
    const next = SIDES[(SIDES.indexOf(side) + 1) % SIDES.length]!;
    this.#timer = setTimeout(() => this.#slow(run, next), turns > 0 ? TURN : 0);
    this.#host.changed();
  }

  #endSlow(): void {
    clearTimeout(this.#timer);
    this.#timer = this.turn = undefined;
  }

  #forget(): void {
    this.#endSlow();
    this.#run = this.step = this.#first = undefined;
    this.#before = 0;
    this.#enter('off');
  }

  #enter(phase: Phase): void {
    this.phase = phase;
    if (phase === 'off' || phase === 'paused') this.#host.stepped(undefined);
    this.#host.changed();
  }
}

/** What of the settings holds while a run goes on. */
export function learning({loss, optimizer, penalty, clip, batch, rate, turns}: Settings): LearningOptions {
  const player = (side: Side) => ({learningRate: rate[side], turns: turns[side]});
  return {
    learningRate: rate.generator,
    batchSize: batch,
    objective: {loss, optimizer, penalty, clip},
    players: {discriminator: player('discriminator'), generator: player('generator')},
  };
}
