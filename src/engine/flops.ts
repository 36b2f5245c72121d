import {sizeOf, type Graph} from '../format/graph.js';
import {multiplyAddsPerElement} from '../format/graph-builder.js';

/** Floating-point operations of one example: two for each multiply-add. */
export function flopsOf(graph: Graph): number {
  const shapes = [...graph.inputs, ...graph.nodes].map(({shape}) => shape);
  return graph.nodes.reduce((sum, node) => sum + 2 * sizeOf(node.shape) * multiplyAddsPerElement(node, shapes[node.inputs[0]!]!), 0);
}
