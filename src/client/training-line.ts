import {GenerativeError} from '../format/errors.js';
import type {FromTraining, ToTraining, TrainingBackendName} from '../training/protocol.js';
import {PING_MILLISECONDS} from './connection.js';
import {LOAD_MILLISECONDS, startTrainingWorker, type TrainingHandle, type TrainingParts} from './start-training-worker.js';

/** Questions that a worker may leave open: one step of a large net takes seconds, and nothing interrupts it. */
const UNANSWERED_PINGS = 6;

/** What a run hears. */
export interface TrainingClient {
  receive(message: Extract<FromTraining, {run: number}>): void;
  /** The worker was replaced, or starts: the run is to be started from where it was saved. */
  restart(): void;
  fail(error: unknown): void;
}

export type LineParts = TrainingParts & {
  backend: TrainingBackendName;
  script: string;
  files: Record<string, string>;
  /** A software adapter will do. */
  software: boolean;
  /** A graphics device was lost. */
  onLoss(): void;
  /** Whether a worker that died may be replaced. */
  mayRestart(): boolean;
  /** Runs that this line can no longer carry; without it, or where it returns false, they fail. */
  onGivenUp(clients: Map<number, TrainingClient>, error: GenerativeError): boolean;
  /** Nobody trains here any more. */
  onIdle(): void;
};

/** A backend cannot start on this page. */
export class Unable extends Error {}

/** The page's line to a training worker, which carries several runs. A worker that dies is replaced once. */
export class TrainingLine {
  readonly backend: TrainingBackendName;
  readonly #parts: LineParts;
  readonly #clients = new Map<number, TrainingClient>();
  #worker: TrainingHandle | undefined;
  #started: Promise<void> | undefined;
  #restarts = 0;
  #timer: unknown;
  #unanswered = 0;

  constructor(parts: LineParts) {
    this.backend = parts.backend;
    this.#parts = parts;
  }

  /** Resolves when the worker is ready. @throws Unable, GenerativeError */
  start(): Promise<void> {
    return (this.#started ??= this.#start());
  }

  /** Carries a run from here on; it is told to start when the worker is ready. */
  add(run: number, client: TrainingClient): void {
    this.#clients.set(run, client);
    this.start().then(
      () => this.#clients.has(run) && client.restart(),
      (error: unknown) => client.fail(error),
    );
    this.#watch();
  }

  remove(run: number): void {
    if (this.#clients.delete(run) && this.isIdle) this.#parts.onIdle();
  }

  get isIdle(): boolean {
    return this.#clients.size === 0;
  }

  post(message: ToTraining): void {
    this.#worker?.postMessage(message);
  }

  end(): void {
    this.#parts.clock.clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#worker?.terminate();
    this.#worker = this.#started = undefined;
  }

  async #start(): Promise<void> {
    const worker = await startTrainingWorker(this.#parts, this.#parts.script);
    try {
      await this.#initialise(worker);
    } catch (error) {
      worker.terminate();
      this.#started = undefined;
      throw error;
    }
    worker.onerror = (event) => {
      event.preventDefault();
      this.#fail(worker);
    };
    worker.onmessage = ({data}) => this.#receive(data, worker);
    this.#worker = worker;
    this.#unanswered = 0;
    this.#watch();
  }

  #initialise(worker: TrainingHandle): Promise<void> {
    const {files, software, clock} = this.#parts;
    return new Promise((resolve, reject) => {
      const timer = clock.setTimeout(() => reject(new Unable('the worker did not start in time')), LOAD_MILLISECONDS);
      worker.onerror = (event) => {
        event.preventDefault();
        clock.clearTimeout(timer);
        reject(new Unable(event.message || 'the worker failed as it started'));
      };
      worker.onmessage = ({data}) => {
        clock.clearTimeout(timer);
        if (data.type === 'ready') resolve();
        else if (data.type === 'unable') reject(new Unable(data.reason));
      };
      worker.postMessage({type: 'init', files, software});
    });
  }

  #receive(message: FromTraining, worker: TrainingHandle): void {
    if (worker !== this.#worker) return;
    this.#unanswered = 0;
    if ('run' in message) this.#clients.get(message.run)?.receive(message);
    if (message.type !== 'lost') return;
    this.#parts.onLoss();
    this.#fail(worker);
  }

  #fail(worker: TrainingHandle): void {
    if (worker !== this.#worker) return;
    this.end();
    if (this.#restarts++ > 0 || !this.#parts.mayRestart())
      return this.#giveUp(new GenerativeError('worker-lost', 'Training stopped twice; press play to start it again.'));
    this.start().then(
      () => this.#clients.forEach((client) => client.restart()),
      (cause: unknown) => this.#giveUp(new GenerativeError('worker-lost', 'Training stopped, and could not be started again.', {cause})),
    );
  }

  #giveUp(error: GenerativeError): void {
    const clients = new Map(this.#clients);
    this.#clients.clear();
    if (this.#parts.onGivenUp(clients, error)) return;
    for (const client of clients.values()) client.fail(error);
  }

  /** No event tells that a worker was killed; only its silence does. */
  #watch(): void {
    if (this.#timer !== undefined || !this.#worker || this.isIdle) return;
    this.#timer = this.#parts.clock.setTimeout(() => {
      this.#timer = undefined;
      const worker = this.#worker;
      if (!worker || this.isIdle) return;
      if (this.#unanswered++ >= UNANSWERED_PINGS) return this.#fail(worker);
      worker.postMessage({type: 'ping'});
      this.#watch();
    }, PING_MILLISECONDS);
  }
}
