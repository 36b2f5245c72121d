// The gradient of `product` with respect to its weights: dw[segment·length + k, o] += Σ over all places of patch[segment, k] · dy[place, o].

import {fma} from '../../engine/wasm/assembly/memory';

export function outerProduct(
  from: usize,
  rowStep: usize,
  columnStep: usize,
  rows: i32,
  columns: i32,
  segments: i32,
  length: i32,
  stride: usize,
  dy: usize,
  width: i32,
  dw: usize,
): void {
  const dyStep = (<usize>width) << 2;
  const width8 = width & ~7;
  const width4 = width & ~3;
  const length4 = length & ~3;
  for (let segment = 0; segment < segments; segment++) {
    const start = from + <usize>segment * stride;
    const to = dw + ((<usize>(segment * length)) << 2) * <usize>width;
    for (let k = 0; k < length4; k += 4) {
      const a = start + ((<usize>k) << 2);
      const w = to + <usize>k * dyStep;
      for (let o = 0; o < width8; o += 8)
        tile4x8(a, rowStep, columnStep, rows, columns, dy + ((<usize>o) << 2), dyStep, w + ((<usize>o) << 2));
      if (width4 > width8) tile4x4(a, rowStep, columnStep, rows, columns, dy + ((<usize>width8) << 2), dyStep, w + ((<usize>width8) << 2));
      for (let o = width4; o < width; o++)
        column4(a, rowStep, columnStep, rows, columns, dy + ((<usize>o) << 2), dyStep, w + ((<usize>o) << 2));
    }
  }
  const rest = length - length4;
  const tails = segments * rest;
  let tail = 0;
  // What is left of each run, four places of any runs together: all there is where channels are few.
  for (; tail + 4 <= tails; tail += 4) {
    let o = 0;
    for (; o < width8; o += 8) {
      const offset = (<usize>o) << 2;
      tails4x8(
        from + tailStep(tail, length4, rest, stride),
        from + tailStep(tail + 1, length4, rest, stride),
        from + tailStep(tail + 2, length4, rest, stride),
        from + tailStep(tail + 3, length4, rest, stride),
        rowStep,
        columnStep,
        rows,
        columns,
        dy + offset,
        dyStep,
        dw + offset + tailRow(tail, length, length4, rest) * dyStep,
        dw + offset + tailRow(tail + 1, length, length4, rest) * dyStep,
        dw + offset + tailRow(tail + 2, length, length4, rest) * dyStep,
        dw + offset + tailRow(tail + 3, length, length4, rest) * dyStep,
      );
    }
    if (o < width) {
      for (let t = tail; t < tail + 4; t++) {
        const w = dw + tailRow(t, length, length4, rest) * dyStep;
        oneRow(from + tailStep(t, length4, rest, stride), rowStep, columnStep, rows, columns, dy, dyStep, w, o, width);
      }
    }
  }
  for (; tail < tails; tail++) {
    const w = dw + tailRow(tail, length, length4, rest) * dyStep;
    oneRow(from + tailStep(tail, length4, rest, stride), rowStep, columnStep, rows, columns, dy, dyStep, w, 0, width);
  }
}

/** Where tail `tail` lies in a patch, in bytes. */
function tailStep(tail: i32, length4: i32, rest: i32, stride: usize): usize {
  return <usize>(tail / rest) * stride + ((<usize>(length4 + (tail % rest))) << 2);
}

/** Which row of dw it belongs to. */
function tailRow(tail: i32, length: i32, length4: i32, rest: i32): usize {
  return <usize>((tail / rest) * length + length4 + (tail % rest));
}

/** One row of dw from column `o` on. */
function oneRow(
  a: usize,
  rowStep: usize,
  columnStep: usize,
  rows: i32,
  columns: i32,
  dy: usize,
  dyStep: usize,
  w: usize,
  o: i32,
  width: i32,
): void {
  for (; o + 4 <= width; o += 4) tile1x4(a, rowStep, columnStep, rows, columns, dy + ((<usize>o) << 2), dyStep, w + ((<usize>o) << 2));
  for (; o < width; o++) single(a, rowStep, columnStep, rows, columns, dy + ((<usize>o) << 2), dyStep, w + ((<usize>o) << 2));
}

function tails4x8(
  a0: usize,
  a1: usize,
  a2: usize,
  a3: usize,
  rowStep: usize,
  columnStep: usize,
  rows: i32,
  columns: i32,
  dy: usize,
  dyStep: usize,
  w0: usize,
  w1: usize,
  w2: usize,
  w3: usize,
): void {
  let s00 = f32x4.splat(0);
  let s01 = s00;
  let s10 = s00;
  let s11 = s00;
  let s20 = s00;
  let s21 = s00;
  let s30 = s00;
  let s31 = s00;
  // The four places move together, so one pointer and three distances do.
  const d1 = a1 - a0;
  const d2 = a2 - a0;
  const d3 = a3 - a0;
  for (let r = 0; r < rows; r++) {
    let p = a0;
    for (let c = 0; c < columns; c++) {
      const b0 = v128.load(dy);
      const b1 = v128.load(dy, 16);
      let x = v128.load32_splat(p);
      s00 = fma(x, b0, s00);
      s01 = fma(x, b1, s01);
      x = v128.load32_splat(p + d1);
      s10 = fma(x, b0, s10);
      s11 = fma(x, b1, s11);
      x = v128.load32_splat(p + d2);
      s20 = fma(x, b0, s20);
      s21 = fma(x, b1, s21);
      x = v128.load32_splat(p + d3);
      s30 = fma(x, b0, s30);
      s31 = fma(x, b1, s31);
      p += columnStep;
      dy += dyStep;
    }
    a0 += rowStep;
  }
  addTo(w0, s00);
  addTo(w0 + 16, s01);
  addTo(w1, s10);
  addTo(w1 + 16, s11);
  addTo(w2, s20);
  addTo(w2 + 16, s21);
  addTo(w3, s30);
  addTo(w3 + 16, s31);
}

function tile4x8(a: usize, rowStep: usize, columnStep: usize, rows: i32, columns: i32, dy: usize, dyStep: usize, w: usize): void {
  let s00 = f32x4.splat(0);
  let s01 = s00;
  let s10 = s00;
  let s11 = s00;
  let s20 = s00;
  let s21 = s00;
  let s30 = s00;
  let s31 = s00;
  for (let r = 0; r < rows; r++) {
    let p = a;
    for (let c = 0; c < columns; c++) {
      const b0 = v128.load(dy);
      const b1 = v128.load(dy, 16);
      let x = v128.load32_splat(p);
      s00 = fma(x, b0, s00);
      s01 = fma(x, b1, s01);
      x = v128.load32_splat(p, 4);
      s10 = fma(x, b0, s10);
      s11 = fma(x, b1, s11);
      x = v128.load32_splat(p, 8);
      s20 = fma(x, b0, s20);
      s21 = fma(x, b1, s21);
      x = v128.load32_splat(p, 12);
      s30 = fma(x, b0, s30);
      s31 = fma(x, b1, s31);
      p += columnStep;
      dy += dyStep;
    }
    a += rowStep;
  }
  addTo(w, s00);
  addTo(w + 16, s01);
  w += dyStep;
  addTo(w, s10);
  addTo(w + 16, s11);
  w += dyStep;
  addTo(w, s20);
  addTo(w + 16, s21);
  w += dyStep;
  addTo(w, s30);
  addTo(w + 16, s31);
}

function tile4x4(a: usize, rowStep: usize, columnStep: usize, rows: i32, columns: i32, dy: usize, dyStep: usize, w: usize): void {
  let s0 = f32x4.splat(0);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  for (let r = 0; r < rows; r++) {
    let p = a;
    for (let c = 0; c < columns; c++) {
      const b = v128.load(dy);
      s0 = fma(v128.load32_splat(p), b, s0);
      s1 = fma(v128.load32_splat(p, 4), b, s1);
      s2 = fma(v128.load32_splat(p, 8), b, s2);
      s3 = fma(v128.load32_splat(p, 12), b, s3);
      p += columnStep;
      dy += dyStep;
    }
    a += rowStep;
  }
  addTo(w, s0);
  addTo(w + dyStep, s1);
  addTo(w + 2 * dyStep, s2);
  addTo(w + 3 * dyStep, s3);
}

/** Four rows of one column: the vector runs along the patch. */
function column4(a: usize, rowStep: usize, columnStep: usize, rows: i32, columns: i32, dy: usize, dyStep: usize, w: usize): void {
  let s = f32x4.splat(0);
  for (let r = 0; r < rows; r++) {
    let p = a;
    for (let c = 0; c < columns; c++) {
      s = fma(v128.load(p), v128.load32_splat(dy), s);
      p += columnStep;
      dy += dyStep;
    }
    a += rowStep;
  }
  store<f32>(w, load<f32>(w) + f32x4.extract_lane(s, 0));
  w += dyStep;
  store<f32>(w, load<f32>(w) + f32x4.extract_lane(s, 1));
  w += dyStep;
  store<f32>(w, load<f32>(w) + f32x4.extract_lane(s, 2));
  w += dyStep;
  store<f32>(w, load<f32>(w) + f32x4.extract_lane(s, 3));
}

function tile1x4(a: usize, rowStep: usize, columnStep: usize, rows: i32, columns: i32, dy: usize, dyStep: usize, w: usize): void {
  let s = f32x4.splat(0);
  for (let r = 0; r < rows; r++) {
    let p = a;
    for (let c = 0; c < columns; c++) {
      s = fma(v128.load32_splat(p), v128.load(dy), s);
      p += columnStep;
      dy += dyStep;
    }
    a += rowStep;
  }
  addTo(w, s);
}

function single(a: usize, rowStep: usize, columnStep: usize, rows: i32, columns: i32, dy: usize, dyStep: usize, w: usize): void {
  let s: f32 = 0;
  for (let r = 0; r < rows; r++) {
    let p = a;
    for (let c = 0; c < columns; c++) {
      s += load<f32>(p) * load<f32>(dy);
      p += columnStep;
      dy += dyStep;
    }
    a += rowStep;
  }
  store<f32>(w, load<f32>(w) + s);
}

function addTo(to: usize, value: v128): void {
  v128.store(to, f32x4.add(v128.load(to), value));
}
