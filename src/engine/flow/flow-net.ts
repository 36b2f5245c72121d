import type {RunStats} from '../engine.js';
import type {Batch} from '../../format/graph.js';

// One door for all that engines and hosts need of flows, so that it is one part of the worker.
export * from './couplings.js';
export * from './pack.js';

/** Centres of `width` × `height` cells of a box [xmin, ymin, xmax, ymax], row by row from the largest y down, as pictures are painted. */
export type FlowGrid = {box: readonly [number, number, number, number]; width: number; height: number};

/**
 * Points to take through a flow and arrays for what is wanted of them. Forward goes from data to base, inverse from base to data; a log-determinant is that of
 * the forward direction either way.
 */
export type FlowJob = {
  inverse: boolean;
  count: number;
  /** x and y in turns, or the cells of a grid. */
  from: Float32Array | FlowGrid;
  /** Where the points arrive, x and y in turns. */
  positions?: Float32Array;
  /** log |det ∂z/∂x|. */
  logDet?: Float32Array;
  /** log p(x) in nats. */
  logProb?: Float32Array;
  /** [couplings + 1, count, 2]: standardised points, then those behind each coupling, in forward order. The last are z. */
  layers?: Float32Array;
  /** [couplings, count]: log-determinant of each coupling. */
  layerLogDets?: Float32Array;
};

export type FlowOptions = {signal?: AbortSignal; onProgress?: (progress: {loaded: number; total: number}) => void};

/** What an engine does with a flow: fills the arrays of a job for points `first` … `first + count − 1`. */
export interface FlowRunner {
  readonly couplings: number;
  /** Multiply-adds times two for one point. */
  readonly flops: number;
  run(job: FlowJob, first: number, count: number, options?: FlowOptions): Promise<RunStats>;
  /** Stock weights in the order of the graph's, at any time; later runs see them. */
  setWeights(weights: Float32Array[]): void;
  dispose(): void;
}

type Layers = {layers?: Batch; layerLogDets?: Batch};

/** A normalizing flow in the plane, loaded on an engine. Points are [n, 2]. */
export class FlowNet implements FlowRunner {
  readonly #runner: FlowRunner;

  constructor(runner: FlowRunner) {
    this.#runner = runner;
  }

  get couplings(): number {
    return this.#runner.couplings;
  }

  get flops(): number {
    return this.#runner.flops;
  }

  run(job: FlowJob, first: number, count: number, options?: FlowOptions): Promise<RunStats> {
    return this.#runner.run(job, first, count, options);
  }

  /** From data to base, with log |det ∂z/∂x|; `layers` also gives the points and log-determinants of each coupling. */
  async forward(
    x: Batch,
    options: FlowOptions & {layers?: boolean} = {},
  ): Promise<{z: Batch; logDet: Float32Array; stats: RunStats} & Layers> {
    const count = x.shape[0]!;
    const [positions, logDet] = [new Float32Array(2 * count), new Float32Array(count)];
    const layers = options.layers ? this.#layers(count) : {};
    const stats = await this.#all({inverse: false, count, from: x.data, positions, logDet, ...layers}, options);
    return {z: {data: positions, shape: [count, 2]}, logDet, ...this.#batches(layers, count), stats};
  }

  /** From base to data, with log p(x) of what comes out. */
  async inverse(
    z: Batch,
    options: FlowOptions & {layers?: boolean} = {},
  ): Promise<{x: Batch; logProb: Float32Array; stats: RunStats} & Layers> {
    const count = z.shape[0]!;
    const [positions, logProb] = [new Float32Array(2 * count), new Float32Array(count)];
    const layers = options.layers ? this.#layers(count) : {};
    const stats = await this.#all({inverse: true, count, from: z.data, positions, logProb, ...layers}, options);
    return {x: {data: positions, shape: [count, 2]}, logProb, ...this.#batches(layers, count), stats};
  }

  async logProb(x: Batch, options: FlowOptions = {}): Promise<{logProb: Float32Array; stats: RunStats}> {
    const count = x.shape[0]!;
    const logProb = new Float32Array(count);
    return {logProb, stats: await this.#all({inverse: false, count, from: x.data, logProb}, options)};
  }

  /** log p of the cells of a grid, [height, width], from the largest y down; on request also z [height · width, 2], and what lies between. */
  async grid(
    box: FlowGrid['box'],
    [width, height]: readonly [number, number],
    options: FlowOptions & {z?: boolean; layers?: boolean} = {},
  ): Promise<{logProb: Batch; z?: Batch; stats: RunStats} & Layers> {
    const count = width * height;
    const logProb = new Float32Array(count);
    const positions = options.z ? new Float32Array(2 * count) : undefined;
    const layers = options.layers ? this.#layers(count) : {};
    const stats = await this.#all({inverse: false, count, from: {box, width, height}, logProb, positions, ...layers}, options);
    const z = positions && {data: positions, shape: [count, 2]};
    return {logProb: {data: logProb, shape: [height, width]}, ...(z && {z}), ...this.#batches(layers, count), stats};
  }

  setWeights(weights: Float32Array[]): void {
    this.#runner.setWeights(weights);
  }

  dispose(): void {
    this.#runner.dispose();
  }

  #all(job: FlowJob, options: FlowOptions): Promise<RunStats> {
    return this.#runner.run(job, 0, job.count, options);
  }

  #layers(count: number): Pick<FlowJob, 'layers' | 'layerLogDets'> {
    const {couplings} = this;
    return {layers: new Float32Array((couplings + 1) * count * 2), layerLogDets: new Float32Array(couplings * count)};
  }

  #batches({layers, layerLogDets}: Pick<FlowJob, 'layers' | 'layerLogDets'>, count: number): Layers {
    if (!layers || !layerLogDets) return {};
    const {couplings} = this;
    return {
      layers: {data: layers, shape: [couplings + 1, count, 2]},
      layerLogDets: {data: layerLogDets, shape: [couplings, count]},
    };
  }
}

/** Writes points `first` … of a job's source to `to`, x and y in turns. */
export function copyPoints({from}: FlowJob, first: number, count: number, to: Float32Array): void {
  if (from instanceof Float32Array) return to.set(from.subarray(2 * first, 2 * (first + count)));
  const {
    box: [left, bottom, right, top],
    width,
    height,
  } = from;
  for (let i = 0; i < count; i++) {
    const cell = first + i;
    to[2 * i] = left + (((cell % width) + 0.5) * (right - left)) / width;
    to[2 * i + 1] = top - ((Math.floor(cell / width) + 0.5) * (top - bottom)) / height;
  }
}
