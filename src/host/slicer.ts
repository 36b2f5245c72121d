import {addStats} from '../engine/add-stats.js';
import type {BackendName, RunStats} from '../engine/engine.js';
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
 * Cuts a large request into slices of about `slice` milliseconds, each a job of the shared queue: a sheet of 289 tiles of one element does not hold up the
 * pointer of another. A GPU takes it whole.
 */
export class Slicer {
  readonly #slicing: Slicing;
  #millisecondsPerExample: number;

  /** @param flops of one example */
  constructor(flops: number, backend: BackendName, slicing: Slicing) {
    this.#slicing = slicing;
    this.#millisecondsPerExample = flops / FLOPS_PER_MILLISECOND[backend];
  }

  async run(
    total: number,
    {signal, onProgress}: {signal?: AbortSignal; onProgress?: (progress: {loaded: number; total: number}) => void},
    runSlice: (start: number, count: number) => Promise<RunStats>,
  ): Promise<RunStats> {
    let stats: RunStats | undefined;
    let start = 0;
    do {
      const count = Math.min(total - start, this.#sliceSize());
      const from = start;
      const part = await this.#slicing.queue.run(() => this.#announced(count, () => runSlice(from, count)), signal);
      this.#measure(part, count);
      stats = stats ? addStats(stats, part) : part;
      start += count;
      onProgress?.({loaded: start, total});
    } while (start < total);
    return stats;
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
