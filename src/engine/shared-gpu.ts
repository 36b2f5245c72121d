import type {Engine, Found} from './engine.js';
import type {Load} from './engine.js';
import {computesOnCpu} from './webgpu/adapter.js';
import type {WebgpuEngine} from './webgpu/webgpu-engine.js';

/** Chrome blocks WebGPU on all pages of a site that lost the device too often: it is replaced once, and never asked for a third time. */
const MOST_LOSSES = 2;

type Search = Found<WebgpuEngine> & {software: boolean};

/** The one GPU device of this thread: sought when somebody wants it, and, after it was lost, once more when somebody wants it again. */
export class SharedGpu {
  /** Devices that this page has lost so far, those of an earlier worker included. */
  losses = 0;
  readonly #onLoss: () => void;
  readonly #load: Load;
  readonly #oracle: () => Promise<Engine>;
  #search: Promise<Search> | undefined;
  #engine: WebgpuEngine | undefined;
  #ended = false;

  /** @param oracle the engine to compare a device with */
  constructor(onLoss: () => void, load: Load, oracle: () => Promise<Engine>) {
    this.#onLoss = onLoss;
    this.#load = load;
    this.#oracle = oracle;
  }

  /** @param software whether an adapter that computes on the CPU will do */
  async find(software: boolean): Promise<Found<WebgpuEngine>> {
    for (;;) {
      const search = (this.#search ??= this.#start(software));
      const found = await search.catch((error: unknown) => {
        // What could not be fetched may come the next time.
        if (software && search === this.#search) this.#search = undefined;
        throw error;
      });
      // It was lost while this caller waited.
      if (search !== this.#search) continue;
      if (!found.software || (software && found.engine)) return found;
      if (!software) return {engine: null, reason: 'the only adapter computes on the CPU'};
      this.#search = undefined;
    }
  }

  /** The engine on real hardware, if it has been found; if nobody has looked yet, the search begins. */
  get hardware(): WebgpuEngine | undefined {
    if (!this.#search) void this.find(false).catch(() => undefined);
    return this.#engine?.software ? undefined : this.#engine;
  }

  isLost(engine: Engine): boolean {
    return engine !== this.#engine;
  }

  /** The engine does not answer any more. */
  lose(engine: Engine): void {
    if (!this.#engine || this.isLost(engine)) return;
    this.losses++;
    this.#onLoss();
    this.#drop();
  }

  dispose(): void {
    this.#ended = true;
    this.#drop();
  }

  #drop(): void {
    this.#engine?.dispose();
    this.#engine = this.#search = undefined;
  }

  async #start(software: boolean): Promise<Search> {
    if (this.losses >= MOST_LOSSES) {
      return {engine: null, software: false, reason: `the graphics processor stopped answering ${this.losses} times`};
    }
    // Most machines without a real GPU are spared the engine's code.
    if (!software && !(await hasHardware()))
      return {engine: null, software: true, reason: 'the page has no graphics processor to compute on'};
    const {createWebgpuEngine} = await this.#load(() => import('./webgpu/webgpu-engine.js'));
    const found = await createWebgpuEngine({software, load: this.#load, oracle: this.#oracle});
    const {engine} = found;
    if (!engine) return found;
    if (this.#ended) engine.dispose();
    this.#engine = engine;
    void engine.lost.then(() => this.lose(engine));
    return {engine, software: engine.software};
  }
}

async function hasHardware(): Promise<boolean> {
  const adapter = await globalThis.navigator?.gpu?.requestAdapter({powerPreference: 'low-power'}).catch(() => null);
  return adapter ? !computesOnCpu(adapter) : false;
}
