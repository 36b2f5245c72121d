import {GenerativeError} from '../../format/errors.js';
import type {Graph} from '../../format/graph.js';
import type {FlowStack} from '../../format/manifest.js';
import type {RunStats} from '../engine.js';
import {
  copyPoints,
  flopsOfCouplings,
  packDense,
  packedSize,
  readCouplings,
  type Coupling,
  type DenseLayer,
  type FlowJob,
  type FlowOptions,
  type FlowRunner,
} from '../flow/flow-net.js';
import {checkWeights, disposed} from '../inputs.js';
import {couplingTable, flowShader, JOB_WORDS, POINTS, widthOf, WORKGROUP} from './flow-shader.js';
import type {Bindings, Gpu} from './gpu.js';
import {faultOf, submitAndRead, type Cost} from './submit.js';
import {USAGE} from './usage.js';

/** Two vectors of four bytes for each unit of the widest layer lie in an invocation's own memory. */
const WIDEST = 256;
/** A whole grid of 256 × 256 points through eight couplings of 64 hidden units is one submission. */
const SUBMIT_FLOPS = 8e9;
const MOST_BYTES = 1 << 26;
const BYTES = 4;

/** What a job wants, by name: its array, numbers of a plane for each point, planes, and which plane the array's values come from. */
type Wanted = {word: number; array: Float32Array; planes: number; size: number};

/** A flow whose packed weights lie on the device from load to dispose. Whatever is asked of it is one dispatch. */
export class WebgpuFlow implements FlowRunner {
  readonly couplings: number;
  readonly flops: number;
  readonly #stack: FlowStack;
  readonly #graph: Graph;
  readonly #couplings: Coupling[];
  readonly #gpu: Gpu;
  readonly #onDispose: (flow: WebgpuFlow) => void;
  readonly #layers: {layer: DenseLayer; offset: number}[] = [];
  readonly #size: number;
  readonly #weights: GPUBuffer;
  readonly #job: GPUBuffer;
  /** For either direction, forward first. */
  readonly #shaders: string[] = [];
  #bindings: Bindings | undefined;
  #most = Infinity;
  #disposed = false;

  /** @throws GenerativeError `format`, `unsupported-layer`, `out-of-memory`, `device-lost`, `internal` where a shader does not compile */
  static async load(stack: FlowStack, graph: Graph, gpu: Gpu, onDispose: (flow: WebgpuFlow) => void): Promise<WebgpuFlow> {
    const couplings = readCouplings(stack, graph);
    const widest = Math.max(...couplings.map(widthOf));
    if (widest > WIDEST) throw new GenerativeError('out-of-memory', `couplings of ${widest} units are too wide for one shader`);
    let flow: WebgpuFlow | undefined;
    try {
      const size = couplings.flatMap(({dense}) => dense).reduce((sum, layer) => sum + packedSize(layer), 4 * couplings.length);
      const weights = await gpu.buffer(size * BYTES, USAGE.storage | USAGE.copyTarget);
      flow = new WebgpuFlow({stack, graph, couplings, size, weights}, gpu, onDispose);
      await flow.#pipeline(false);
      return flow;
    } catch (error) {
      flow?.dispose();
      throw faultOf(error);
    }
  }

  private constructor(
    {stack, graph, couplings, size, weights}: {stack: FlowStack; graph: Graph; couplings: Coupling[]; size: number; weights: GPUBuffer},
    gpu: Gpu,
    onDispose: (flow: WebgpuFlow) => void,
  ) {
    this.#stack = stack;
    this.#graph = graph;
    this.#couplings = couplings;
    this.#gpu = gpu;
    this.#onDispose = onDispose;
    this.#size = size;
    this.#weights = weights;
    this.#job = gpu.device.createBuffer({size: JOB_WORDS * BYTES, usage: USAGE.uniform | USAGE.copyTarget});
    this.couplings = couplings.length;
    this.flops = flopsOfCouplings(couplings);
    let offset = 4 * couplings.length;
    for (const layer of couplings.flatMap(({dense}) => dense)) {
      this.#layers.push({layer, offset});
      offset += packedSize(layer);
    }
    this.#fill(graph.weights.map(({data}) => data));
  }

  async run(job: FlowJob, first: number, count: number, {signal}: FlowOptions = {}): Promise<RunStats> {
    const started = performance.now();
    const cost = {script: 0, dispatches: 0, submits: 0};
    const wanted = this.#wanted(job);
    const planes = wanted.reduce((sum, {planes, size}) => sum + planes * size, 2);
    for (let start = first; start < first + count;) {
      signal?.throwIfAborted();
      const fitting = Math.min(this.#most, SUBMIT_FLOPS / this.flops, MOST_BYTES / BYTES / planes);
      const size = Math.min(Math.max(POINTS, Math.floor(fitting / POINTS) * POINTS), first + count - start);
      try {
        await this.#runTile(job, wanted, start, size, cost);
        start += size;
      } catch (error) {
        if (this.#disposed) disposed();
        const fault = faultOf(error);
        if (size <= POINTS || fault.code !== 'out-of-memory') throw fault;
        this.#most = Math.ceil(size / 2);
      }
    }
    signal?.throwIfAborted();
    const {script: scriptMilliseconds, dispatches, submits} = cost;
    const bytes = this.#gpu.bytes + this.#weights.size;
    return {backend: 'webgpu', milliseconds: performance.now() - started, scriptMilliseconds, dispatches, submits, bytes};
  }

  setWeights(weights: Float32Array[]): void {
    checkWeights(this.#graph.weights, weights);
    if (this.#disposed) disposed();
    this.#fill(weights);
  }

  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    this.#weights.destroy();
    this.#job.destroy();
    this.#onDispose(this);
  }

  #wanted({positions, logDet, logProb, layers, layerLogDets}: FlowJob): Wanted[] {
    const all = [
      {word: 1, array: positions, planes: 1, size: 2},
      {word: 2, array: logDet, planes: 1, size: 1},
      {word: 3, array: logProb, planes: 1, size: 1},
      {word: 4, array: layers, planes: this.couplings + 1, size: 2},
      {word: 5, array: layerLogDets, planes: this.couplings, size: 1},
    ];
    return all.filter((item): item is Wanted => item.array !== undefined);
  }

  async #runTile(job: FlowJob, wanted: Wanted[], first: number, count: number, cost: Cost): Promise<void> {
    const pipeline = await this.#pipeline(job.inverse);
    const capacity = Math.ceil(count / POINTS) * POINTS;
    const fromPoints = job.from instanceof Float32Array;
    const words = new DataView(new ArrayBuffer(JOB_WORDS * BYTES));
    const integer = (word: number, value: number): void => words.setInt32(word * BYTES, value, true);
    let end = fromPoints ? 2 * capacity : 0;
    const outputsAt = end;
    for (const word of [1, 2, 3, 4, 5]) integer(word, -1);
    for (const {word, planes, size} of wanted) {
      integer(word, end);
      end += planes * size * capacity;
    }
    integer(6, capacity);
    integer(7, first);
    integer(10, capacity / POINTS);
    if (!(job.from instanceof Float32Array)) {
      integer(8, job.from.width);
      integer(9, job.from.height);
      job.from.box.forEach((edge, index) => words.setFloat32((12 + index) * BYTES, edge, true));
    }
    await this.#gpu.reserve(end * BYTES);
    // From here to the submit without a pause: nets and flows share the arena.
    if (this.#disposed) disposed();
    const bytes = (end - outputsAt) * BYTES;
    const record = (encoder: GPUCommandEncoder, staging: GPUBuffer): void => {
      const {device} = this.#gpu;
      const {arena, group} = this.#bind();
      device.queue.writeBuffer(this.#job, 0, words.buffer);
      if (fromPoints) {
        const points = new Float32Array(2 * capacity);
        copyPoints(job, first, count, points);
        device.queue.writeBuffer(arena, 0, points);
      }
      const pass = encoder.beginComputePass();
      pass.setBindGroup(0, group);
      pass.setPipeline(pipeline);
      pass.dispatchWorkgroups(Math.ceil(capacity / POINTS / WORKGROUP));
      pass.end();
      encoder.copyBufferToBuffer(arena, outputsAt * BYTES, staging, 0, bytes);
    };
    const uploaded = outputsAt * BYTES;
    const {accepted} = this.#bind();
    const submission = {cost, dispatches: 1, bytes, uploaded, kind: `${job.inverse} ${bytes}`, accepted, record};
    await submitAndRead(this.#gpu, submission, (data) => {
      let at = 0;
      for (const {array, planes, size} of wanted) {
        for (let plane = 0; plane < planes; plane++, at += size * capacity) {
          array.set(new Float32Array(data, at * BYTES, size * count), size * (plane * job.count + first));
        }
      }
    });
  }

  #bind(): Bindings {
    return (this.#bindings = this.#gpu.bind(this.#bindings, this.#weights, this.#job));
  }

  /** The engine keeps one for each text, which is long: it is written once. */
  #pipeline(inverse: boolean): Promise<GPUComputePipeline> {
    return this.#gpu.pipeline((this.#shaders[Number(inverse)] ??= flowShader(this.#stack, this.#couplings, inverse)));
  }

  #fill(weights: readonly Float32Array[]): void {
    const packed = new Float32Array(this.#size);
    packed.set(couplingTable(this.#couplings));
    for (const {layer, offset} of this.#layers) packDense(layer, weights, packed.subarray(offset, offset + packedSize(layer)));
    this.#gpu.device.queue.writeBuffer(this.#weights, 0, packed);
  }
}
