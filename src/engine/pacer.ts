/** Longest stretch that a run computes without letting other work of its thread in. */
const SLICE = 8;

/**
 * Keeps a long computation on a shared thread polite and abortable: `pause` returns at once while the slice lasts, else after the
 * waiting tasks of this thread have run. It throws the signal's reason as soon as an abort has been seen.
 */
export class Pacer {
  readonly #signal: AbortSignal | undefined;
  #started = performance.now();

  constructor(signal: AbortSignal | undefined) {
    this.#signal = signal;
    signal?.throwIfAborted();
  }

  get due(): boolean {
    return performance.now() - this.#started > SLICE;
  }

  async pause(): Promise<void> {
    await nextTask();
    this.#signal?.throwIfAborted();
    this.#started = performance.now();
  }
}

/** A task of its own, without the 4 ms that browsers add to nested timers. */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const {port1, port2} = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(0);
  });
}
