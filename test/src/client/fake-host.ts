import type {Clock, ConnectionParts, WorkerHandle} from '../../../src/client/connection.js';
import type {FromHost, ToHost} from '../../../src/host/protocol.js';

/** A worker whose every word the test says. */
export class FakeWorker implements WorkerHandle {
  onmessage: WorkerHandle['onmessage'] = null;
  onerror: WorkerHandle['onerror'] = null;
  terminated = false;
  readonly received: ToHost[] = [];

  postMessage(message: ToHost): void {
    this.received.push(message);
  }

  terminate(): void {
    this.terminated = true;
  }

  say(message: FromHost): void {
    this.onmessage?.({data: message} as MessageEvent<FromHost>);
  }

  die(): void {
    this.onerror?.({preventDefault: () => {}} as ErrorEvent);
  }

  types(): string[] {
    return this.received.map(({type}) => type);
  }

  /** The id of the last request of a type. */
  last(type: ToHost['type']): number {
    return (this.received.findLast((message) => message.type === type) as {id: number}).id;
  }
}

/** Time that passes when the test says so. */
export class FakeClock implements Clock {
  #now = 0;
  #lastTimer = 0;
  readonly #timers = new Map<number, {due: number; callback: () => void}>();

  setTimeout(callback: () => void, milliseconds: number): number {
    this.#timers.set(++this.#lastTimer, {due: this.#now + milliseconds, callback});
    return this.#lastTimer;
  }

  clearTimeout(timer: unknown): void {
    this.#timers.delete(timer as number);
  }

  get waiting(): number {
    return this.#timers.size;
  }

  pass(milliseconds: number): void {
    const end = this.#now + milliseconds;
    for (;;) {
      const [next] = [...this.#timers].filter(([, {due}]) => due <= end).sort(([, a], [, b]) => a.due - b.due);
      if (!next) break;
      this.#timers.delete(next[0]);
      this.#now = next[1].due;
      next[1].callback();
    }
    this.#now = end;
  }
}

/** Workers, main-thread hosts and a clock in the test's hands. */
export class FakeHosts {
  readonly workers: FakeWorker[] = [];
  readonly mains: FakeWorker[] = [];
  readonly clock = new FakeClock();
  workersAllowed = true;
  mainAllowed = true;

  /** The parts that workers were started with. */
  readonly sources: string[] = [];

  readonly startWorker = (parts: string): FakeWorker => {
    if (!this.workersAllowed) throw new DOMException('no', 'SecurityError');
    this.sources.push(parts);
    this.workers.push(new FakeWorker());
    return this.workers.at(-1)!;
  };

  /** Names in the place of scripts; those of `slow` parts come later, and those of `lost` ones never. */
  readonly slow = new Set<string>();
  readonly lost = new Set<string>();

  readonly partsScript = (names: Iterable<string>): string | Promise<string> => {
    const list = [...names];
    if (list.some((name) => this.lost.has(name))) return Promise.reject(new TypeError('Failed to fetch dynamically imported module'));
    return list.some((name) => this.slow.has(name)) ? Promise.resolve(list.join()) : list.join();
  };

  readonly scriptUrl = (script: string): string => `blob:${script}`;

  readonly startMain = (): Promise<FakeWorker> => {
    if (!this.mainAllowed) return Promise.reject(new TypeError('Failed to fetch dynamically imported module'));
    this.mains.push(new FakeWorker());
    return Promise.resolve(this.mains.at(-1)!);
  };

  readonly trainers = (): Promise<never> => Promise.reject(new Error('nobody trains here'));

  parts(): ConnectionParts {
    const {startWorker, partsScript, scriptUrl, startMain, clock} = this;
    return {
      startWorker,
      partsScript,
      scriptUrl,
      startMain,
      clock,
      losses: {count: 0},
      onLoading: () => {},
      onWant: () => Promise.resolve(undefined),
    };
  }
}

export const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
