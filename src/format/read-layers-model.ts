import {Field} from './field.js';
import type {Graph} from './graph.js';
import {readTopology} from './read-topology.js';
import {readWeights, shardPaths} from './read-weights.js';

/** Paths of a model's binary shards, relative to its model.json, in the order in which `readLayersModel` wants them joined. */
export function weightPaths(json: unknown, url: string): string[] {
  return shardPaths(new Field(json, url).at('weightsManifest'));
}

/**
 * Reads a stock tfjs layers model (Keras topology and weights manifest) into a graph. `weights` are the joined shards; `url` is for messages.
 * Everything is checked before it is used: layer classes, options, shapes, names and sizes.
 * @throws FormatError with the URL and the field; its code is `unsupported-layer` for a layer or option that this library does not compute.
 */
export function readLayersModel(json: unknown, weights: ArrayBuffer, url: string): Graph {
  const file = new Field(json, url);
  if (file.at('format').value === 'graph-model') {
    file.at('format').fail('is a graph model; only layers models are read (tensorflowjs_converter --output_format=tfjs_layers_model)');
  }
  const specs = readWeights(file.at('weightsManifest'), weights);
  let topology = file.at('modelTopology');
  if (topology.at('model_config').present) topology = topology.at('model_config');
  return readTopology(topology, specs, file.at('weightsManifest'));
}
