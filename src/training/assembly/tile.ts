// Register tiles: four rows of A, each read in `segments` runs of `length` floats that lie `stride` bytes apart, times a packed panel of 8 or 4 columns.
// A run is contiguous, so the patch of a convolution over a padded image needs no im2col: its runs are the kernel's rows. A dense layer is one run.

import {fma} from '../../engine/wasm/assembly/memory';

export function tile4x8(
  a0: usize,
  a1: usize,
  a2: usize,
  a3: usize,
  segments: i32,
  length: i32,
  stride: usize,
  panel: usize,
  bias: usize,
  c0: usize,
  c1: usize,
  c2: usize,
  c3: usize,
): void {
  let s00 = v128.load(bias);
  let s01 = v128.load(bias, 16);
  let s10 = s00;
  let s11 = s01;
  let s20 = s00;
  let s21 = s01;
  let s30 = s00;
  let s31 = s01;
  const skip = stride - ((<usize>length) << 2);
  for (let segment = 0; segment < segments; segment++) {
    for (let k = 0; k < length; k++) {
      const b0 = v128.load(panel);
      const b1 = v128.load(panel, 16);
      let a = v128.load32_splat(a0);
      s00 = fma(a, b0, s00);
      s01 = fma(a, b1, s01);
      a = v128.load32_splat(a1);
      s10 = fma(a, b0, s10);
      s11 = fma(a, b1, s11);
      a = v128.load32_splat(a2);
      s20 = fma(a, b0, s20);
      s21 = fma(a, b1, s21);
      a = v128.load32_splat(a3);
      s30 = fma(a, b0, s30);
      s31 = fma(a, b1, s31);
      panel += 32;
      a0 += 4;
      a1 += 4;
      a2 += 4;
      a3 += 4;
    }
    a0 += skip;
    a1 += skip;
    a2 += skip;
    a3 += skip;
  }
  v128.store(c0, s00);
  v128.store(c0, s01, 16);
  v128.store(c1, s10);
  v128.store(c1, s11, 16);
  v128.store(c2, s20);
  v128.store(c2, s21, 16);
  v128.store(c3, s30);
  v128.store(c3, s31, 16);
}

/** As `tile4x8` with a panel of 4 columns, of which `width` are stored. */
export function tile4x4(
  a0: usize,
  a1: usize,
  a2: usize,
  a3: usize,
  segments: i32,
  length: i32,
  stride: usize,
  panel: usize,
  bias: usize,
  c0: usize,
  c1: usize,
  c2: usize,
  c3: usize,
  width: i32,
): void {
  let s0 = v128.load(bias);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  const skip = stride - ((<usize>length) << 2);
  for (let segment = 0; segment < segments; segment++) {
    for (let k = 0; k < length; k++) {
      const b = v128.load(panel);
      s0 = fma(v128.load32_splat(a0), b, s0);
      s1 = fma(v128.load32_splat(a1), b, s1);
      s2 = fma(v128.load32_splat(a2), b, s2);
      s3 = fma(v128.load32_splat(a3), b, s3);
      panel += 16;
      a0 += 4;
      a1 += 4;
      a2 += 4;
      a3 += 4;
    }
    a0 += skip;
    a1 += skip;
    a2 += skip;
    a3 += skip;
  }
  storeLanes(c0, s0, width);
  storeLanes(c1, s1, width);
  storeLanes(c2, s2, width);
  storeLanes(c3, s3, width);
}

/** One column: vectors run along the row, which is what a layer with one output channel needs. `column` holds the weights contiguously. */
export function dot4(
  a0: usize,
  a1: usize,
  a2: usize,
  a3: usize,
  segments: i32,
  length: i32,
  stride: usize,
  column: usize,
  bias: f32,
  c0: usize,
  c1: usize,
  c2: usize,
  c3: usize,
): void {
  let s0 = f32x4.splat(0);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  let t0: f32 = bias;
  let t1: f32 = bias;
  let t2: f32 = bias;
  let t3: f32 = bias;
  const skip = stride - ((<usize>length) << 2);
  const whole = length & ~3;
  for (let segment = 0; segment < segments; segment++) {
    for (let k = 0; k < whole; k += 4) {
      const b = v128.load(column);
      s0 = fma(v128.load(a0), b, s0);
      s1 = fma(v128.load(a1), b, s1);
      s2 = fma(v128.load(a2), b, s2);
      s3 = fma(v128.load(a3), b, s3);
      column += 16;
      a0 += 16;
      a1 += 16;
      a2 += 16;
      a3 += 16;
    }
    for (let k = whole; k < length; k++) {
      const b = load<f32>(column);
      t0 += load<f32>(a0) * b;
      t1 += load<f32>(a1) * b;
      t2 += load<f32>(a2) * b;
      t3 += load<f32>(a3) * b;
      column += 4;
      a0 += 4;
      a1 += 4;
      a2 += 4;
      a3 += 4;
    }
    a0 += skip;
    a1 += skip;
    a2 += skip;
    a3 += skip;
  }
  store<f32>(c0, t0 + sumLanes(s0));
  store<f32>(c1, t1 + sumLanes(s1));
  store<f32>(c2, t2 + sumLanes(s2));
  store<f32>(c3, t3 + sumLanes(s3));
}

export function storeLanes(to: usize, value: v128, width: i32): void {
  if (width >= 4) {
    v128.store(to, value);
    return;
  }
  store<f32>(to, f32x4.extract_lane(value, 0));
  if (width > 1) store<f32>(to, f32x4.extract_lane(value, 1), 4);
  if (width > 2) store<f32>(to, f32x4.extract_lane(value, 2), 8);
}

export function sumLanes(value: v128): f32 {
  return f32x4.extract_lane(value, 0) + f32x4.extract_lane(value, 1) + (f32x4.extract_lane(value, 2) + f32x4.extract_lane(value, 3));
}
