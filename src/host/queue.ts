import {nextTask} from '../engine/pacer.js';

/**
 * Runs jobs one after another, first come, first served, across all sessions. Between two jobs the thread is given back whenever
 * `milliseconds` have passed, so that new requests and aborts are heard. A job that fails does not stop the next one.
 */
export class Queue {
  #tail: Promise<unknown> = Promise.resolve();
  #resumed = 0;
  readonly #milliseconds: number;

  constructor(milliseconds: number) {
    this.#milliseconds = milliseconds;
  }

  /** A job whose `signal` aborts before its turn never runs. */
  run<Result>(job: () => Promise<Result>, signal?: AbortSignal): Promise<Result> {
    const turn = this.#tail.then(async () => {
      if (performance.now() - this.#resumed >= this.#milliseconds) {
        await nextTask();
        this.#resumed = performance.now();
      }
      signal?.throwIfAborted();
      return job();
    });
    this.#tail = turn.catch(() => {});
    return turn;
  }
}
