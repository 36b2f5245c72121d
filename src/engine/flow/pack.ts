import type {DenseLayer} from './couplings.js';

/** Outputs that the kernels compute side by side. */
const QUAD = 4;

export function quadsOf({outputs}: DenseLayer): number {
  return Math.ceil(outputs / QUAD);
}

/** Numbers of a packed layer. */
export function packedSize(layer: DenseLayer): number {
  return quadsOf(layer) * (1 + layer.inputs) * QUAD;
}

/** A dense layer as [outputs / 4][bias, then each input][4], zeros beyond the last output. */
export function packDense(layer: DenseLayer, weights: readonly Float32Array[], to: Float32Array): void {
  const {kernel, bias, inputs, outputs} = layer;
  const matrix = weights[kernel]!;
  let at = 0;
  for (let first = 0; first < outputs; first += QUAD) {
    for (let row = -1; row < inputs; row++) {
      for (let output = first; output < first + QUAD; output++, at++) {
        if (output >= outputs) to[at] = 0;
        else if (row >= 0) to[at] = matrix[row * outputs + output]!;
        else to[at] = bias === undefined ? 0 : weights[bias]![output]!;
      }
    }
  }
}
