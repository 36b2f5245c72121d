import type {Graph} from '../../format/graph.js';
import type {FlowStack} from '../../format/manifest.js';
import type {Engine, Load, LostReason, Net} from '../engine.js';
import type {FlowNet} from '../flow/flow-net.js';
import {Heap} from './heap.js';
import {createMemory} from './instantiate.js';
import type {Kernels} from './kernels.js';
import type {Shared} from './shared.js';
import type {FlowKernels} from './wasm-flow.js';

/** Some kernels read up to three numbers past the end of a value. */
const SLACK = 64;

type Loaded = {dispose(): void};

/** The wasm engine, or why this page cannot have it. */
export async function createWasmEngine(
  load: Load = (importPart) => importPart(),
): Promise<{engine: WasmEngine} | {engine: null; reason: string}> {
  try {
    return {engine: new WasmEngine(new Heap(await createMemory()), load)};
  } catch (error) {
    return {engine: null, reason: error instanceof Error ? error.message : String(error)};
  }
}

/** Single-threaded SIMD kernels on a memory of their own. Those for nets and those for flows come when the first one is loaded: few pages show both. */
export class WasmEngine implements Engine {
  readonly backend = 'wasm';
  readonly lost = new Promise<LostReason>(() => undefined);
  readonly #heap: Heap;
  readonly #load: Load;
  #arena = 0;
  #arenaBytes = 0;
  readonly #loaded = new Set<Loaded>();
  #netKernels: Promise<Kernels> | undefined;
  #flowKernels: Promise<FlowKernels> | undefined;

  constructor(heap: Heap, load: Load) {
    this.#heap = heap;
    this.#load = load;
  }

  /** Bytes of wasm memory that nets and the arena hold now. */
  get bytesInUse(): number {
    return this.#heap.bytesInUse;
  }

  async loadNet(graph: Graph): Promise<Net> {
    const {WasmNet, instantiateKernels} = await this.#load(() => import('./wasm-net.js'));
    const kernels = await (this.#netKernels ??= instantiateKernels(this.#heap.memory));
    return this.#keep((shared) => new WasmNet(graph, {...shared, kernels}));
  }

  async loadFlow(stack: FlowStack, graph: Graph): Promise<FlowNet> {
    const [{FlowNet}, {WasmFlow, instantiateFlowKernels}] = await Promise.all([
      this.#load(() => import('../flow/flow-net.js')),
      this.#load(() => import('./wasm-flow.js')),
    ]);
    const kernels = await (this.#flowKernels ??= instantiateFlowKernels(this.#heap.memory));
    return new FlowNet(this.#keep((shared) => new WasmFlow(stack, graph, {...shared, kernels})));
  }

  #keep<L extends Loaded>(load: (shared: Shared) => L): L {
    const loaded: L = load({heap: this.#heap, arena: (bytes) => this.#arenaOf(bytes), release: () => this.#release(loaded)});
    this.#loaded.add(loaded);
    return loaded;
  }

  dispose(): void {
    for (const loaded of this.#loaded) loaded.dispose();
  }

  /** One arena for all nets, as large as the largest needs: one uses it only between two pauses. */
  #arenaOf(bytes: number): number {
    if (bytes + SLACK > this.#arenaBytes) {
      this.#freeArena();
      this.#arena = this.#heap.allocate(bytes + SLACK);
      this.#arenaBytes = bytes + SLACK;
    }
    return this.#arena;
  }

  #release(loaded: Loaded): void {
    this.#loaded.delete(loaded);
    if (this.#loaded.size === 0) this.#freeArena();
  }

  #freeArena(): void {
    this.#heap.free(this.#arena);
    this.#arena = 0;
    this.#arenaBytes = 0;
  }
}
