import type {Batch, Graph, TensorSpec} from '../format/graph.js';
import type {FlowStack} from '../format/manifest.js';
import type {FlowNet} from './flow/flow-net.js';

export type BackendName = 'webgpu' | 'wasm' | 'reference';
/** `webgpu-f16` is WebGPU in half precision, about three digits, for nets on devices that have it; on others it is WebGPU as ever. */
export type BackendChoice = 'auto' | BackendName | 'webgpu-f16';

export type LostReason = {reason: string; message: string};

/** What one run cost. `milliseconds` is wall time, `scriptMilliseconds` the part spent in JavaScript and wasm; dispatches and submits are 0 off the GPU. */
export type RunStats = {
  backend: BackendName;
  milliseconds: number;
  scriptMilliseconds: number;
  dispatches: number;
  submits: number;
  bytes: number;
};

export type RunOptions = {
  signal?: AbortSignal;
  /** Outputs to write into; fresh ones are made when it is left out. */
  out?: Batch[];
  /** Examples done so far. Engines need not call it: the host does, which runs large batches in slices. */
  onProgress?: (progress: {loaded: number; total: number}) => void;
};

export interface Net {
  readonly inputs: TensorSpec[];
  readonly outputs: TensorSpec[];
  /** Multiply-adds times two for one example. */
  readonly flops: number;
  /** Long batches yield every few milliseconds, so that an abort is seen; an aborted run rejects with an `AbortError`. */
  run(inputs: Batch[], options?: RunOptions): Promise<{outputs: Batch[]; stats: RunStats}>;
  /** Stock, unfolded weights in the order of `graph.weights`. */
  setWeights(weights: Float32Array[]): void;
  dispose(): void;
}

export interface Engine {
  readonly backend: BackendName;
  /** Settles when the device is gone; never on a CPU. */
  readonly lost: Promise<LostReason>;
  /** @param options.half whether half precision will do; only WebGPU has it */
  loadNet(graph: Graph, options?: {half?: boolean}): Promise<Net>;
  /** Why nets are not had in half precision, if so. Engines without this have none and need not say why. */
  refusesHalf?(): Promise<string | undefined>;
  /** A flow in the plane, whose couplings are inputs and outputs of one net. */
  loadFlow(stack: FlowStack, graph: Graph): Promise<FlowNet>;
  dispose(): void;
}

/** Imports a part of this library that is not everywhere from the start. */
export type Load = <Part>(importPart: () => Promise<Part>) => Promise<Part>;

/** An engine, or why this page cannot have it. */
export type Found<E extends Engine = Engine> = {engine: E} | {engine: null; reason: string};

/** Routing between engines. A missing capability is a fallback with its reason, never a throw; an explicit backend pins it. */
export interface Compute {
  /** The engine for so much work, none of the `unfit`. Waits while a lost device is replaced; rejects only where code cannot be fetched. */
  pick(flops: number, batch: number, unfit?: ReadonlySet<BackendName>): Promise<Engine>;
  /**
   * After `engine` failed a net with `error`: whether to pick again. An engine that is lost is replaced for all nets; one that this net cannot run
   * on is added to `unfit`.
   */
  survives(error: unknown, engine: Engine, unfit: Set<BackendName>): Promise<boolean>;
  /** What cannot be had, each with its reason. */
  readonly fallbacks: {backend: Exclude<BackendChoice, 'auto'>; reason: string}[];
  /** Whether nets are asked for in half precision. */
  readonly half?: boolean;
}
