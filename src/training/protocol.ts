// What a page and its training worker say to each other.
import type {DensityName} from '../data/densities.js';
import {GenerativeError} from '../format/errors.js';
import type {Batch, Graph, Weights} from '../format/graph.js';
import type {Manifest} from '../format/manifest.js';
import type {PortableError} from '../format/portable-error.js';

/** In one step. */
const MOST_EXAMPLES = 65_536;

export type TrainingBackendName = 'wasm' | 'webgpu';

/** Examples of `[count, …shape of the model's data]`, or a density to draw them from, in the worker and anew for each step. */
export type TrainingData = Batch | {kind: 'density'; name: DensityName};

/** What a reader may turn while a run goes on. */
export type LearningOptions = {
  /** Of Adam (Kingma and Ba 2015). */
  learningRate: number;
  /** Examples in one step. */
  batchSize: number;
  /** Numbers of the family's objective, such as a VAE's `beta`; what is left out is as the model was trained. */
  objective: Record<string, number>;
};

/** @throws GenerativeError `bad-data` */
export function checkLearningOptions({learningRate, batchSize}: LearningOptions): void {
  if (!(learningRate > 0 && learningRate < Infinity)) {
    throw new GenerativeError('bad-data', `learningRate: expected a number above 0, got ${learningRate}`);
  }
  if (!Number.isInteger(batchSize) || batchSize < 1 || batchSize > MOST_EXAMPLES) {
    throw new GenerativeError('bad-data', `batchSize: expected an integer from 1 to ${MOST_EXAMPLES}, got ${batchSize}`);
  }
}

/** Where a run stands, with all that it needs to go on from there exactly. */
export type Checkpoint = {step: number; parameters: Float32Array; moments: [Float32Array, Float32Array]};

export type TrainStep = {
  /** Steps so far. */
  step: number;
  /** Of the batch of this very step: `loss`, and its parts by name, in nats per example. The same for the same seed and backend, whichever steps are shown. Empty at step 0. */
  losses: Record<string, number>;
  stepsPerSecond: number;
  examplesPerSecond: number;
};

export type StartRun = {
  type: 'start';
  run: number;
  manifest: Manifest;
  /** By role, with the weights to start from. */
  graphs: Record<string, Graph>;
  /** Start from weights drawn at random instead. */
  scratch: boolean;
  data: TrainingData;
  seed: number;
  options: LearningOptions;
  paused: boolean;
  checkpoint: Checkpoint | undefined;
};

export type ToTraining =
  /** First, and once. `files` are absolute URLs by name. */
  | {type: 'init'; files: Record<string, string>; software: boolean}
  | StartRun
  | {type: 'pause' | 'resume' | 'reset' | 'stop'; run: number}
  | {type: 'steps'; run: number; count: number}
  | {type: 'update'; run: number; options: Partial<LearningOptions>}
  /** The weights that came last are in use: the next ones may come. */
  | {type: 'shown'; run: number}
  | {type: 'ping'};

export type FromTraining =
  /** The script runs. */
  | {type: 'loaded'}
  | {type: 'ready'}
  /** This backend cannot start here. */
  | {type: 'unable'; reason: string}
  /** `weights` come along where the last ones have been shown; they are those after `step`. */
  | {type: 'progress'; run: number; step: TrainStep; weights: Weights | undefined}
  | {type: 'checkpoint'; run: number; checkpoint: Checkpoint}
  | {type: 'stopped'; run: number; step: TrainStep; weights: Weights}
  | {type: 'error'; run: number; error: PortableError}
  /** The graphics device is gone, and all runs with it. */
  | {type: 'lost'; reason: string}
  | {type: 'pong'};

/** The worker's end of the line: its global scope or a MessagePort. */
export type TrainingPort = {
  postMessage(message: FromTraining, transfer: Transferable[]): void;
  onmessage: ((event: MessageEvent<ToTraining>) => void) | null;
};
