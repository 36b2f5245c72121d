import {nextTask} from '../engine/pacer.js';
import {toPortable} from '../format/portable-error.js';
import {Inversion} from './inversion.js';
import type {FromTraining, ToTraining, TrainingPort} from './protocol.js';
import {Run, type MakeLearner} from './run.js';

/** A backend of tfjs in this thread. */
export type TrainingBackend = {
  /** Resolves with the reason where it cannot start here. `onLost` hears when it is gone later. */
  start(files: Record<string, string>, software: boolean, onLost: (reason: string) => void): Promise<string | undefined>;
  learner: MakeLearner;
};

type Order = Exclude<ToTraining, {type: 'init' | 'start' | 'ping' | 'shown' | 'invert' | 'cancel'}>;

/**
 * Runs training runs, and searches for latents, in turns, in slices with a task between them, so that messages are heard between steps, and goes on in a hidden tab: nothing here
 * waits for a frame. What a page orders happens between two slices, in the order in which it came.
 */
export class Driver {
  readonly #port: TrainingPort;
  readonly #backend: TrainingBackend;
  readonly #runs = new Map<number, Run>();
  readonly #searches = new Map<number, Inversion>();
  readonly #orders: (() => Promise<void>)[] = [];
  #busy = false;
  #lost = false;

  constructor(port: TrainingPort, backend: TrainingBackend) {
    this.#port = port;
    this.#backend = backend;
    port.onmessage = ({data}) => this.#receive(data);
    this.#post({type: 'loaded'});
  }

  #post(message: FromTraining, transfer: ArrayBuffer[] = []): void {
    if (!this.#lost) this.#port.postMessage(message, transfer);
  }

  #receive(message: ToTraining): void {
    switch (message.type) {
      case 'init':
        return void this.#start(message.files, message.software);
      case 'ping':
        return this.#post({type: 'pong'});
      case 'shown':
        this.#runs.get(message.run)?.shown();
        return this.#order(message.run, async (run) => {
          if (run.isBehind) await run.report();
        });
      case 'start':
        return this.#push(message.run, async () => {
          this.#end(message.run);
          const run = new Run(message, this.#backend.learner, (answer, transfer) => this.#post(answer, transfer));
          this.#runs.set(message.run, run);
          await run.report();
        });
      case 'invert':
        return this.#push(message.run, () => {
          this.#end(message.run);
          const search = new Inversion(message, (answer, transfer) => this.#post(answer, transfer));
          this.#searches.set(message.run, search);
          search.report();
          return Promise.resolve();
        });
      case 'cancel':
        return this.#push(message.run, () => Promise.resolve(this.#end(message.run)));
      default:
        return this.#order(message.run, (run) => this.#obey(run, message));
    }
  }

  async #start(files: Record<string, string>, software: boolean): Promise<void> {
    const lose = (reason: string): void => {
      this.#post({type: 'lost', reason});
      this.#lost = true;
    };
    let reason: string | undefined;
    try {
      reason = await this.#backend.start(files, software, lose);
    } catch (error) {
      reason = error instanceof Error ? error.message : String(error);
    }
    this.#post(reason === undefined ? {type: 'ready'} : {type: 'unable', reason});
  }

  #obey(run: Run, message: Order): void | Promise<void> {
    switch (message.type) {
      case 'pause':
        return run.pause();
      case 'resume':
        return run.resume();
      case 'reset':
        return run.reset();
      case 'steps':
        return run.steps(message.count, message.only);
      case 'update':
        return run.update(message.options);
      case 'stop':
        return run.stop().finally(() => this.#end(message.run));
    }
  }

  /** A run that is gone obeys nothing. */
  #order(id: number, obey: (run: Run) => void | Promise<void>): void {
    this.#push(id, async () => {
      const run = this.#runs.get(id);
      if (run) await obey(run);
    });
  }

  #push(run: number, order: () => Promise<void>): void {
    this.#orders.push(() => this.#guarded(run, order));
    if (!this.#busy) void this.#work();
  }

  async #work(): Promise<void> {
    this.#busy = true;
    while (!this.#lost) {
      for (let order; (order = this.#orders.shift());) await order();
      const active = [...this.#runs, ...this.#searches].filter(([, job]) => job.active);
      for (const [id, job] of active) await this.#guarded(id, () => job.slice());
      // Messages that came meanwhile are tasks that wait for this one.
      if (active.length > 0) await nextTask();
      else if (this.#orders.length === 0) break;
    }
    this.#busy = false;
  }

  /** What fails ends its run, and no other. */
  async #guarded(id: number, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#post({type: 'error', run: id, error: toPortable(error)});
      this.#end(id);
    }
  }

  #end(id: number): void {
    this.#runs.get(id)?.dispose();
    this.#runs.delete(id);
    this.#searches.get(id)?.dispose();
    this.#searches.delete(id);
  }
}
