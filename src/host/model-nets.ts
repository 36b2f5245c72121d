import type {Net} from '../engine/engine.js';
import {checkWeights, disposed} from '../engine/inputs.js';
import type {Family, FamilyContext} from '../families/family.js';
import type {AnyOps} from '../families/index.js';
import type {Graph, Weights} from '../format/graph.js';
import type {Manifest} from '../format/manifest.js';
import {Memo} from './memo.js';
import {RoutedNet, type Routing} from './routed-net.js';

/** A model's nets on one backend, each made on first use, and the operations on them: one set for all sessions, and one for each session with weights of its own. */
export class ModelNets {
  readonly #nets = new Memo<Net>();
  readonly #shipped: Pick<FamilyContext, 'graph' | 'url'>;
  readonly #routing: Routing;
  readonly #ops: Promise<AnyOps>;
  #weights: Weights = {};
  #disposed = false;

  constructor(family: Family<AnyOps>, manifest: Manifest, shipped: Pick<FamilyContext, 'graph' | 'url'>, routing: Routing) {
    this.#shipped = shipped;
    this.#routing = routing;
    const context = {
      graph: (role: string) => this.#graph(role),
      net: (role: string) => this.#net(role),
      url: shipped.url,
      compute: routing.compute,
    };
    this.#ops = family.open(manifest, context);
  }

  get ops(): Promise<AnyOps> {
    return this.#ops;
  }

  /** While no operation runs. Roles that are left out keep theirs. */
  async setWeights(weights: Weights): Promise<void> {
    for (const [role, values] of Object.entries(weights)) checkWeights((await this.#shipped.graph(role)).weights, values);
    this.#weights = {...this.#weights, ...weights};
    for (const [role, net] of this.#nets.entries()) if (weights[role]) (await net).setWeights(weights[role]);
  }

  dispose(): void {
    this.#disposed = true;
    this.#nets.clear((net) => net.dispose());
  }

  #net(role: string): Promise<Net> {
    return this.#nets.get(role, async () => {
      const net = new RoutedNet(await this.#shipped.graph(role), this.#routing);
      // The last session may have gone meanwhile, and nobody would dispose of the net.
      if (this.#disposed) disposed();
      if (this.#weights[role]) net.setWeights(this.#weights[role]);
      return net;
    });
  }

  async #graph(role: string): Promise<Graph> {
    const graph = await this.#shipped.graph(role);
    const weights = this.#weights[role];
    return weights ? {...graph, weights: graph.weights.map((spec, index) => ({...spec, data: weights[index]!}))} : graph;
  }
}
