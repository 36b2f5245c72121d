import {addStats} from '../engine/add-stats.js';
import type {Engine, Net, RunOptions, RunStats} from '../engine/engine.js';
import {sizeOf, type Batch} from '../format/graph.js';
import type {Queue} from './queue.js';

/** First guesses of floating-point operations a millisecond, low on purpose; each run replaces them by what it measured. */
const FLOPS_PER_MILLISECOND = {webgpu: Infinity, wasm: 4e6, reference: 2e5};

/** From this many expected milliseconds on, the host announces that it will not hear: a page would take it for dead. */
const LONG = 1000;
/** Times the expectation: a first guess may be wrong, and a phone that is hot is slow. */
const MARGIN = 10;

export type Slicing = {
  queue: Queue;
  /** Milliseconds of computation before other requests get a turn. */
  slice: number;
  /** Hears for how many milliseconds the thread may be deaf from now on, and 0 when that is over. */
  onBusy(milliseconds: number): void;
};

/**
 * A net whose large batches run in slices of about `slice` milliseconds, each a job of the shared queue: a sheet of 289 tiles of one element does
 * not hold up the pointer of another. A GPU takes the batch whole.
 */
export class SlicedNet implements Net {
  readonly #net: Net;
  readonly #slicing: Slicing;
  #millisecondsPerExample: number;

  constructor(net: Net, backend: Engine['backend'], slicing: Slicing) {
    this.#net = net;
    this.#slicing = slicing;
    this.#millisecondsPerExample = net.flops / FLOPS_PER_MILLISECOND[backend];
  }

  get inputs() {
    return this.#net.inputs;
  }

  get outputs() {
    return this.#net.outputs;
  }

  get flops() {
    return this.#net.flops;
  }

  async run(inputs: Batch[], options: RunOptions = {}): Promise<{outputs: Batch[]; stats: RunStats}> {
    const total = inputs[0]?.shape[0] ?? 1;
    const outputs = options.out ?? this.outputs.map(({shape}) => emptyBatch([total, ...shape]));
    let stats: RunStats | undefined;
    let start = 0;
    do {
      const count = Math.min(total - start, this.#sliceSize());
      const slices = inputs.map((batch) => slice(batch, start, count));
      const out = outputs.map((batch) => slice(batch, start, count));
      const {signal} = options;
      const part = await this.#slicing.queue.run(() => this.#announced(count, () => this.#net.run(slices, {signal, out})), signal);
      this.#measure(part.stats, count);
      stats = stats ? addStats(stats, part.stats) : part.stats;
      start += count;
      options.onProgress?.({loaded: start, total});
    } while (start < total);
    return {outputs, stats};
  }

  setWeights(weights: Float32Array[]): void {
    this.#net.setWeights(weights);
  }

  dispose(): void {
    this.#net.dispose();
  }

  /** One example of a large net cannot be cut, and on plain loops it takes seconds. */
  async #announced<Result>(count: number, run: () => Promise<Result>): Promise<Result> {
    const expected = count * this.#millisecondsPerExample;
    if (expected < LONG) return run();
    this.#slicing.onBusy(MARGIN * expected);
    try {
      return await run();
    } finally {
      this.#slicing.onBusy(0);
    }
  }

  #sliceSize(): number {
    if (this.#millisecondsPerExample === 0) return Infinity;
    return Math.max(1, Math.floor(this.#slicing.slice / this.#millisecondsPerExample));
  }

  #measure({backend, milliseconds}: RunStats, count: number): void {
    // Clocks are coarse (0.1 ms, 1 ms in some browsers): a run that measured nothing teaches nothing.
    if (backend === 'webgpu' || milliseconds === 0) return;
    this.#millisecondsPerExample = (this.#millisecondsPerExample + milliseconds / count) / 2;
  }
}

function emptyBatch(shape: number[]): Batch {
  return {data: new Float32Array(sizeOf(shape)), shape};
}

function slice({data, shape}: Batch, start: number, count: number): Batch {
  const size = sizeOf(shape.slice(1));
  return {data: data.subarray(start * size, (start + count) * size), shape: [count, ...shape.slice(1)]};
}
