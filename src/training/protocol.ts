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

/** One of several players: its own learning rate instead of the run's, and how many turns it has in a step, 1 where nothing is said. */
export type PlayerOptions = {learningRate?: number; turns?: number};

/** What a reader may turn while a run goes on. */
export type LearningOptions = {
  /** Of Adam (Kingma and Ba 2015). */
  learningRate: number;
  /** Examples in one step. */
  batchSize: number;
  /** Numbers and choices of the family's objective, such as a VAE's `beta` or the `loss` of a GAN; what is left out is as the model was trained. */
  objective: ObjectiveChoices;
  /** By its net, where nets are trained against each other: the `generator` and the `discriminator` of a GAN. */
  players?: Record<string, PlayerOptions>;
};

export type ObjectiveChoices = Record<string, number | string>;

/** Turns of a player in one step. */
const MOST_TURNS = 100;

/** @throws GenerativeError `bad-data` */
export function checkLearningOptions({learningRate, batchSize, players = {}}: LearningOptions): void {
  checkRate(learningRate, 'learningRate');
  for (const [name, {learningRate: own, turns = 1}] of Object.entries(players)) {
    if (own !== undefined) checkRate(own, `players.${name}.learningRate`);
    if (!Number.isInteger(turns) || turns < 0 || turns > MOST_TURNS) {
      throw new GenerativeError('bad-data', `players.${name}.turns: expected an integer from 0 to ${MOST_TURNS}, got ${turns}`);
    }
  }
  if (!Number.isInteger(batchSize) || batchSize < 1 || batchSize > MOST_EXAMPLES) {
    throw new GenerativeError('bad-data', `batchSize: expected an integer from 1 to ${MOST_EXAMPLES}, got ${batchSize}`);
  }
}

/** What is not named stays as it is, in the objective and of each player too. */
export function changed(before: LearningOptions, {objective, players = {}, ...rest}: Partial<LearningOptions>): LearningOptions {
  const own = Object.entries(players).map(([name, player]) => [name, {...before.players?.[name], ...player}] as const);
  return {
    ...before,
    ...rest,
    objective: {...before.objective, ...objective},
    players: {...before.players, ...Object.fromEntries(own)},
  };
}

function checkRate(rate: number, name: string): void {
  if (!(rate > 0 && rate < Infinity)) throw new GenerativeError('bad-data', `${name}: expected a number above 0, got ${rate}`);
}

/** Where a run stands, with all that it needs to go on from there exactly. `turns`: those that each of several players has had. */
export type Checkpoint = {step: number; parameters: Float32Array; moments: [Float32Array, Float32Array]; turns?: Record<string, number>};

export type TrainStep = {
  /** Steps so far. */
  step: number;
  /**
   * Of the batch of this very step: `loss`, and its parts by name, in nats per example; of several players the loss of each one's last turn, by its name.
   * The same for the same seed, backend and browser, whichever steps are shown. Empty at step 0.
   */
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

/** Where a search for the latent of a picture stands. */
export type InvertStep = {
  /** Steps so far, of how many. */
  step: number;
  steps: number;
  /** The latents that are improved side by side, [starts, latent]. */
  z: Batch;
  /** Mean square difference between the pixels of each one's picture and those of the wanted one. */
  losses: Float32Array;
  /** Class of each, where the model is conditional. */
  labels: number[] | undefined;
};

export type StartInversion = {
  type: 'invert';
  run: number;
  manifest: Manifest;
  /** The generator. */
  graph: Graph;
  /** The wanted picture, [1, height, width, channels]. */
  x: Batch;
  seed: number;
  steps: number;
  /** Of a conditional model; any class where none is said. */
  label: number | undefined;
};

export type ToTraining =
  /** First, and once. `files` are absolute URLs by name. */
  | {type: 'init'; files: Record<string, string>; software: boolean}
  | StartRun
  | {type: 'pause' | 'resume' | 'reset' | 'stop'; run: number}
  /** `only`: of several players this one alone has turns. */
  | {type: 'steps'; run: number; count: number; only?: string}
  | {type: 'update'; run: number; options: Partial<LearningOptions>}
  /** The weights that came last are in use: the next ones may come. */
  | {type: 'shown'; run: number}
  | StartInversion
  /** Ends a search. */
  | {type: 'cancel'; run: number}
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
  | {type: 'inverted'; run: number; step: InvertStep}
  | {type: 'error'; run: number; error: PortableError}
  /** The graphics device is gone, and all runs with it. */
  | {type: 'lost'; reason: string}
  | {type: 'pong'};

/** The worker's end of the line: its global scope or a MessagePort. */
export type TrainingPort = {
  postMessage(message: FromTraining, transfer: Transferable[]): void;
  onmessage: ((event: MessageEvent<ToTraining>) => void) | null;
};
