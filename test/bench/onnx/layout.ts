/** Extents of the axes of `shape` in another order. */
export function transposedShape(shape: readonly number[], order: readonly number[]): number[] {
  return order.map((axis) => shape[axis]!);
}

/** A tensor of four axes, row-major, with its axes in another order. */
export function reordered(data: Float32Array, shape: readonly number[], order: readonly number[]): Float32Array {
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((product, extent) => product * extent, 1));
  const [a, b, c, d] = transposedShape(shape, order) as [number, number, number, number];
  const [stepA, stepB, stepC, stepD] = transposedShape(strides, order) as [number, number, number, number];
  const to = new Float32Array(data.length);
  let at = 0;
  for (let i = 0; i < a; i++)
    for (let j = 0; j < b; j++)
      for (let k = 0; k < c; k++) for (let l = 0; l < d; l++) to[at++] = data[i * stepA + j * stepB + k * stepC + l * stepD]!;
  return to;
}
