/** An array from an IDX file of unsigned bytes, the format of MNIST and its relatives. */
export type IdxArray = {shape: number[]; data: Uint8Array};

/**
 * Reads an IDX file (LeCun, "The MNIST database", file formats), already decompressed.
 * @throws RangeError where the header or the length is not that of an array of unsigned bytes.
 */
export function readIdx(bytes: Uint8Array): IdxArray {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 4 || view.getUint16(0) !== 0 || view.getUint8(2) !== 8) throw new RangeError('not an IDX file of unsigned bytes');
  const rank = view.getUint8(3);
  const start = 4 + 4 * rank;
  if (bytes.length < start) throw new RangeError('IDX file ends within its header');
  const shape = Array.from({length: rank}, (_, axis) => view.getUint32(4 + 4 * axis));
  const size = shape.reduce((product, extent) => product * extent, 1);
  if (bytes.length !== start + size)
    throw new RangeError(`IDX file of shape [${shape.join(', ')}] must have ${start + size} bytes, has ${bytes.length}`);
  return {shape, data: bytes.subarray(start)};
}

/** The bytes of an array as an IDX file. */
export function writeIdx({shape, data}: IdxArray): Uint8Array {
  const header = new DataView(new ArrayBuffer(4 + 4 * shape.length));
  header.setUint8(2, 8);
  header.setUint8(3, shape.length);
  for (const [axis, extent] of shape.entries()) header.setUint32(4 + 4 * axis, extent);
  const bytes = new Uint8Array(header.byteLength + data.length);
  bytes.set(new Uint8Array(header.buffer));
  bytes.set(data, header.byteLength);
  return bytes;
}
