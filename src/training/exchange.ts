/** Numbers that rank 0 sets for all: they hold from the first barrier of a step to that of the next. */
export type Control = {rate: number; decay: number; flags: number};

/** Flags of a step: hand out the optimiser's state afterwards; end; the next step is the first, or another, of the late objective. */
export const SAVE = 1;
export const STOP = 2;
export const LATE = 4;

/** What workers share: plain buffers that can be posted. On a page without cross-origin isolation there is nothing shared, and one worker only. */
export type ExchangeMemory = {
  workers: number;
  size: number;
  floats: ArrayBufferLike;
  control: ArrayBufferLike;
  turns: ArrayBufferLike;
};

const ARRIVED = 0;
const GENERATION = 1;
const STOP_REQUEST = 2;

/**
 * Synchronous data parallelism: each worker writes its gradients, waits, updates its own shard of the parameters from everyone's gradients, waits, and reads all parameters.
 * Barriers block the thread (`Atomics.wait`), so this runs in workers only, or with one worker.
 */
export class Exchange {
  readonly rank: number;
  readonly workers: number;
  /** First parameter of this worker's shard, and the one after its last; both multiples of 4. */
  readonly start: number;
  readonly end: number;
  readonly parameters: Float32Array;
  /** Adam's two moments and the moving average of the parameters; written only when a step has the flag SAVE. */
  readonly state: [Float32Array, Float32Array, Float32Array];
  readonly #gradients: Float32Array[];
  readonly #control: Float64Array;
  readonly #turns: Int32Array;

  static allocate(workers: number, size: number): ExchangeMemory {
    const padded = shardLength(workers, size) * workers;
    const bytes = padded * (4 + workers) * 4;
    const buffer = (length: number) => (typeof SharedArrayBuffer === 'undefined' ? new ArrayBuffer(length) : new SharedArrayBuffer(length));
    if (workers > 1 && typeof SharedArrayBuffer === 'undefined') throw new Error('several workers need SharedArrayBuffer');
    return {
      workers,
      size: padded,
      floats: buffer(bytes),
      control: buffer(3 * 8),
      turns: buffer(3 * 4),
    };
  }

  constructor({workers, size, floats, control, turns}: ExchangeMemory, rank: number) {
    this.rank = rank;
    this.workers = workers;
    const length = size / workers;
    this.start = rank * length;
    this.end = this.start + length;
    const part = (index: number) => new Float32Array(floats, index * size * 4, size);
    this.parameters = part(0);
    this.state = [part(1), part(2), part(3)];
    this.#gradients = Array.from({length: workers}, (_, worker) => part(4 + worker));
    this.#control = new Float64Array(control);
    this.#turns = new Int32Array(turns);
  }

  /** This worker's gradients, to be filled before the first barrier. */
  get ownGradients(): Float32Array {
    return this.#gradients[this.rank]!;
  }

  get control(): Control {
    const [rate, decay, flags] = this.#control as unknown as [number, number, number];
    return {rate, decay, flags};
  }

  set control({rate, decay, flags}: Control) {
    this.#control.set([rate, decay, flags]);
  }

  /** Asks for an end from any thread; rank 0 turns it into the flag STOP. */
  requestStop(): void {
    Atomics.store(this.#turns, STOP_REQUEST, 1);
  }

  get stopRequested(): boolean {
    return Atomics.load(this.#turns, STOP_REQUEST) === 1;
  }

  /** Writes the mean over workers of the gradients from `start` to `end`. */
  meanGradients(target: Float32Array, start = this.start, end = this.end): void {
    const shards = this.#gradients.map((gradients) => gradients.subarray(start, end));
    if (this.workers === 1) {
      target.set(shards[0]!);
      return;
    }
    const share = 1 / this.workers;
    for (let i = 0; i < end - start; i++) {
      let sum = 0;
      for (const shard of shards) sum += shard[i]!;
      target[i] = sum * share;
    }
  }

  /** Waits until all workers are here. */
  barrier(): void {
    if (this.workers === 1) return;
    const generation = Atomics.load(this.#turns, GENERATION);
    if (Atomics.add(this.#turns, ARRIVED, 1) === this.workers - 1) {
      Atomics.store(this.#turns, ARRIVED, 0);
      Atomics.add(this.#turns, GENERATION, 1);
      Atomics.notify(this.#turns, GENERATION);
      return;
    }
    while (Atomics.load(this.#turns, GENERATION) === generation) Atomics.wait(this.#turns, GENERATION, generation);
  }
}

function shardLength(workers: number, size: number): number {
  return Math.ceil(size / workers / 4) * 4;
}
