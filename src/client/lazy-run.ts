import type {LearningOptions, TrainingInfo, TrainingRun, TrainResult, TrainStep} from './session.js';
import type {WorkerRun} from './worker-run.js';

/** A run whose code is on its way: what it is told is told later, in the same order. */
export class LazyRun implements TrainingRun {
  readonly #run: Promise<WorkerRun>;
  #live: WorkerRun | undefined;

  /** @param onEnd hears when the run is over, or never began. */
  constructor(run: Promise<WorkerRun>, onEnd: () => void) {
    this.#run = run;
    // Whoever waits for something sees the failure; nobody else has to.
    run.then((live) => (this.#live = live).ended).then(onEnd, onEnd);
  }

  get ready(): Promise<TrainingInfo> {
    return this.#run.then(({ready}) => ready);
  }

  pause(): void {
    this.#tell((run) => run.pause());
  }

  resume(): void {
    this.#tell((run) => run.resume());
  }

  step(count?: number, only?: string): void {
    this.#tell((run) => run.step(count, only));
  }

  update(options: Partial<LearningOptions>): void {
    this.#tell((run) => run.update(options));
  }

  reset(): void {
    this.#tell((run) => run.reset());
  }

  stop(): Promise<TrainResult> {
    return this.#run.then((run) => run.stop());
  }

  abandon(): void {
    this.#tell((run) => run.abandon());
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<TrainStep> {
    yield* await this.#run;
  }

  #tell(order: (run: WorkerRun) => void): void {
    if (this.#live) order(this.#live);
    else this.#run.then(order).catch(() => {});
  }
}
