import {openModel} from '../client/open-model.js';
import type {ModelRef, OpenFamily, OpenOptions, Progress, Session} from '../client/session.js';

export type ModelEvents<F extends OpenFamily> = {
  progress(progress: Progress): void;
  /** Computes and paints the first output. */
  opened(session: Session<F>): Promise<void>;
  /** The first output is on the screen. */
  shown(session: Session<F>, milliseconds: number): void;
  failed(error: unknown): void;
};

const nextFrame = () => new Promise<void>((resolve) => requestAnimationFrame(() => setTimeout(resolve)));

/** Opens one model at a time for an element: a newer run makes the results of an older one void. */
export class ModelController<F extends OpenFamily> {
  session: Session<F> | undefined;
  readonly #events: ModelEvents<F>;
  #run = 0;
  #abort: AbortController | undefined;

  constructor(events: ModelEvents<F>) {
    this.#events = events;
  }

  /** Aborted by the next `open` or by `close`. */
  get signal(): AbortSignal | undefined {
    return this.#abort?.signal;
  }

  async open(find: () => ModelRef | Promise<ModelRef>, options: OpenOptions<F>): Promise<void> {
    this.close();
    const run = this.#run;
    const {signal} = (this.#abort = new AbortController());
    const started = performance.now();
    try {
      const onProgress = (progress: Progress) => run === this.#run && this.#events.progress(progress);
      const session = await openModel(await find(), {...options, signal, onProgress});
      if (run !== this.#run) return session.close();
      this.session = session;
      void session.lost.then((error) => this.fail(run, error));
      await this.#events.opened(session);
      await nextFrame();
      if (run === this.#run) this.#events.shown(session, performance.now() - started);
    } catch (error) {
      this.fail(run, error);
    }
  }

  close(): void {
    this.#run++;
    this.#abort?.abort();
    this.session?.close();
    this.session = undefined;
  }

  /** Ends a run, unless a newer one has begun. */
  fail(run: number, error: unknown): void {
    if (run !== this.#run) return;
    this.close();
    this.#events.failed(error);
  }
}

/** True for the rejection of a request that a newer one made void. */
export function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}
