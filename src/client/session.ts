import type {BackendChoice, RunStats} from '../engine/engine.js';
import type {FlowOps, GanOps, VaeOps} from '../families/family.js';
import type {Batch, Weights} from '../format/graph.js';
import type {Manifest} from '../format/manifest.js';
import type {InvertStep, LearningOptions, TrainingBackendName, TrainingData, TrainStep} from '../training/protocol.js';

export type {InvertStep, LearningOptions, PlayerOptions, TrainingBackendName, TrainingData, TrainStep} from '../training/protocol.js';

/** The operations of each family that a page can open. */
export type OpsByFamily = {vae: VaeOps; gan: GanOps; flow: FlowOps};
export type OpenFamily = keyof OpsByFamily;

/**
 * A model by place. `manifest` and `topologies` may come along, baked into a script, and then only the binaries are fetched; a topology is a parsed
 * model.json, or what `bakeNet` made of it.
 * `base` is the folder's URL with a trailing slash, by default the folder of `urls`; `urls` overrides it file by file, for bundlers that rename
 * assets. `primed` holds downloads that were started early, by file name.
 */
export type ModelRef = {
  base?: string;
  urls?: Record<string, string>;
  manifest?: Manifest;
  topologies?: Record<string, unknown>;
  primed?: Record<string, Promise<ArrayBuffer>>;
};

/** Bytes of the model's files that were asked for so far, together. */
export type Progress = {task: 'manifest' | 'weights'; loaded: number; total: number};

export type OpenOptions<F extends OpenFamily> = {
  family: F;
  signal?: AbortSignal;
  backend?: BackendChoice;
  /** Same-origin URL of `worker.js`, for pages that allow no blob workers. The first session of a page decides for all. */
  workerSrc?: string;
  onProgress?: (progress: Progress) => void;
};

export type SessionStats = {
  backend: string;
  fallbacks: {backend: string; reason: string}[];
  /** False where sha256 cannot be checked (plain http). */
  verified: boolean;
  /** Bytes of model files fetched so far, uncompressed. */
  bytes: number;
  /** 'worker' or 'main': where the host runs. */
  host: 'worker' | 'main';
  last: RunStats | undefined;
};

export type TrainOptions = Partial<LearningOptions> & {
  /** What to train on. */
  data: TrainingData;
  /** Unsigned 32-bit integer, 7 by default: the same seed on the same backend of the same browser gives the same losses, step by step. */
  seed?: number;
  /** The weights to start from: those that were shipped (the default), some drawn at random, or any of the model's shape. */
  from?: 'shipped' | 'scratch' | Weights;
  /** `auto` is wasm, and WebGPU for steps so large that a graphics processor is worth its overhead. */
  backend?: 'auto' | TrainingBackendName;
  /** Begins with a pause. */
  paused?: boolean;
  /** URL of the folder with `training.js`, by default that of this build. */
  base?: string;
};

export type TrainingInfo = {backend: TrainingBackendName; fallbacks: {backend: string; reason: string}[]};

/** Where a run ended. */
export type TrainResult = TrainStep & {
  /** By role, in stock order: what `Session.setWeights` takes. */
  weights: Weights;
  /** The model as files by name, to be saved: a manifest, and for each net a stock tfjs model.json with its binary. */
  files(): Promise<Record<string, Uint8Array<ArrayBuffer>>>;
};

/**
 * A training run in the page's training worker. Iterating gives its latest step whenever there is a newer one: the session computes with that step's
 * weights by then. Iteration ends when the run is stopped and throws when it fails.
 */
export interface TrainingRun extends AsyncIterable<TrainStep> {
  /**
   * Resolves when the run has begun. Rejects where it cannot: `no-worker` where the page refuses workers, `network` where training.js cannot be had,
   * `bad-data`, `wrong-family`.
   */
  readonly ready: Promise<TrainingInfo>;
  pause(): void;
  resume(): void;
  /** Takes `count` steps, one where nothing is said, and pauses. `only`: of the nets that are trained against each other this one alone, `generator` or `discriminator`. */
  step(count?: number, only?: string): void;
  /** Learning rate, batch size and numbers of the objective, from the next step on. Others stay as they are. */
  update(options: Partial<LearningOptions>): void;
  /** Back to the weights of the beginning and step 0. */
  reset(): void;
  /** Ends the run. The session goes on with its weights until `setWeights(null)`. */
  stop(): Promise<TrainResult>;
}

export type InvertOptions = {
  /** The picture, [1, height, width, channels] in the data's range. */
  x: Batch;
  /** From which the latents are drawn where the search begins. */
  seed: number;
  steps: number;
  /** Class of a conditional model; where none is said, each has its turn among the beginnings. */
  label?: number;
  /** URL of the folder with `training.js`, by default that of this build. */
  base?: string;
};

/**
 * An open model. Calls of one channel are latest-wins: one in flight, one waiting, and a superseded call rejects with an `AbortError`.
 * `file` gives an extra of the model (points, example images), checked against the manifest, fetched once per page.
 */
export interface Session<F extends OpenFamily> {
  readonly manifest: Manifest;
  readonly ops: OpsByFamily[F];
  readonly stats: SessionStats;
  file(name: string): Promise<ArrayBuffer>;
  /**
   * Computes with these weights from here on, in this session alone; null is the shipped ones again. Calls that were made before end with the weights they
   * began with. Rejects with `bad-data` where the weights are not those of the model's nets.
   */
  setWeights(weights: Weights | null): Promise<void>;
  /** Trains the model, for this session alone. The worker that does it starts with the first run of a page and ends a minute after the last. */
  train(options: TrainOptions): TrainingRun;
  /**
   * Looks for latents whose pictures are most like one, with the weights as shipped, from several beginnings side by side: its latest step whenever there is a newer one, until the last. In
   * the worker that trains, so it throws what `TrainingRun.ready` rejects with; a model without a generator has `wrong-family`. The signal ends it with an `AbortError`, and so does `close`.
   */
  invert(args: InvertOptions, options?: {signal?: AbortSignal}): AsyncIterable<InvertStep>;
  /** Rejects never; settles when the host is gone for good, with the error to show, unless this session is closed before. */
  readonly lost: Promise<Error>;
  close(): void;
}
