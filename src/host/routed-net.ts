import type {BackendName, Compute, Engine, Net, RunOptions, RunStats} from '../engine/engine.js';
import {checkWeights, disposed, flopsOf, outputSpecs} from '../engine/inputs.js';
import {GenerativeError} from '../format/errors.js';
import {sizeOf, type Batch, type Graph, type TensorSpec} from '../format/graph.js';
import {MOST_ELEMENTS} from '../format/limits.js';
import {SlicedNet, type Slicing} from './sliced-net.js';

/** What a net needs of its host. */
export type Routing = Slicing & {
  compute: Compute;
};

/**
 * A net on the engine that suits each batch. Where an engine is lost, or this net does not fit on it, the next one is asked the same, with the
 * weights of that moment, and the caller sees nothing but a result.
 */
export class RoutedNet implements Net {
  readonly inputs: TensorSpec[];
  readonly outputs: TensorSpec[];
  readonly flops: number;
  readonly #routing: Routing;
  readonly #nets = new Map<Engine, Promise<Net>>();
  readonly #unfit = new Set<BackendName>();
  #graph: Graph | undefined;

  constructor(graph: Graph, routing: Routing) {
    this.#graph = graph;
    this.#routing = routing;
    this.inputs = graph.inputs;
    this.outputs = outputSpecs(graph);
    this.flops = flopsOf(graph);
  }

  async run(inputs: Batch[], options: RunOptions = {}): Promise<{outputs: Batch[]; stats: RunStats}> {
    const {compute} = this.#routing;
    const batch = inputs[0]?.shape[0] ?? 1;
    const numbers = batch * this.outputs.reduce((sum, {shape}) => sum + sizeOf(shape), 0);
    if (numbers > MOST_ELEMENTS) {
      throw new GenerativeError('out-of-memory', `${batch} outputs of this net are ${numbers} numbers, more than ${MOST_ELEMENTS}`);
    }
    for (;;) {
      const engine = await compute.pick(this.flops, batch, this.#unfit);
      try {
        const net = await this.#on(engine);
        return await net.run(inputs, options);
      } catch (error) {
        options.signal?.throwIfAborted();
        if (!this.#graph || !(await compute.survives(error, engine, this.#unfit))) throw error;
      }
    }
  }

  setWeights(weights: Float32Array[]): void {
    const graph = this.#graph ?? disposed();
    checkWeights(graph.weights, weights);
    this.#graph = {...graph, weights: graph.weights.map((spec, index) => ({...spec, data: weights[index]!.slice()}))};
    this.#each((net) => net.setWeights(weights));
  }

  dispose(): void {
    this.#graph = undefined;
    this.#each((net) => net.dispose());
    this.#nets.clear();
  }

  /** Nets that are still being loaded follow, before anybody runs them. One that was lost with its engine has nothing to do. */
  #each(action: (net: Net) => void): void {
    for (const net of this.#nets.values()) net.then(action).catch(() => {});
  }

  #on(engine: Engine): Promise<Net> {
    const known = this.#nets.get(engine);
    if (known) return known;
    const net = this.#load(engine);
    net.catch(() => this.#nets.delete(engine));
    this.#nets.set(engine, net);
    return net;
  }

  /** The queue keeps two nets of one engine from running at once, and loading one while another runs. */
  async #load(engine: Engine): Promise<Net> {
    const graph = this.#graph ?? disposed();
    const net = await this.#routing.queue.run(() => engine.loadNet(graph));
    return new SlicedNet(net, engine.backend, this.#routing);
  }
}
