import type {BakedNet} from './baked-net.js';
import {Field} from './field.js';
import {readLayersModel} from './read-layers-model.js';
import {readEntries, shardPaths} from './read-weights.js';

/**
 * Reads a stock `model.json` once and for all, when the library is built. `weights` are its joined shards.
 * @throws FormatError as `readLayersModel`, and for a binary that holds an optimizer's numbers too.
 */
export function bakeNet(json: unknown, weights: ArrayBuffer, url: string): BakedNet {
  const graph = readLayersModel(json, weights, url);
  const manifest = new Field(json, url).at('weightsManifest');
  const entries = readEntries(manifest);
  if (entries.length !== graph.weights.length) manifest.fail('holds more than the weights of the layers');
  const stored = graph.weights.map(({name, shape, trainable}, index) => {
    const {encoding, scale, min} = entries[index]!;
    return {name, shape, trainable, encoding, scale, min};
  });
  return {graph: {...graph, weights: stored}, paths: shardPaths(manifest)};
}
