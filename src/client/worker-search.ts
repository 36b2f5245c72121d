import {abortError, fromPortable} from '../format/portable-error.js';
import type {FromTraining, StartInversion} from '../training/protocol.js';
import {Changes} from './changes.js';
import type {InvertStep} from './session.js';
import type {TrainingClient, TrainingLine} from './training-line.js';

/** The page's end of a search for a latent: its latest step whenever there is a newer one. A worker that takes the place of a dead one begins anew, and comes to the same end. */
export class WorkerSearch implements AsyncIterable<InvertStep>, TrainingClient {
  readonly #line: TrainingLine;
  readonly #start: StartInversion;
  readonly #signals: readonly AbortSignal[];
  readonly #changes = new Changes();
  #latest: InvertStep | undefined;
  #error: unknown;

  constructor(line: TrainingLine, start: StartInversion, signals: readonly AbortSignal[]) {
    this.#line = line;
    this.#start = start;
    this.#signals = signals;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<InvertStep> {
    const stop = (): void => this.fail(abortError('The search was ended.'));
    for (const signal of this.#signals) {
      signal.addEventListener('abort', stop);
      if (signal.aborted) stop();
    }
    this.#line.add(this.#start.run, this);
    let seen: InvertStep | undefined;
    try {
      const isOver = (): boolean => seen !== undefined && seen.step === seen.steps;
      while (this.#error === undefined && !isOver()) {
        if (this.#latest === seen) await this.#changes.next;
        else if (this.#latest) yield (seen = this.#latest);
      }
      // Whoever has the last step may end the session with it in hand.
      if (!isOver()) throw this.#error;
    } finally {
      // Whoever leaves the loop early wants no more steps.
      for (const signal of this.#signals) signal.removeEventListener('abort', stop);
      this.#line.post({type: 'cancel', run: this.#start.run});
      this.#line.remove(this.#start.run);
    }
  }

  restart(): void {
    this.#line.post(this.#start);
  }

  receive(message: Extract<FromTraining, {run: number}>): void {
    if (message.type === 'error') return this.fail(fromPortable(message.error));
    if (message.type !== 'inverted') return;
    this.#latest = message.step;
    this.#changes.raise();
  }

  fail(error: unknown): void {
    this.#error = error;
    this.#changes.raise();
  }
}
