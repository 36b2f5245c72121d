import type {BakedNet} from './baked-net.js';
import {readLayersModel} from './read-layers-model.js';

/** Reads a stock `model.json` once and for all, when the library is built. `weights` are its joined shards. */
export function bakeNet(json: unknown, weights: ArrayBuffer, url: string): BakedNet {
  const {weights: specs, ...graph} = readLayersModel(json, weights, url);
  return {graph, trainable: specs.map(({trainable}) => trainable), weightsManifest: (json as BakedNet).weightsManifest};
}
