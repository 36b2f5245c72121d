import {HANDSHAKE_MILLISECONDS} from '../../src/client/connection.js';
import {browserParts, Core, type CoreParts} from '../../src/client/core.js';

import {prelude, type Order, type WorkerCounts} from './worker-prelude.js';

let channels = 0;

/** The page's own workers, with faults on demand; `Worker` is back in its place after `restore`. */
export class FaultyWorkers {
  started = 0;
  /** Sessions that the page has opened in its workers and not closed, those that a new worker opened again counted once. */
  readonly sessions = new Set<number>();
  readonly #channel = `faulty-worker ${++channels}`;
  readonly #orders = new BroadcastChannel(this.#channel);
  readonly #Worker = globalThis.Worker;
  readonly #living = new Set<Worker>();
  #last = 0;

  constructor() {
    const started = (worker: Worker): void => {
      this.started++;
      this.#living.add(worker);
    };
    const ended = (worker: Worker): void => void this.#living.delete(worker);
    const {sessions} = this;
    const first = prelude(this.#channel);
    globalThis.Worker = class extends this.#Worker {
      constructor(url: string | URL, options?: WorkerOptions) {
        const script = [first, `importScripts(${JSON.stringify(String(url))});`];
        super(URL.createObjectURL(new Blob(script, {type: 'text/javascript'})), options);
        started(this);
      }

      override postMessage(message: {type?: string; session?: number}, more?: Transferable[] | StructuredSerializeOptions): void {
        if (message.type === 'open') sessions.add(message.session!);
        if (message.type === 'close') sessions.delete(message.session!);
        super.postMessage(message, more as Transferable[]);
      }

      override terminate(): void {
        ended(this);
        super.terminate();
      }
    } as typeof Worker;
  }

  /** Workers that have not been terminated. */
  get living(): number {
    return this.#living.size;
  }

  restore(): void {
    for (const worker of this.#living) worker.terminate();
    globalThis.Worker = this.#Worker;
    this.#orders.close();
  }

  /** Tells every living worker, and waits for none. */
  order(order: Order): void {
    this.#orders.postMessage({order, id: ++this.#last});
  }

  /** What the living worker holds; undefined where none answers in time. */
  async counts(milliseconds = 5000): Promise<WorkerCounts | undefined> {
    const id = ++this.#last;
    const answer = new Promise<WorkerCounts>((resolve) => {
      this.#orders.onmessage = ({data}: MessageEvent<{answer: number; counts: WorkerCounts}>) => data.answer === id && resolve(data.counts);
    });
    this.#orders.postMessage({order: 'count', id});
    const late = new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), milliseconds));
    return Promise.race([answer, late]);
  }
}

/** Gives the page a core of its own from here on, whose waits are `speed` times shorter, but for that for a worker which starts: it would not be heard in time. */
export function freshCore(speed = 1): void {
  const {clock} = browserParts;
  const parts: CoreParts = {
    ...browserParts,
    clock: {
      ...clock,
      setTimeout: (callback, milliseconds) =>
        clock.setTimeout(callback, milliseconds === HANDSHAKE_MILLISECONDS ? milliseconds : milliseconds / speed),
    },
  };
  (globalThis as Record<symbol, unknown>)[Symbol.for('generative-elements/core@1')] = new Core(parts);
}
