import type {BackendChoice, RunStats} from '../engine/engine.js';
import type {VaeOps} from '../families/family.js';
import type {Weights} from '../format/graph.js';
import type {Manifest} from '../format/manifest.js';

/** The operations of each family that a page can open. */
export type OpsByFamily = {vae: VaeOps};
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
  /** Rejects never; settles when the host is gone for good, with the error to show, unless this session is closed before. */
  readonly lost: Promise<Error>;
  close(): void;
}
