import {Field} from './field.js';
import type {Graph} from './graph.js';
import {readWeights, shardPaths} from './read-weights.js';

/**
 * A net whose topology was read when the library was built: its graph without numbers, and the stock weights manifest that says where in the
 * binary they are. A page that shows such a net needs no reader of topologies. Made by `bakeNet`, and as trusted as the script that holds it.
 */
export type BakedNet = {graph: Omit<Graph, 'weights'>; trainable: boolean[]; weightsManifest: unknown};

export function isBaked(topology: unknown): topology is BakedNet {
  return typeof topology === 'object' && topology !== null && 'graph' in topology;
}

/** Paths of the binary shards, as `weightPaths` gives them for a stock topology. */
export function bakedWeightPaths({weightsManifest}: BakedNet, url: string): string[] {
  return shardPaths(new Field(weightsManifest, url, 'weightsManifest'));
}

/** The net with its numbers: the same as `readLayersModel` of the stock file. */
export function readBakedNet({graph, trainable, weightsManifest}: BakedNet, bytes: ArrayBuffer, url: string): Graph {
  const weights = readWeights(new Field(weightsManifest, url, 'weightsManifest'), bytes);
  return {...graph, weights: weights.map((weight, index) => ({...weight, trainable: trainable[index]!}))};
}
