import type {RunStats} from '../engine/engine.js';
import type {CallResult, OpOptions} from '../families/family.js';
import type {Graph, Weights} from '../format/graph.js';
import type {Manifest} from '../format/manifest.js';
import type {SessionInfo} from '../host/protocol.js';
import type {Connection} from './connection.js';
import {LatestWins} from './latest-wins.js';
import {LazyRun} from './lazy-run.js';
import type {InvertOptions, InvertStep, OpenFamily, OpsByFamily, Session, SessionStats, TrainingRun, TrainOptions} from './session.js';
import type {Trainers} from './training.js';

/** The operations of each family, by name: their code is in the host alone. */
export const OPS = {
  vae: ['encode', 'decode', 'sample', 'elbo'],
  gan: ['generate', 'sample', 'score'],
  flow: ['forward', 'inverse', 'logProb', 'grid', 'sample'],
} as const satisfies {[F in OpenFamily]: readonly (keyof OpsByFamily[F])[]};

export type PageSessionParts = {
  id: number;
  connection: Connection;
  manifest: Manifest;
  info: SessionInfo;
  file(name: string): Promise<ArrayBuffer>;
  trainers(): Promise<Trainers>;
  /** Where `training.js` lies, unless a run says otherwise; undefined is beside this build. */
  trainingBase: string | undefined;
  onClose(): void;
};

/** The page's half of a session. */
export class PageSession<F extends OpenFamily> implements Session<F> {
  readonly ops: OpsByFamily[F];
  readonly lost: Promise<Error>;
  readonly #parts: PageSessionParts;
  readonly #channels = new LatestWins();
  readonly #runs = new Set<LazyRun>();
  readonly #closed = new AbortController();
  #info: SessionInfo;
  #last: RunStats | undefined;

  constructor(family: F, parts: PageSessionParts) {
    this.#parts = parts;
    this.#info = parts.info;
    this.lost = new Promise((resolve) => parts.connection.onLost(parts.id, resolve));
    const ops = OPS[family].map((op) => [op, (args: unknown, options?: OpOptions) => this.#call(op, args, options)]);
    this.ops = Object.fromEntries(ops) as OpsByFamily[F];
  }

  get manifest(): Manifest {
    return this.#parts.manifest;
  }

  get stats(): SessionStats {
    return {...this.#info, host: this.#parts.connection.kind, last: this.#last};
  }

  file(name: string): Promise<ArrayBuffer> {
    return this.#parts.file(name);
  }

  /** All nets of the model, with the weights that were shipped. */
  async graphs(): Promise<Record<string, Graph>> {
    const {id, connection} = this.#parts;
    return (await connection.request<Record<string, Graph>>({type: 'graphs', session: id})).value;
  }

  async setWeights(weights: Weights | null): Promise<void> {
    const {id, connection} = this.#parts;
    await connection.request({type: 'weights', session: id, weights});
  }

  train(options: TrainOptions): TrainingRun {
    const {trainers, trainingBase: base} = this.#parts;
    const run: LazyRun = new LazyRun(
      trainers().then((all) => all.run(this, {base, ...options})),
      () => this.#runs.delete(run),
    );
    this.#runs.add(run);
    return run;
  }

  async *invert(args: InvertOptions, {signal}: {signal?: AbortSignal} = {}): AsyncGenerator<InvertStep> {
    const {trainers, trainingBase: base} = this.#parts;
    const closed = this.#closed.signal;
    yield* (await trainers()).invert(this, {base, ...args}, signal ? [signal, closed] : [closed]);
  }

  close(): void {
    for (const run of this.#runs) run.abandon();
    this.#closed.abort();
    this.#parts.connection.close(this.#parts.id);
    this.#parts.onClose();
  }

  #call(op: string, args: unknown, {signal, onProgress, channel}: OpOptions = {}): Promise<CallResult> {
    const start = async (): Promise<CallResult> => {
      const {id, connection} = this.#parts;
      const request = {type: 'call', session: id, op, args, progress: onProgress !== undefined} as const;
      const {value, info} = await connection.request<CallResult>(request, {signal, onProgress});
      if (info) this.#info = info;
      this.#last = value.stats;
      return value;
    };
    return channel === undefined ? start() : this.#channels.run(channel, start, signal);
  }
}
