import type {Load, Net} from '../engine/engine.js';
import type {FlowNet} from '../engine/flow/flow-net.js';
import {checkWeights, disposed} from '../engine/inputs.js';
import type {Family, FamilyContext} from '../families/family.js';
import type {AnyOps} from '../families/index.js';
import type {Graph, Weights} from '../format/graph.js';
import type {FlowStack, Manifest} from '../format/manifest.js';
import {Memo} from './memo.js';
import {RoutedNet} from './routed-net.js';
import type {Routing} from './routed.js';

/** A model's nets on one backend, each made on first use, and the operations on them: one set for all sessions, and one for each session with weights of its own. */
export class ModelNets {
  readonly #nets = new Memo<Net>();
  readonly #flows = new Memo<FlowNet>();
  readonly #shipped: Pick<FamilyContext, 'graph' | 'url'>;
  readonly #routing: Routing;
  readonly #load: Load;
  readonly #ops: Promise<AnyOps>;
  #weights: Weights = {};
  #disposed = false;

  constructor(family: Family<AnyOps>, manifest: Manifest, shipped: Pick<FamilyContext, 'graph' | 'url'>, routing: Routing & {load: Load}) {
    this.#shipped = shipped;
    this.#routing = routing;
    this.#load = routing.load;
    const context = {
      graph: (role: string) => this.#graph(role),
      net: (role: string) => this.#net(role),
      flow: (role: string, stack: FlowStack) => this.#flow(role, stack),
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
    for (const [role, net] of [...this.#nets.entries(), ...this.#flows.entries()]) {
      if (weights[role]) (await net).setWeights(weights[role]);
    }
  }

  dispose(): void {
    this.#disposed = true;
    this.#nets.clear((net) => net.dispose());
    this.#flows.clear((flow) => flow.dispose());
  }

  #net(role: string): Promise<Net> {
    return this.#nets.get(role, () => this.#make(role, (graph) => Promise.resolve(new RoutedNet(graph, this.#routing))));
  }

  /** The couplings of a stack, which are the net of that role. */
  #flow(role: string, stack: FlowStack): Promise<FlowNet> {
    return this.#flows.get(role, () =>
      this.#make(role, async (graph) => {
        const [{FlowNet}, {RoutedFlow}] = await Promise.all([
          this.#load(() => import('../engine/flow/flow-net.js')),
          this.#load(() => import('./routed-flow.js')),
        ]);
        return new FlowNet(new RoutedFlow(stack, graph, this.#routing));
      }),
    );
  }

  async #make<Made extends {setWeights(weights: Float32Array[]): void}>(
    role: string,
    make: (graph: Graph) => Promise<Made>,
  ): Promise<Made> {
    const made = await make(await this.#shipped.graph(role));
    // The last session may have gone meanwhile, and nobody would dispose of it.
    if (this.#disposed) disposed();
    if (this.#weights[role]) made.setWeights(this.#weights[role]);
    return made;
  }

  async #graph(role: string): Promise<Graph> {
    const graph = await this.#shipped.graph(role);
    const weights = this.#weights[role];
    return weights ? {...graph, weights: graph.weights.map((spec, index) => ({...spec, data: weights[index]!}))} : graph;
  }
}
