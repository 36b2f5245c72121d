import {flopsOf} from '../engine/inputs.js';
import {GenerativeError} from '../format/errors.js';
import type {Graph, Weights} from '../format/graph.js';
import {checkLearningOptions, type TrainingBackendName} from '../training/protocol.js';
import type {InvertOptions, InvertStep, TrainingInfo, TrainOptions} from './session.js';
import type {TrainingParts} from './start-training-worker.js';
import {scriptUrl, startWorker} from './start-worker.js';
import {trainingFiles} from './training-files.js';
import {TrainingLine, Unable, type TrainingClient} from './training-line.js';
import {WorkerRun, type TrainedSession} from './worker-run.js';
import {WorkerSearch} from './worker-search.js';

/** A training worker ends when it had no run for this long. */
const IDLE_MILLISECONDS = 60_000;
/**
 * From this many operations a step on a graphics processor is asked for: below it a step on wasm takes less than the thousand small dispatches of an automatic
 * differentiation cost on any device.
 */
const LARGE_STEP = 2e9;
/** A gradient takes about twice what the value takes. */
const PASSES = 3;

export const browserTraining: Pick<TrainingParts, 'startWorker'> = {
  startWorker: (script) => startWorker('', 'url' in script ? script.url : scriptUrl(script.text)) as never,
};

export type TrainersParts = TrainingParts & {
  /** Graphics devices that this page has lost. */
  losses: {count: number};
};

/** The training workers of a page, one for each backend and place that is in use, and the runs that they carry. */
export class Trainers {
  readonly #parts: TrainersParts;
  readonly #lines = new Map<string, TrainingLine>();
  /** Why WebGPU is not asked for again on this page. */
  #noWebgpu: string | undefined;
  #lastRun = 0;

  constructor(parts: TrainersParts) {
    this.#parts = parts;
  }

  /** @throws GenerativeError `no-worker`, `network`, `bad-data` */
  async run(session: TrainedSession, options: TrainOptions): Promise<WorkerRun> {
    const {
      data,
      base,
      seed = 7,
      learningRate = 1e-3,
      batchSize = 64,
      objective = {},
      players = {},
      from = 'shipped',
      backend = 'auto',
      paused = false,
    } = options;
    const learning = {learningRate, batchSize, objective, players};
    checkLearningOptions(learning);
    const shipped = await session.graphs();
    const graphs = typeof from === 'string' ? shipped : withWeights(shipped, from);
    const {manifest} = session;
    const isGame = manifest.family === 'gan';
    const {line, fallbacks} = await this.#line(isGame ? 'wasm' : backend, work(graphs) * batchSize, base);
    if (isGame && backend === 'webgpu') fallbacks.push({backend, reason: 'nets that play against each other are trained on wasm'});
    const settings = {seed, options: learning, paused, checkpoint: undefined};
    const start = {type: 'start', run: ++this.#lastRun, manifest, graphs, scratch: from === 'scratch', data, ...settings} as const;
    return new WorkerRun(session, line, start, fallbacks);
  }

  /**
   * @param signals any of them ends the search
   * @throws GenerativeError `no-worker`, `network`, `bad-data`, `wrong-family`
   */
  async *invert(session: TrainedSession, args: InvertOptions, signals: readonly AbortSignal[]): AsyncGenerator<InvertStep> {
    for (const signal of signals) signal.throwIfAborted();
    const {manifest} = session;
    const {generator: graph} = await session.graphs();
    if (!graph) throw new GenerativeError('wrong-family', `${manifest.id} has no generator whose latents could be looked for`);
    const {x, seed, steps, label} = args;
    const start = {type: 'invert', run: ++this.#lastRun, manifest, graph, x, seed, steps, label} as const;
    yield* new WorkerSearch(await this.#wasm(args.base), start, signals);
  }

  /** A worker that is ready, on the backend of choice or on wasm. */
  async #line(choice: 'auto' | TrainingBackendName, operations: number, base: string | undefined) {
    const fallbacks: TrainingInfo['fallbacks'] = [];
    const wanted = choice === 'webgpu' || (choice === 'auto' && operations >= LARGE_STEP && this.#noWebgpu === undefined);
    if (wanted) {
      try {
        if (this.#noWebgpu !== undefined) throw new Unable(this.#noWebgpu);
        if (!this.#mayHaveDevice) throw new Unable('the graphics device was lost twice');
        const line = this.#open('webgpu', choice === 'webgpu', base);
        await line.start();
        return {line, fallbacks};
      } catch (error) {
        if (!(error instanceof Unable)) throw error;
        this.#noWebgpu = error.message;
        fallbacks.push({backend: 'webgpu', reason: error.message});
      }
    }
    return {line: await this.#wasm(base), fallbacks};
  }

  async #wasm(base: string | undefined): Promise<TrainingLine> {
    const line = this.#open('wasm', false, base);
    try {
      await line.start();
      return line;
    } catch (error) {
      if (error instanceof Unable) throw new GenerativeError('internal', error.message, {cause: error});
      throw error;
    }
  }

  #open(backend: TrainingBackendName, software: boolean, base: string | undefined): TrainingLine {
    const {scripts, files} = trainingFiles(base);
    const key = `${scripts[backend]} ${software}`;
    const known = this.#lines.get(key);
    if (known) return known;
    const {clock, losses} = this.#parts;
    const forget = (): void => {
      if (this.#lines.get(key) === line) this.#lines.delete(key);
    };
    const line: TrainingLine = new TrainingLine({
      ...this.#parts,
      backend,
      script: scripts[backend],
      files,
      software,
      onLoss: () => losses.count++,
      mayRestart: () => backend === 'wasm' || this.#mayHaveDevice,
      onGivenUp: (clients, error) => {
        forget();
        if (backend === 'wasm') return false;
        this.#noWebgpu = error.message;
        void this.#move(clients, error, base);
        return true;
      },
      onIdle: () => {
        clock.setTimeout(() => {
          if (!line.isIdle) return;
          forget();
          line.end();
        }, IDLE_MILLISECONDS);
      },
    });
    this.#lines.set(key, line);
    // One that cannot start is tried anew by the next run.
    line.start().catch(forget);
    return line;
  }

  /** A third one is never asked for: Chromium then refuses the site WebGPU altogether. */
  get #mayHaveDevice(): boolean {
    return this.#parts.losses.count < 2;
  }

  /** Runs of a graphics processor that is gone for good go on from where they were saved. */
  async #move(clients: Map<number, TrainingClient>, error: GenerativeError, base: string | undefined): Promise<void> {
    try {
      const line = await this.#wasm(base);
      for (const client of clients.values()) (client as WorkerRun).moveTo(line, error.message);
    } catch {
      for (const client of clients.values()) client.fail(error);
    }
  }
}

function work(graphs: Record<string, Graph>): number {
  return PASSES * Object.values(graphs).reduce((sum, graph) => sum + flopsOf(graph), 0);
}

function withWeights(graphs: Record<string, Graph>, weights: Weights): Record<string, Graph> {
  return Object.fromEntries(
    Object.entries(graphs).map(([role, graph]) => {
      const own = weights[role];
      if (!own) return [role, graph];
      if (own.length !== graph.weights.length) {
        throw new GenerativeError('bad-data', `from.${role}: ${graph.weights.length} weights expected, found ${own.length}`);
      }
      return [role, {...graph, weights: graph.weights.map((spec, index) => ({...spec, data: own[index]!}))}];
    }),
  );
}
