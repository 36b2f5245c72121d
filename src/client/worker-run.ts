import {abortError, fromPortable} from '../format/portable-error.js';
import type {Graph, Weights} from '../format/graph.js';
import type {Manifest} from '../format/manifest.js';
import {changed, checkLearningOptions, type FromTraining, type LearningOptions, type StartRun} from '../training/protocol.js';
import {Changes} from './changes.js';
import type {TrainingInfo, TrainingRun, TrainResult, TrainStep} from './session.js';
import {trainedFiles} from './trained-files.js';
import type {TrainingClient, TrainingLine} from './training-line.js';

/** What a run needs of its session. */
export type TrainedSession = {
  readonly manifest: Manifest;
  graphs(): Promise<Record<string, Graph>>;
  setWeights(weights: Weights | null): Promise<void>;
  file(name: string): Promise<ArrayBuffer>;
};

type Stopped = Extract<FromTraining, {type: 'stopped'}>;

/** The page's end of a run: it keeps what a new worker needs to go on where the old one died. */
export class WorkerRun implements TrainingRun, TrainingClient {
  readonly ready: Promise<TrainingInfo>;
  /** Settles when the run is over. */
  readonly ended: Promise<void>;
  readonly #session: TrainedSession;
  readonly #info: TrainingInfo;
  #line: TrainingLine;
  #start: StartRun;
  #latest: TrainStep | undefined;
  readonly #changes = new Changes();
  #end: {error?: unknown} | undefined;
  #begun!: (info: TrainingInfo) => void;
  #refused!: (error: unknown) => void;
  #over!: () => void;
  #result: Promise<TrainResult> | undefined;
  #stopped: ((message: Stopped) => void) | undefined;
  #stopFailed: ((error: unknown) => void) | undefined;

  constructor(session: TrainedSession, line: TrainingLine, start: StartRun, fallbacks: TrainingInfo['fallbacks']) {
    this.#session = session;
    this.#line = line;
    this.#start = start;
    this.#info = {backend: line.backend, fallbacks};
    this.ready = new Promise((resolve, reject) => {
      this.#begun = resolve;
      this.#refused = reject;
    });
    this.ready.catch(() => {});
    this.ended = new Promise((resolve) => (this.#over = resolve));
    line.add(start.run, this);
  }

  pause(): void {
    this.#set({paused: true});
    this.#line.post({type: 'pause', run: this.#start.run});
  }

  resume(): void {
    this.#set({paused: false});
    this.#line.post({type: 'resume', run: this.#start.run});
  }

  step(count = 1, only?: string): void {
    this.#set({paused: true});
    this.#line.post({type: 'steps', run: this.#start.run, count, only});
  }

  update(changes: Partial<LearningOptions>): void {
    const options = changed(this.#start.options, changes);
    checkLearningOptions(options);
    this.#set({options});
    this.#line.post({type: 'update', run: this.#start.run, options});
  }

  reset(): void {
    this.#set({checkpoint: undefined});
    this.#line.post({type: 'reset', run: this.#start.run});
  }

  stop(): Promise<TrainResult> {
    return (this.#result ??= this.#stop());
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<TrainStep> {
    let seen: TrainStep | undefined;
    for (;;) {
      const latest = this.#latest;
      if (latest && latest !== seen) yield (seen = latest);
      else if (!this.#end) await this.#changes.next;
      else if ('error' in this.#end) throw this.#end.error;
      else return;
    }
  }

  restart(): void {
    this.#line.post(this.#start);
    if (this.#stopped) this.#line.post({type: 'stop', run: this.#start.run});
  }

  /** Goes on on another line. */
  moveTo(line: TrainingLine, reason: string): void {
    this.#line = line;
    this.#info.fallbacks.push({backend: this.#info.backend, reason});
    this.#info.backend = line.backend;
    line.add(this.#start.run, this);
  }

  receive(message: Extract<FromTraining, {run: number}>): void {
    switch (message.type) {
      case 'progress':
        this.#begun(this.#info);
        if (message.weights) void this.#show(message.weights);
        this.#latest = message.step;
        return this.#changes.raise();
      case 'checkpoint':
        return this.#set({checkpoint: message.checkpoint});
      case 'error':
        return this.fail(fromPortable(message.error));
      case 'stopped':
        this.#stopped?.(message);
    }
  }

  fail(error: unknown): void {
    this.#refused(error);
    this.#stopFailed?.(error);
    this.#finish({error});
  }

  /** The session is closed: nobody wants the result. */
  abandon(): void {
    this.#line.post({type: 'stop', run: this.#start.run});
    this.fail(abortError('The session is closed.'));
  }

  #set(changes: Partial<StartRun>): void {
    this.#start = {...this.#start, ...changes};
  }

  /** The next weights come when these are in use, so a busy host is handed fewer. */
  async #show(weights: Weights): Promise<void> {
    try {
      await this.#session.setWeights(weights);
      this.#line.post({type: 'shown', run: this.#start.run});
    } catch {
      // The host is gone, and the session's owner hears of it.
    }
  }

  async #stop(): Promise<TrainResult> {
    if (this.#end) throw this.#end.error ?? abortError('The run has ended.');
    const {step, weights} = await new Promise<Stopped>((resolve, reject) => {
      this.#stopped = resolve;
      this.#stopFailed = reject;
      this.#line.post({type: 'stop', run: this.#start.run});
    });
    await this.#session.setWeights(weights).catch(() => {});
    this.#latest = step;
    this.#finish({});
    const {graphs} = this.#start;
    return {...step, weights, files: () => trainedFiles(this.#session, graphs, weights)};
  }

  #finish(end: {error?: unknown}): void {
    if (this.#end) return;
    this.#end = end;
    this.#line.remove(this.#start.run);
    this.#changes.raise();
    this.#over();
  }
}
