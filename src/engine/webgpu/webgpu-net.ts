import type {Batch, Graph, TensorSpec} from '../../format/graph.js';
import {sizeOf} from '../../format/graph.js';
import {compile} from '../compile.js';
import type {Load, Net, RunOptions, RunStats} from '../engine.js';
import {checkBatches, checkWeights, disposed, flopsOf, outputBatches, outputSpecs} from '../inputs.js';
import type {Plan} from '../plan.js';
import {Places} from './body.js';
import type {Bindings, Gpu} from './gpu.js';
import type {LowerOptions, Lowered} from './lower.js';
import {hasSeldom, lower} from './lower.js';
import {MOST_WORKGROUPS, scheduleName, scheduleOf} from './schedule.js';
import {faultOf, submitAndRead, type Cost} from './submit.js';
import {USAGE} from './usage.js';

/** Values of all examples that are computed at once. */
const ARENA_BYTES = 1 << 26;
/** A submission should be over in some 50 ms: the page's own drawing waits for it, and drivers end what takes seconds. */
const SUBMIT_FLOPS = 4e9;

type Ready = {places: Places; dispatches: {pipeline: GPUComputePipeline; workgroups: number}[]};

/** A net whose packed weights lie on the device from load to dispose. */
export class WebgpuNet implements Net {
  readonly inputs: TensorSpec[];
  readonly outputs: TensorSpec[];
  readonly flops: number;
  readonly #plan: Plan;
  readonly #options: LowerOptions;
  readonly #gpu: Gpu;
  readonly #onDispose: (net: WebgpuNet) => void;
  #most: number;
  readonly #constants: Lowered;
  readonly #weights: GPUBuffer;
  readonly #capacity: GPUBuffer;
  readonly #schedules = new Map<string, Promise<Ready>>();
  #bindings: Bindings | undefined;
  #lastCapacity = 0;
  #disposed = false;

  /** @throws GenerativeError `out-of-memory`, `device-lost`, `internal` where a shader does not compile */
  static async load(graph: Graph, half: boolean, gpu: Gpu, load: Load, onDispose: (net: WebgpuNet) => void): Promise<WebgpuNet> {
    const plan = compile(graph);
    const halves = half ? await load(() => import('./half.js')) : undefined;
    const seldom = hasSeldom(plan) ? (await load(() => import('./seldom-steps.js'))).lowerSeldom : undefined;
    const toHalf = halves?.fitsHalf(graph) ? halves.toHalf : undefined;
    const options = {seldom, toHalf};
    const constants = lower(plan, new Places(plan, 1), options);
    const usage = USAGE.storage | USAGE.copyTarget;
    let net: WebgpuNet | undefined;
    try {
      const weights = await gpu.buffer(Math.max(constants.elements, 4) * (toHalf ? 2 : 4), usage);
      net = new WebgpuNet(plan, options, constants, weights, gpu, onDispose);
      await Promise.all([net.#schedule(1), gpu.reserve(new Places(plan, 1).elements(1) * 4)]);
      return net;
    } catch (error) {
      net?.dispose();
      throw faultOf(error);
    }
  }

  private constructor(
    plan: Plan,
    options: LowerOptions,
    constants: Lowered,
    weights: GPUBuffer,
    gpu: Gpu,
    onDispose: (net: WebgpuNet) => void,
  ) {
    const {graph} = plan;
    this.#plan = plan;
    this.#options = options;
    this.#gpu = gpu;
    this.#onDispose = onDispose;
    this.#constants = constants;
    this.#weights = weights;
    this.#capacity = gpu.device.createBuffer({size: 4, usage: USAGE.uniform | USAGE.copyTarget});
    this.inputs = graph.inputs;
    this.outputs = outputSpecs(graph);
    this.flops = flopsOf(graph);
    const bytes = new Places(plan, 1).elements(1) * 4;
    this.#most = Math.max(1, Math.floor(Math.min(ARENA_BYTES / bytes, SUBMIT_FLOPS / this.flops, MOST_WORKGROUPS)));
    this.#fill(graph.weights.map((weight) => weight.data));
  }

  async run(inputs: Batch[], options: RunOptions = {}): Promise<{outputs: Batch[]; stats: RunStats}> {
    const count = checkBatches(this.inputs, inputs, 'input');
    const outputs = outputBatches(this.outputs, count, options.out);
    const cost = {script: 0, dispatches: 0, submits: 0};
    const started = performance.now();
    for (let first = 0; first < count;) {
      options.signal?.throwIfAborted();
      const size = Math.min(this.#most, count - first);
      try {
        await this.#runTile(inputs, outputs, first, size, cost);
        first += size;
      } catch (error) {
        if (this.#disposed) disposed();
        const fault = faultOf(error);
        if (size === 1 || fault.code !== 'out-of-memory') throw fault;
        // What a device has left depends on other pages, too.
        this.#most = Math.ceil(size / 2);
      }
    }
    options.signal?.throwIfAborted();
    const milliseconds = performance.now() - started;
    const {script: scriptMilliseconds, dispatches, submits} = cost;
    const bytes = this.#gpu.bytes + this.#weights.size;
    return {outputs, stats: {backend: 'webgpu', milliseconds, scriptMilliseconds, dispatches, submits, bytes}};
  }

  setWeights(weights: Float32Array[]): void {
    checkWeights(this.#plan.graph.weights, weights);
    if (this.#disposed) disposed();
    this.#fill(weights);
  }

  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    this.#weights.destroy();
    this.#capacity.destroy();
    this.#onDispose(this);
  }

  async #runTile(inputs: Batch[], outputs: Batch[], first: number, count: number, cost: Cost): Promise<void> {
    const schedule = await this.#schedule(count);
    const {places} = schedule;
    // The last group is whole: what it computes beyond the batch is not read.
    const capacity = Math.ceil(count / places.examples) * places.examples;
    await this.#gpu.reserve(places.elements(capacity) * 4);
    // From here to the submit without a pause: the device runs one net after the other, and so they share the arena.
    if (this.#disposed) disposed();
    const record = (encoder: GPUCommandEncoder, staging: GPUBuffer): void =>
      this.#record(schedule, inputs, first, count, capacity, encoder, staging);
    const bytes = this.outputs.reduce((sum, {shape}) => sum + count * sizeOf(shape) * 4, 0);
    const uploaded = this.inputs.reduce((sum, {shape}) => sum + count * sizeOf(shape) * 4, 0);
    const {accepted} = this.#bind();
    const submission = {cost, dispatches: schedule.dispatches.length, bytes, uploaded, kind: String(count), accepted, record};
    await submitAndRead(this.#gpu, submission, (data) => this.#copyOut(data, outputs, first, count));
  }

  #record(
    {places, dispatches}: Ready,
    inputs: Batch[],
    first: number,
    count: number,
    capacity: number,
    encoder: GPUCommandEncoder,
    staging: GPUBuffer,
  ): void {
    const {device} = this.#gpu;
    const {arena, group} = this.#bind();
    if (capacity !== this.#lastCapacity) device.queue.writeBuffer(this.#capacity, 0, Int32Array.of(capacity));
    this.#lastCapacity = capacity;
    for (const [index, {shape}] of this.inputs.entries()) {
      const size = sizeOf(shape);
      const data = inputs[index]!.data as Float32Array<ArrayBuffer>;
      device.queue.writeBuffer(arena, places.sharedOffset(this.#plan.inputs[index]!, capacity) * 4, data, first * size, count * size);
    }
    const pass = encoder.beginComputePass();
    pass.setBindGroup(0, group);
    for (const {pipeline, workgroups} of dispatches) {
      pass.setPipeline(pipeline);
      pass.dispatchWorkgroups(workgroups, capacity / places.examples);
    }
    pass.end();
    let at = 0;
    for (const [index, {shape}] of this.outputs.entries()) {
      const size = count * sizeOf(shape) * 4;
      encoder.copyBufferToBuffer(arena, places.sharedOffset(this.#plan.outputs[index]!, capacity) * 4, staging, at, size);
      at += size;
    }
  }

  #copyOut(data: ArrayBuffer, outputs: Batch[], first: number, count: number): void {
    let at = 0;
    for (const [index, {shape}] of this.outputs.entries()) {
      const size = sizeOf(shape);
      outputs[index]!.data.set(new Float32Array(data, at, count * size), first * size);
      at += count * size * 4;
    }
  }

  #bind(): Bindings {
    return (this.#bindings = this.#gpu.bind(this.#bindings, this.#weights, this.#capacity));
  }

  /** Shaders for a batch, compiled side by side when the first batch of about this size comes. */
  #schedule(batch: number): Promise<Ready> {
    const name = scheduleName(batch);
    let ready = this.#schedules.get(name);
    if (!ready) {
      ready = this.#prepare(name);
      ready.catch(() => this.#schedules.delete(name));
      this.#schedules.set(name, ready);
    }
    return ready;
  }

  async #prepare(name: ReturnType<typeof scheduleName>): Promise<Ready> {
    const {places, dispatches} = scheduleOf(this.#plan, name, this.#options);
    const pipelines = await Promise.all(dispatches.map(({shader}) => this.#gpu.pipeline(shader)));
    return {places, dispatches: dispatches.map(({workgroups}, index) => ({pipeline: pipelines[index]!, workgroups}))};
  }

  #fill(weights: Float32Array[]): void {
    const packed = new Float32Array(this.#constants.elements);
    for (const {elements, offset, fill} of this.#constants.constants) fill(packed.subarray(offset, offset + elements), weights);
    this.#gpu.device.queue.writeBuffer(this.#weights, 0, this.#options.toHalf?.(packed) ?? packed);
  }
}
