import type {Graph} from '../../format/graph.js';
import type {FlowStack} from '../../format/manifest.js';
import type {RunStats} from '../engine.js';
import {
  copyPoints,
  flopsOfCouplings,
  packDense,
  packedSize,
  quadsOf,
  readCouplings,
  standardisingLogDet,
  type Coupling,
  type DenseLayer,
  type FlowJob,
  type FlowOptions,
  type FlowRunner,
} from '../flow/flow-net.js';
import {checkWeights, disposed} from '../inputs.js';
import {Pacer} from '../pacer.js';
import {FLOW_KERNELS_DEFLATED} from './flow-kernels.generated.js';
import {instantiate} from './instantiate.js';
import type {Shared} from './shared.js';

export type FlowKernels = {flow(record: number, arena: number, count: number, capacity: number, flags: number): void};

export async function instantiateFlowKernels(memory: WebAssembly.Memory): Promise<FlowKernels> {
  return (await instantiate(FLOW_KERNELS_DEFLATED, memory)) as FlowKernels;
}

/** Points that the kernel takes through the stack at once. */
const POINTS = 8;
/** A millisecond or two, after which a run looks at the clock. */
const TILE_FLOPS = 40e6;
const MOST_POINTS = 4096;
const INVERSE = 1;
const LAYERS = 2;
const ACTIVATIONS = {linear: 0, relu: 1, tanh: 2, swish: 3};
/** Words of a record before those of its couplings; of a coupling's before those of its layers; of a layer. */
const [STACK_WORDS, COUPLING_WORDS, LAYER_WORDS] = [9, 5, 4];
const BYTES = 4;

/** A flow whose record and packed weights lie in wasm memory from load to dispose. */
export class WasmFlow implements FlowRunner {
  readonly couplings: number;
  readonly flops: number;
  readonly #graph: Graph;
  readonly #shared: Shared & {kernels: FlowKernels};
  readonly #capacity: number;
  readonly #layers: {layer: DenseLayer; offset: number}[] = [];
  #block: number;

  /** @throws GenerativeError `format`, `unsupported-layer`, `out-of-memory` */
  constructor(stack: FlowStack, graph: Graph, shared: Shared & {kernels: FlowKernels}) {
    const couplings = readCouplings(stack, graph);
    this.#graph = graph;
    this.#shared = shared;
    this.couplings = couplings.length;
    this.flops = flopsOfCouplings(couplings);
    this.#capacity = Math.max(1, Math.floor(Math.min(TILE_FLOPS / this.flops, MOST_POINTS) / POINTS)) * POINTS;
    shared.arena(this.#arenaBytes(true));
    this.#block = this.#build(stack, couplings);
    this.#fill(graph.weights.map(({data}) => data));
  }

  async run(job: FlowJob, first: number, count: number, {signal}: FlowOptions = {}): Promise<RunStats> {
    const started = performance.now();
    const pacer = new Pacer(signal);
    let waited = 0;
    for (let start = first; start < first + count; start += this.#capacity) {
      if (pacer.due) {
        const from = performance.now();
        await pacer.pause();
        waited += performance.now() - from;
      }
      this.#runTile(job, start, Math.min(this.#capacity, first + count - start));
    }
    const milliseconds = performance.now() - started;
    const bytes = this.#shared.heap.memory.buffer.byteLength;
    return {backend: 'wasm', milliseconds, scriptMilliseconds: milliseconds - waited, dispatches: 0, submits: 0, bytes};
  }

  setWeights(weights: Float32Array[]): void {
    checkWeights(this.#graph.weights, weights);
    this.#fill(weights);
  }

  dispose(): void {
    if (this.#block === 0) return;
    this.#shared.heap.free(this.#block);
    this.#shared.release();
    this.#block = 0;
  }

  #arenaBytes(layers: boolean): number {
    return this.#capacity * BYTES * (6 + (layers ? 3 * this.couplings + 2 : 0));
  }

  /** Record, then buffers, then weights. */
  #build(stack: FlowStack, couplings: Coupling[]): number {
    const words = couplings.reduce((sum, {dense}) => sum + COUPLING_WORDS + LAYER_WORDS * dense.length, STACK_WORDS + couplings.length);
    const widest = Math.max(...couplings.flatMap(({dense}) => dense.map((layer) => 4 * quadsOf(layer))));
    let bytes = 0;
    const place = (size: number): number => {
      const offset = bytes;
      bytes += Math.ceil(size / 16) * 16;
      return offset;
    };
    place(words * BYTES);
    const [one, two, state] = [widest, widest, 3].map((units) => place(units * POINTS * BYTES)) as [number, number, number];
    for (const {dense} of couplings) {
      for (const layer of dense) this.#layers.push({layer, offset: place(packedSize(layer) * BYTES)});
    }
    const block = this.#shared.heap.allocate(bytes);
    const view = new DataView(this.#shared.heap.memory.buffer);
    let at = block;
    const integer = (value: number): void => {
      view.setInt32(at, value, true);
      at += BYTES;
    };
    const real = (value: number): void => {
      view.setFloat32(at, value, true);
      at += BYTES;
    };
    const {mean, std} = stack.standardise;
    integer(couplings.length);
    [...mean, ...std, standardisingLogDet(stack.standardise)].forEach(real);
    [one, two, state].forEach((offset) => integer(block + offset));
    let own = at + couplings.length * BYTES;
    for (const {dense} of couplings) {
      integer(own);
      own += (COUPLING_WORDS + LAYER_WORDS * dense.length) * BYTES;
    }
    const weights = this.#layers.values();
    for (const {layer, passing, dense} of couplings) {
      const spline = layer.kind === 'rational-quadratic';
      [spline ? 1 : 0, passing, spline ? layer.bins : 0].forEach(integer);
      real(layer.bound);
      integer(dense.length);
      for (const one of dense) {
        const {offset} = weights.next().value!;
        [one.inputs, quadsOf(one), ACTIVATIONS[one.activation], block + offset].forEach(integer);
      }
    }
    return block;
  }

  /** From the copy of the points to that of the results without a pause, since all of the engine share the arena. */
  #runTile(job: FlowJob, first: number, count: number): void {
    if (this.#block === 0) disposed();
    const {inverse, positions, logDet, logProb, layers, layerLogDets} = job;
    const capacity = this.#capacity;
    const wantsLayers = layers !== undefined || layerLogDets !== undefined;
    const arena = this.#shared.arena(this.#arenaBytes(wantsLayers));
    const memory = new Float32Array(this.#shared.heap.memory.buffer);
    const base = arena / BYTES;
    copyPoints(job, first, count, memory.subarray(base, base + 2 * capacity));
    const padded = Math.ceil(count / POINTS) * POINTS;
    memory.fill(0, base + 2 * count, base + 2 * padded);
    const flags = (inverse ? INVERSE : 0) | (wantsLayers ? LAYERS : 0);
    this.#shared.kernels.flow(this.#block, arena, padded, capacity, flags);
    const part = (plane: number, size: number): Float32Array => memory.subarray(base + plane * capacity, base + plane * capacity + size);
    positions?.set(part(2, 2 * count), 2 * first);
    logDet?.set(part(4, count), first);
    logProb?.set(part(5, count), first);
    for (let layer = 0; layers && layer <= this.couplings; layer++) {
      layers.set(part(6 + 2 * layer, 2 * count), 2 * (layer * job.count + first));
    }
    for (let layer = 0; layerLogDets && layer < this.couplings; layer++) {
      layerLogDets.set(part(8 + 2 * this.couplings + layer, count), layer * job.count + first);
    }
  }

  #fill(weights: Float32Array[]): void {
    if (this.#block === 0) disposed();
    const {buffer} = this.#shared.heap.memory;
    for (const {layer, offset} of this.#layers)
      packDense(layer, weights, new Float32Array(buffer, this.#block + offset, packedSize(layer)));
  }
}
