import * as tf from '@tensorflow/tfjs-core';
import type {CouplingLayer} from '../format/manifest.js';
import {type Transformed, affine, rationalQuadratic} from './couplings.js';
import type {NetFunctions} from './objectives/objective.js';

/** Coordinates after all layers of a flow and the sum of the log-determinants, columns of shape [batch, 1]. */
export type FlowForward = {z: tf.Tensor[]; logDet: tf.Tensor};

/** Standardised data through the layers of a flow to the base, as differentiable operations. `onLayer` sees the coordinates after each layer. */
export function flowForward(
  layers: readonly CouplingLayer[],
  couplings: NetFunctions[string],
  x: readonly tf.Tensor[],
  onLayer?: (columns: readonly tf.Tensor[]) => void,
): FlowForward {
  let columns = [...x];
  const logDets: tf.Tensor[] = [];
  for (const layer of layers) {
    const passing = columns.filter((_, i) => layer.mask[i] === 1);
    const inputs: tf.Tensor[] = [];
    inputs[layer.output] = passing.length === 1 ? passing[0]! : tf.concat(passing, 1);
    const [raw] = couplings(inputs, {outputs: [layer.output]}) as [tf.Tensor];
    const transformed = layer.mask.filter((pass) => pass === 0).length;
    let at = 0;
    columns = columns.map((column, i) => {
      if (layer.mask[i] === 1) return column;
      const {y, logDet} = transform(layer, column, raw, at++, transformed);
      logDets.push(logDet);
      return y;
    });
    onLayer?.(columns);
  }
  return {z: columns, logDet: tf.addN(logDets)};
}

/** The coordinate number `at` of those that a layer transforms, with its part of the net's output. */
function transform(layer: CouplingLayer, x: tf.Tensor, raw: tf.Tensor, at: number, transformed: number): Transformed {
  const part = (start: number, size: number) => (size === raw.shape[1] ? raw : tf.slice(raw, [0, start], [raw.shape[0]!, size]));
  if (layer.kind === 'rational-quadratic') {
    const size = 3 * layer.bins - 1;
    return rationalQuadratic(x, part(at * size, size), layer.bins, layer.bound);
  }
  const parameters = transformed === 1 ? raw : tf.concat([part(at, 1), part(transformed + at, 1)], 1);
  return affine(x, parameters, layer.bound);
}
