import type {Graph, GraphNode} from '../format/graph.js';
import type {ChainActivation} from './kernels.js';

type ChainNode = Extract<GraphNode, {op: 'dense'}> & {activation: ChainActivation};

/** Runs of dense layers that one operation can do: by the number of its last node each run, and the numbers of the nodes before. */
export type DenseChains = {last: ReadonlyMap<number, readonly ChainNode[]>; inner: ReadonlySet<number>};

const known = new WeakMap<Graph, DenseChains>();

/** Two dense layers or more, each the only reader of the one before. */
export function denseChainsOf(graph: Graph): DenseChains {
  const found = known.get(graph) ?? find(graph);
  known.set(graph, found);
  return found;
}

function find({inputs, nodes, outputs}: Graph): DenseChains {
  const readers = new Map<number, number>();
  for (const index of [...nodes.flatMap((node) => node.inputs), ...outputs]) readers.set(index, (readers.get(index) ?? 0) + 1);
  const last = new Map<number, ChainNode[]>();
  const inner = new Set<number>();
  for (const [at, node] of nodes.entries()) {
    if (!isLink(node)) continue;
    const before = node.inputs[0]! - inputs.length;
    const chain = readers.get(node.inputs[0]!) === 1 ? last.get(before) : undefined;
    if (chain) {
      last.delete(before);
      inner.add(before);
    }
    last.set(at, [...(chain ?? []), node]);
  }
  for (const [at, chain] of last) if (chain.length === 1) last.delete(at);
  return {last, inner};
}

/** Values of more than one axis are left to the layer by itself. */
function isLink(node: GraphNode): node is ChainNode {
  return node.op === 'dense' && node.shape.length === 1 && ['linear', 'relu', 'tanh'].includes(node.activation);
}
