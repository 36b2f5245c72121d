import {Random} from '../data/random.js';
import {multiplyAddsPerElement} from '../format/graph-builder.js';
import {shapeOf} from '../engine/inputs.js';
import {sizeOf, type Graph, type GraphNode} from '../format/graph.js';

/**
 * The net with first weights instead of its own: kernels normal with variance 2 / fan-in (He et al. 2015, eq. 10), those of the last layers times
 * `gain`²; biases zero, normalisations the identity.
 */
export function scratch(graph: Graph, seed: number, gain: number): Graph {
  const weights = graph.weights.map((spec) => ({...spec}));
  for (const [index, node] of graph.nodes.entries()) {
    const isLast = graph.outputs.includes(graph.inputs.length + index);
    for (const [place, data] of firstWeights(graph, node, isLast ? gain : 1, (weight) => Random.of(seed, 3, weight)).entries()) {
      weights[node.weights[place]!]!.data = data;
    }
  }
  return {...graph, weights};
}

function firstWeights(graph: Graph, node: GraphNode, gain: number, random: (weight: number) => Random): Float32Array[] {
  const sizes = node.weights.map((weight) => sizeOf(graph.weights[weight]!.shape));
  const filled = (size: number, value: number) => new Float32Array(size).fill(value);
  switch (node.op) {
    case 'dense':
    case 'conv2d':
    case 'conv2dTranspose':
    case 'depthwiseConv2d': {
      const spread = gain * Math.sqrt(2 / multiplyAddsPerElement(node, shapeOf(graph, node.inputs[0]!)));
      const numbers = random(node.weights[0]!);
      return sizes.map((size, place) =>
        place === 0 ? Float32Array.from({length: size}, () => spread * numbers.normal()) : filled(size, 0),
      );
    }
    case 'batchNormalization':
    case 'layerNormalization': {
      // Scale and variance are 1, shift and mean 0; which of them are there, the node says.
      const statistics = node.op === 'batchNormalization' ? [0, 1] : [];
      const values = [...(node.scale ? [1] : []), ...(node.center ? [0] : []), ...statistics];
      return sizes.map((size, place) => filled(size, values[place]!));
    }
    case 'prelu':
      return sizes.map((size) => filled(size, 0.25));
    default:
      return [];
  }
}
