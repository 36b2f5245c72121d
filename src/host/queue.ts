/** Lets timers and messages in: a macrotask. A MessageChannel is not clamped to 4 ms as nested timers are. */
function macrotask(): Promise<void> {
  return new Promise((resolve) => {
    const {port1, port2} = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

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
        await macrotask();
        this.#resumed = performance.now();
      }
      signal?.throwIfAborted();
      return job();
    });
    this.#tail = turn.catch(() => {});
    return turn;
  }
}
