import {abortError} from '../format/portable-error.js';

type Call = {start: () => void; reject: (reason: unknown) => void};

/** Calls by channel: one runs, one waits, and a newer call takes the place of the one that waits, which rejects with an `AbortError`. */
export class LatestWins {
  readonly #running = new Set<string>();
  readonly #waiting = new Map<string, Call>();

  run<Result>(channel: string, start: () => Promise<Result>, signal?: AbortSignal): Promise<Result> {
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        if (this.#waiting.get(channel) === call) this.#waiting.delete(channel);
        reject(signal?.reason);
      };
      const call: Call = {
        reject,
        start: () => {
          signal?.removeEventListener('abort', leave);
          this.#running.add(channel);
          const settled = start();
          settled.then(resolve, reject);
          settled
            .catch(() => {})
            .then(() => {
              this.#running.delete(channel);
              this.#startNext(channel);
            });
        },
      };
      if (signal?.aborted) return leave();
      signal?.addEventListener('abort', leave);
      this.#waiting.get(channel)?.reject(abortError('A newer request took its place.'));
      this.#waiting.set(channel, call);
      if (!this.#running.has(channel)) this.#startNext(channel);
    });
  }

  #startNext(channel: string): void {
    const call = this.#waiting.get(channel);
    this.#waiting.delete(channel);
    call?.start();
  }
}
