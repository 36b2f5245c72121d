import {decodeWeight, ENCODED_BYTES, type StoredWeight} from './decode-weight.js';
import {sizeOf, type Graph, type WeightSpec} from './graph.js';

/**
 * A net whose topology was read when the library was built: its graph, with the place of each weight in the joined binaries `paths` instead of its
 * numbers. A page that shows such a net needs no reader. Made by `bakeNet`, and as trusted as the script that holds it.
 */
export type BakedNet = {graph: Omit<Graph, 'weights'> & {weights: (Omit<WeightSpec, 'data'> & StoredWeight)[]}; paths: string[]};

export function isBaked(topology: unknown): topology is BakedNet {
  return typeof topology === 'object' && topology !== null && 'graph' in topology;
}

/** The net with its numbers: the same as `readLayersModel` of the stock file. */
export function readBakedNet({graph}: BakedNet, bytes: ArrayBuffer): Graph {
  let offset = 0;
  const weights = graph.weights.map((weight) => {
    const data = decodeWeight(weight, bytes, offset);
    offset += sizeOf(weight.shape) * ENCODED_BYTES[weight.encoding];
    return {name: weight.name, shape: weight.shape, trainable: weight.trainable, data};
  });
  return {...graph, weights};
}
