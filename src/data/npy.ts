/**
 * An array as a file of NumPy's format 1.0 (numpy.lib.format): 32-bit floats, little-endian, in C order. `numpy.load` reads it.
 * @throws RangeError where shape and data do not agree.
 */
export function writeNpy({data, shape}: {data: Float32Array; shape: readonly number[]}): Uint8Array<ArrayBuffer> {
  if (shape.reduce((product, extent) => product * extent, 1) !== data.length)
    throw new RangeError(`an array of shape [${shape.join(', ')}] does not have ${data.length} numbers`);
  // A tuple of one needs its comma in Python.
  const tuple = shape.length === 1 ? `${shape[0]!},` : shape.join(', ');
  const dictionary = `{'descr': '<f4', 'fortran_order': False, 'shape': (${tuple}), }`;
  // Magic, version and length of the header take ten bytes, a newline ends it, and the data begin at a multiple of 64.
  const start = Math.ceil((10 + dictionary.length + 1) / 64) * 64;
  const file = new Uint8Array(start + 4 * data.length);
  const text = `\x93NUMPY\x01\0\0\0${dictionary.padEnd(start - 11)}\n`;
  for (let i = 0; i < start; i++) file[i] = text.charCodeAt(i);
  const view = new DataView(file.buffer);
  view.setUint16(8, start - 10, true);
  data.forEach((value, i) => view.setFloat32(start + 4 * i, value, true));
  return file;
}
