// A grid of rows × columns of patches times packed weights. Dense layers, convolutions and each phase of a transposed convolution are all this product.
import {dot4, tile4x4, tile4x8} from './tile';

/** A layer with this many outputs or fewer takes the path with vectors along the row. */
export const FEW: i32 = 2;

/** Bytes of packed weights for a product of `depth` by `width`, with room for a bias of whole panels behind them. */
export function packedBytes(depth: i32, width: i32): i32 {
  return ((width + 3) & ~3) * (depth + 1) * 4;
}

/**
 * Packs one row of weights at a time: row `k` of `depth`, whose `width` entries lie `step` bytes apart.
 * Panels of 8 columns, then of 4, the last filled up with zeros; or whole columns where there are few.
 */
export function packRow(from: usize, step: usize, packed: usize, k: i32, depth: i32, width: i32): void {
  if (width <= FEW) {
    for (let o = 0; o < width; o++) store<f32>(packed + ((<usize>(o * depth + k)) << 2), load<f32>(from + <usize>o * step));
    return;
  }
  let o = 0;
  let panel = packed;
  while (o + 8 <= width) {
    const to = panel + ((<usize>k) << 5);
    if (step == 4) {
      v128.store(to, v128.load(from));
      v128.store(to, v128.load(from, 16), 16);
    } else {
      for (let lane = 0; lane < 8; lane++) store<f32>(to + ((<usize>lane) << 2), load<f32>(from + <usize>lane * step));
    }
    from += 8 * step;
    panel += (<usize>depth) << 5;
    o += 8;
  }
  while (o < width) {
    const to = panel + ((<usize>k) << 4);
    for (let lane = 0; lane < 4; lane++) {
      store<f32>(to + ((<usize>lane) << 2), o + lane < width ? load<f32>(from + <usize>lane * step) : <f32>0);
    }
    from += 4 * step;
    panel += (<usize>depth) << 4;
    o += 4;
  }
}

/** Copies the bias behind the packed weights, filled up with zeros; `bias` 0 means none. */
export function packBias(bias: usize, packed: usize, depth: i32, width: i32): void {
  const padded = (width + 3) & ~3;
  const to = packed + ((<usize>(padded * depth)) << 2);
  memory.fill(to, 0, (<usize>padded) << 2);
  if (bias != 0) memory.copy(to, bias, (<usize>width) << 2);
}

/**
 * out[r, c, :] = bias + patch(r, c) · weights. Patch (r, c) starts at `from + r·rowStep + c·columnStep` and has `segments` runs of `length` floats, `stride` bytes apart.
 * All steps are in bytes; `out` likewise.
 */
export function product(
  from: usize,
  rowStep: usize,
  columnStep: usize,
  rows: i32,
  columns: i32,
  segments: i32,
  length: i32,
  stride: usize,
  packed: usize,
  width: i32,
  out: usize,
  outRowStep: usize,
  outColumnStep: usize,
): void {
  const depth = segments * length;
  const bias = packed + ((<usize>(((width + 3) & ~3) * depth)) << 2);
  const count = rows * columns;
  let panel = packed;
  let o = 0;
  while (o < width) {
    const few = width <= FEW;
    const lanes = few ? 1 : o + 8 <= width ? 8 : 4;
    const offset = (<usize>o) << 2;
    let c = 0;
    let a = from;
    let row = from;
    let to = out + offset;
    let outRow = to;
    let left = count;
    while (left > 0) {
      // Four places, or the last one repeated: it is then written again with the same values.
      const a0 = a;
      const c0 = to;
      if (left > 1) {
        c++;
        if (c == columns) {
          c = 0;
          row += rowStep;
          outRow += outRowStep;
          a = row;
          to = outRow;
        } else {
          a += columnStep;
          to += outColumnStep;
        }
      }
      const a1 = a;
      const c1 = to;
      if (left > 2) {
        c++;
        if (c == columns) {
          c = 0;
          row += rowStep;
          outRow += outRowStep;
          a = row;
          to = outRow;
        } else {
          a += columnStep;
          to += outColumnStep;
        }
      }
      const a2 = a;
      const c2 = to;
      if (left > 3) {
        c++;
        if (c == columns) {
          c = 0;
          row += rowStep;
          outRow += outRowStep;
          a = row;
          to = outRow;
        } else {
          a += columnStep;
          to += outColumnStep;
        }
      }
      const a3 = a;
      const c3 = to;
      if (lanes == 8) tile4x8(a0, a1, a2, a3, segments, length, stride, panel, bias + offset, c0, c1, c2, c3);
      else if (lanes == 4) tile4x4(a0, a1, a2, a3, segments, length, stride, panel, bias + offset, c0, c1, c2, c3, min(width - o, 4));
      else dot4(a0, a1, a2, a3, segments, length, stride, panel, load<f32>(bias + offset), c0, c1, c2, c3);
      left -= 4;
      if (left > 0) {
        c++;
        if (c == columns) {
          c = 0;
          row += rowStep;
          outRow += outRowStep;
          a = row;
          to = outRow;
        } else {
          a += columnStep;
          to += outColumnStep;
        }
      }
    }
    panel += (<usize>(lanes * depth)) << 2;
    o += lanes;
  }
}
