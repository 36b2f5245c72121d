import type {Graph} from '../../format/graph.js';
import type {Engine, LostReason, Net} from '../engine.js';
import {Heap} from './heap.js';
import type {Kernels} from './kernels.js';
import {instantiateKernels} from './kernels.js';
import {WasmNet} from './wasm-net.js';

/** Some kernels read up to three numbers past the end of a value. */
const SLACK = 64;

/** The wasm engine, or why this page cannot have it. */
export async function createWasmEngine(): Promise<{engine: WasmEngine} | {engine: null; reason: string}> {
  try {
    const {kernels, memory} = await instantiateKernels(() => new WebAssembly.Memory({initial: 1}));
    return {engine: new WasmEngine(kernels, new Heap(memory))};
  } catch (error) {
    return {engine: null, reason: error instanceof Error ? error.message : String(error)};
  }
}

/** Single-threaded SIMD kernels on a memory of their own. */
export class WasmEngine implements Engine {
  readonly backend = 'wasm';
  readonly lost = new Promise<LostReason>(() => undefined);
  readonly #kernels: Kernels;
  readonly #heap: Heap;
  #arena = 0;
  #arenaBytes = 0;
  readonly #nets = new Set<WasmNet>();

  constructor(kernels: Kernels, heap: Heap) {
    this.#kernels = kernels;
    this.#heap = heap;
  }

  /** Bytes of wasm memory that nets and the arena hold now. */
  get bytesInUse(): number {
    return this.#heap.bytesInUse;
  }

  loadNet(graph: Graph): Promise<Net> {
    return Promise.resolve().then(() => {
      const net: WasmNet = new WasmNet(graph, {
        kernels: this.#kernels,
        heap: this.#heap,
        arena: (bytes) => this.#arenaOf(bytes),
        release: () => this.#release(net),
      });
      this.#nets.add(net);
      return net;
    });
  }

  dispose(): void {
    for (const net of this.#nets) net.dispose();
  }

  /** One arena for all nets, as large as the largest needs: a net uses it only between two pauses. */
  #arenaOf(bytes: number): number {
    if (bytes + SLACK > this.#arenaBytes) {
      this.#freeArena();
      this.#arena = this.#heap.allocate(bytes + SLACK);
      this.#arenaBytes = bytes + SLACK;
    }
    return this.#arena;
  }

  #release(net: WasmNet): void {
    this.#nets.delete(net);
    if (this.#nets.size === 0) this.#freeArena();
  }

  #freeArena(): void {
    this.#heap.free(this.#arena);
    this.#arena = 0;
    this.#arenaBytes = 0;
  }
}
