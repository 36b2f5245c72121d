import type {BackendName, Compute, Engine} from '../engine/engine.js';
import {checkWeights, disposed} from '../engine/inputs.js';
import type {Graph} from '../format/graph.js';
import type {Slicing} from './slicer.js';

/** What a net or flow needs of its host. */
export type Routing = Slicing & {
  compute: Compute;
};

type Loadable = {setWeights(weights: Float32Array[]): void; dispose(): void};

/**
 * What was made of a graph, on the engine that suits each request. Where an engine is lost, or this does not fit on it, the next one is asked the same, with
 * the weights of that moment, and the caller sees nothing but a result.
 */
export class Routed<Loaded extends Loadable> {
  readonly #routing: Routing;
  readonly #make: (engine: Engine, graph: Graph) => Promise<Loaded>;
  readonly #loaded = new Map<Engine, Promise<Loaded>>();
  readonly #unfit = new Set<BackendName>();
  #graph: Graph | undefined;

  constructor(graph: Graph, routing: Routing, make: (engine: Engine, graph: Graph) => Promise<Loaded>) {
    this.#graph = graph;
    this.#routing = routing;
    this.#make = make;
  }

  async run<Result>(
    {flops, batch, signal}: {flops: number; batch: number; signal: AbortSignal | undefined},
    job: (loaded: Loaded) => Promise<Result>,
  ): Promise<Result> {
    const {compute} = this.#routing;
    for (;;) {
      const engine = await compute.pick(flops, batch, this.#unfit);
      try {
        return await job(await this.#on(engine));
      } catch (error) {
        signal?.throwIfAborted();
        if (!this.#graph || !(await compute.survives(error, engine, this.#unfit))) throw error;
      }
    }
  }

  setWeights(weights: Float32Array[]): void {
    const graph = this.#graph ?? disposed();
    checkWeights(graph.weights, weights);
    this.#graph = {...graph, weights: graph.weights.map((spec, index) => ({...spec, data: weights[index]!.slice()}))};
    this.#each((loaded) => loaded.setWeights(weights));
  }

  dispose(): void {
    this.#graph = undefined;
    this.#each((loaded) => loaded.dispose());
    this.#loaded.clear();
  }

  /** Those that are still being loaded follow, before anybody runs them. One that was lost with its engine has nothing to do. */
  #each(action: (loaded: Loaded) => void): void {
    for (const loaded of this.#loaded.values()) loaded.then(action).catch(() => {});
  }

  #on(engine: Engine): Promise<Loaded> {
    const known = this.#loaded.get(engine);
    if (known) return known;
    const loaded = this.#load(engine);
    loaded.catch(() => this.#loaded.delete(engine));
    this.#loaded.set(engine, loaded);
    return loaded;
  }

  /** The queue keeps two of one engine from running at once, and loading one while another runs. */
  #load(engine: Engine): Promise<Loaded> {
    const graph = this.#graph ?? disposed();
    return this.#routing.queue.run(() => this.#make(engine, graph));
  }
}
