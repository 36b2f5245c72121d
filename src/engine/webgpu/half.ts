import {floatToHalf} from '../../format/float-to-half.js';

/** For a storage buffer of `f16`; what is beyond 65,504 becomes infinite. */
export function toHalf(values: Float32Array): Uint16Array<ArrayBuffer> {
  return Uint16Array.from(values, floatToHalf);
}
