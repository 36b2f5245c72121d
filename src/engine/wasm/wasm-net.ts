import type {Batch, Graph, TensorSpec} from '../../format/graph.js';
import {sizeOf} from '../../format/graph.js';
import {compile} from '../compile.js';
import type {Net, RunOptions, RunStats} from '../engine.js';
import {checkBatches, checkWeights, disposed, flopsOf, outputBatches, outputSpecs} from '../inputs.js';
import {Pacer} from '../pacer.js';
import type {Plan} from '../plan.js';
import type {Kernels} from './kernels.js';
import type {Constant} from './lower.js';
import {lower} from './lower.js';
import type {Shared as SharedByAll} from './shared.js';

/** Activations of all examples that are computed at once should stay within the second cache. */
const ARENA_BYTES = 1_000_000;
/** About 8 ms on a slow core, after which a run looks up. */
const TILE_FLOPS = 80e6;
const MOST_EXAMPLES = 64;

export {instantiateKernels} from './kernels.js';

type Shared = SharedByAll & {kernels: Kernels};

/** A net whose packed weights and kernel records lie in wasm memory from load to dispose; a run allocates nothing there. */
export class WasmNet implements Net {
  readonly inputs: TensorSpec[];
  readonly outputs: TensorSpec[];
  readonly flops: number;
  readonly #plan: Plan;
  readonly #shared: Shared;
  #capacity: number;
  readonly #constants: Constant[];
  readonly #calls: {run: Kernels[keyof Kernels]; record: number}[] = [];
  #block: number;

  constructor(graph: Graph, shared: Shared) {
    this.#plan = compile(graph);
    this.#shared = shared;
    this.inputs = graph.inputs;
    this.outputs = outputSpecs(graph);
    this.flops = flopsOf(graph);
    const fitting = Math.min(ARENA_BYTES / (this.#plan.arena * 4), TILE_FLOPS / this.flops, MOST_EXAMPLES);
    this.#capacity = Math.max(1, Math.floor(fitting));
    for (;;) {
      try {
        shared.arena(this.#arenaBytes);
        break;
      } catch (error) {
        // Where a browser gives no more memory, fewer examples at once may still fit.
        if (this.#capacity === 1) throw error;
        this.#capacity = Math.ceil(this.#capacity / 2);
      }
    }
    const {calls, constants} = lower(this.#plan, this.#capacity);
    this.#constants = constants;
    const last = constants[constants.length - 1];
    const recordsAt = last ? last.offset + Math.ceil(last.elements / 4) * 16 : 0;
    const words = calls.reduce((sum, call) => sum + call.record.length, 0);
    this.#block = shared.heap.allocate(recordsAt + words * 4);
    const view = new DataView(shared.heap.memory.buffer);
    let at = this.#block + recordsAt;
    for (const {kernel, record} of calls) {
      this.#calls.push({run: shared.kernels[kernel], record: at});
      for (const word of record) {
        if (typeof word === 'number') view.setInt32(at, word, true);
        else if ('real' in word) view.setFloat32(at, word.real, true);
        else view.setInt32(at, this.#block + word.constant.offset + word.bytes, true);
        at += 4;
      }
    }
    this.#fill(graph.weights.map((weight) => weight.data));
  }

  async run(inputs: Batch[], options: RunOptions = {}): Promise<{outputs: Batch[]; stats: RunStats}> {
    const count = checkBatches(this.inputs, inputs, 'input');
    const outputs = outputBatches(this.outputs, count, options.out);
    const pacer = new Pacer(options.signal);
    const started = performance.now();
    let waited = 0;
    for (let first = 0; first < count; first += this.#capacity) {
      if (pacer.due) {
        const from = performance.now();
        await pacer.pause();
        waited += performance.now() - from;
      }
      this.#runTile(inputs, outputs, first, Math.min(this.#capacity, count - first));
    }
    const milliseconds = performance.now() - started;
    const stats = {milliseconds, scriptMilliseconds: milliseconds - waited, dispatches: 0, submits: 0};
    return {outputs, stats: {backend: 'wasm', ...stats, bytes: this.#shared.heap.memory.buffer.byteLength}};
  }

  setWeights(weights: Float32Array[]): void {
    checkWeights(this.#plan.graph.weights, weights);
    this.#fill(weights);
  }

  dispose(): void {
    if (this.#block === 0) return;
    this.#shared.heap.free(this.#block);
    this.#shared.release();
    this.#block = 0;
  }

  get #arenaBytes(): number {
    return this.#plan.arena * this.#capacity * 4;
  }

  /** From the copy of the inputs to that of the outputs without a pause, since all nets of the engine share the arena. */
  #runTile(inputs: Batch[], outputs: Batch[], first: number, count: number): void {
    if (this.#block === 0) disposed();
    const arena = this.#shared.arena(this.#arenaBytes);
    const memory = new Float32Array(this.#shared.heap.memory.buffer);
    const at = (slot: number): number => arena / 4 + this.#plan.slots[slot]!.offset * this.#capacity;
    for (const [index, {shape}] of this.inputs.entries()) {
      const size = sizeOf(shape);
      memory.set(inputs[index]!.data.subarray(first * size, (first + count) * size), at(this.#plan.inputs[index]!));
    }
    for (const {run, record} of this.#calls) run(record, arena, count);
    for (const [index, {shape}] of this.outputs.entries()) {
      const size = sizeOf(shape);
      const from = at(this.#plan.outputs[index]!);
      outputs[index]!.data.set(memory.subarray(from, from + count * size), first * size);
    }
  }

  #fill(weights: Float32Array[]): void {
    if (this.#block === 0) disposed();
    const {buffer} = this.#shared.heap.memory;
    for (const {elements, offset, fill} of this.#constants) fill(new Float32Array(buffer, this.#block + offset, elements), weights);
  }
}
