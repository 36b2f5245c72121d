import {sizeOf} from './graph.js';

/** Bytes of one number as it is stored. */
export const ENCODED_BYTES = {float32: 4, float16: 2, uint16: 2, uint8: 1};

/** How a weight is stored: integers stand for `code · scale + min`. */
export type StoredWeight = {shape: number[]; encoding: keyof typeof ENCODED_BYTES; scale: number; min: number};

/** The numbers of one weight, which begins at `offset` of the binary. */
export function decodeWeight({shape, encoding, scale, min}: StoredWeight, bytes: ArrayBuffer, offset: number): Float32Array {
  // Offsets need not be multiples of the element size: a copy is always aligned.
  const part = bytes.slice(offset, offset + sizeOf(shape) * ENCODED_BYTES[encoding]);
  if (encoding === 'float32') return new Float32Array(part);
  if (encoding === 'float16') return Float32Array.from(new Uint16Array(part), halfToFloat);
  return Float32Array.from(encoding === 'uint8' ? new Uint8Array(part) : new Uint16Array(part), (code) => code * scale + min);
}

/** IEEE 754 half precision, with subnormals, infinities and NaN. */
export function halfToFloat(half: number): number {
  const exponent = (half >> 10) & 31;
  const fraction = half & 1023;
  const sign = half & 0x8000 ? -1 : 1;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
