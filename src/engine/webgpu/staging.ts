import {nextTask} from '../pacer.js';
import {MAP_READ, USAGE} from './usage.js';

const LEAST_BYTES = 4096;
/** Buffers that wait for the next read-back; a page that moves a pointer has one or two runs in flight. */
const KEPT = 3;

/** Buffers that results are read back through, used again. */
export class Staging {
  readonly #device: GPUDevice;
  readonly #nudges: boolean;
  readonly #patience: number;
  readonly #free: GPUBuffer[] = [];
  readonly #taken = new Set<GPUBuffer>();
  readonly #waiting = new Set<{since: number; reject: (reason: Error) => void}>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  /**
   * @param nudges whether the browser looks for finished work too rarely on its own
   * @param patience milliseconds until a device that does not finish is given up
   */
  constructor(device: GPUDevice, {nudges, patience}: {nudges: boolean; patience: number}) {
    this.#device = device;
    this.#nudges = nudges;
    this.#patience = patience;
  }

  get bytes(): number {
    return [...this.#free, ...this.#taken].reduce((sum, {size}) => sum + size, 0);
  }

  /** Whether `take` gives a buffer that has been read through before. */
  has(bytes: number): boolean {
    return this.#find(bytes).found >= 0;
  }

  take(bytes: number): GPUBuffer {
    const {size, found} = this.#find(bytes);
    const usage = USAGE.mapRead | USAGE.copyTarget;
    const buffer = found >= 0 ? this.#free.splice(found, 1)[0]! : this.#device.createBuffer({size, usage});
    this.#taken.add(buffer);
    return buffer;
  }

  /** Hands what the submitted work left in a taken buffer to `read`, and takes the buffer back. */
  async read(buffer: GPUBuffer, read: (data: ArrayBuffer) => void): Promise<void> {
    try {
      const mapped = buffer.mapAsync(MAP_READ);
      if (this.#nudges) void this.#nudge(mapped);
      await this.#patiently(mapped);
      read(buffer.getMappedRange());
      buffer.unmap();
    } catch (error) {
      this.#taken.delete(buffer);
      buffer.destroy();
      throw error;
    }
    this.#taken.delete(buffer);
    this.#free.push(buffer);
    while (this.#free.length > KEPT) this.#free.shift()!.destroy();
  }

  dispose(): void {
    if (this.#waiting.size === 0) {
      clearTimeout(this.#timer);
      this.#timer = undefined;
    }
    for (const buffer of [...this.#free, ...this.#taken]) buffer.destroy();
    this.#free.length = 0;
    this.#taken.clear();
  }

  /** Drivers that hang do so without a word. One timer looks after all runs, since starting and stopping one is some percent of a small run. */
  #patiently<Mapped>(mapped: Promise<Mapped>): Promise<Mapped> {
    return new Promise((resolve, reject) => {
      const wait = {since: performance.now(), reject};
      this.#waiting.add(wait);
      this.#timer ??= setTimeout(() => this.#look(), this.#patience);
      mapped.then(resolve, reject).finally(() => this.#waiting.delete(wait));
    });
  }

  #look(): void {
    this.#timer = undefined;
    const latest = performance.now() - this.#patience;
    let first = Infinity;
    for (const {since, reject} of this.#waiting) {
      if (since > latest) first = Math.min(first, since);
      else reject(new Error(`the browser gave no result in ${this.#patience} ms`));
    }
    if (first < Infinity) this.#timer = setTimeout(() => this.#look(), first - latest);
  }

  #find(bytes: number): {size: number; found: number} {
    // By powers of two, so that batches of about one size share buffers.
    const size = 2 ** Math.ceil(Math.log2(Math.max(bytes, LEAST_BYTES)));
    return {size, found: this.#free.findIndex((buffer) => buffer.size === size)};
  }

  /** Firefox looks every 100 ms (bug 1870699), and at each submit. */
  async #nudge(mapped: Promise<unknown>): Promise<void> {
    let waiting = true;
    const done = (): void => void (waiting = false);
    mapped.then(done, done);
    while (waiting) {
      this.#device.queue.submit([]);
      // Timers that timers start wait for 4 ms; from a message they do not.
      await nextTask();
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  }
}
