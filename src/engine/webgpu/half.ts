import {floatToHalf} from '../../format/float-to-half.js';
import type {Graph} from '../../format/graph.js';

/** Far below 65,504, the largest number of half precision, since folding and sums make weights and values larger. */
const MOST = 1000;

export function fitsHalf({weights}: Graph): boolean {
  return weights.every(({data}) => data.every((value) => Math.abs(value) <= MOST));
}

/** For a storage buffer of `f16`. */
export function toHalf(values: Float32Array): Uint16Array<ArrayBuffer> {
  return Uint16Array.from(values, floatToHalf);
}
