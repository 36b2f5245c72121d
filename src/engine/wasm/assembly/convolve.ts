import {fma, real, storeSome, word} from './memory';

// The one kernel behind dense layers, convolutions and the phases of transposed convolutions. Nothing is gathered into columns first: the input is
// framed with zeros, so that every output pixel reads `taps` rows of `run` consecutive numbers, and a row of the kernel is one such run.
// Record: 0 from, 1 to, 2 panels, 3 bias, 4 filters, 5 rows, 6 columns, bytes from pixel to pixel (7 input column, 8 input row, 9 input example,
// 10 output column, 11 output row, 12 output example), 13 and 14 number and distance of tap rows, 15 and 16 of runs in a row, 17 run, 18 low, 19 high.

/** The walk over output pixels, one example after the other; globals, since a kernel has no memory of its own to keep them in. */
let input: usize;
let output: usize;
let column: i32;
let row: i32;

// @ts-ignore: decorators of AssemblyScript
@inline
function start(record: usize, arena: usize): void {
  input = arena + word(record, 0);
  output = arena + word(record, 1);
  column = 0;
  row = 0;
}

/** To the next pixel. */
// @ts-ignore: decorators of AssemblyScript
@inline
function advance(record: usize): void {
  if (++column < word(record, 6)) {
    input += word(record, 7);
    output += word(record, 10);
  } else {
    nextRow(record);
  }
}

function nextRow(record: usize): void {
  const columns = word(record, 6);
  column = 0;
  input -= word(record, 7) * (columns - 1);
  output -= word(record, 10) * (columns - 1);
  const rows = word(record, 5);
  if (++row < rows) {
    input += word(record, 8);
    output += word(record, 11);
    return;
  }
  row = 0;
  input += word(record, 9) - word(record, 8) * (rows - 1);
  output += word(record, 12) - word(record, 11) * (rows - 1);
}

/** So much of the panels is walked through for each group of pixels before the next group: it stays in the second cache, and neighbouring filters of a pixel are written together. */
const BLOCK_BYTES: usize = 1 << 17;

/** Panels hold eight filters each: [tap rows][runs][run][8], zeros beyond the last filter; the bias likewise. */
export function convolve(record: usize, arena: usize, examples: i32): void {
  const filters = word(record, 4);
  const pixels = word(record, 5) * word(record, 6) * examples;
  const panelBytes = <usize>(word(record, 13) * word(record, 15) * word(record, 17)) << 5;
  // At least one; a phase of a transposed convolution may have no taps.
  const panels = BLOCK_BYTES / (panelBytes + 1) + 1;
  let panel = <usize>word(record, 2);
  let bias = <usize>word(record, 3);
  for (let filter = 0; filter < filters; filter += <i32>panels << 3) {
    const count = min(filters - filter, <i32>panels << 3);
    const offset = <usize>filter << 2;
    start(record, arena);
    let left = pixels;
    for (; left > 1; left -= 6) six(record, panel, bias, offset, left, count);
    if (left == 1) one(record, panel, bias, offset, count);
    panel += panelBytes * panels;
    bias += panels << 5;
  }
}

/** Six pixels by eight filters: twelve sums keep the units busy that multiply and add, which take four steps for one and begin two in each. */
function six(record: usize, panel: usize, bias: usize, offset: usize, left: i32, filters: i32): void {
  const in0 = input;
  const out0 = output;
  advance(record);
  const in1 = input;
  const out1 = output;
  if (left > 2) advance(record);
  const in2 = input;
  const out2 = output;
  if (left > 3) advance(record);
  const in3 = input;
  const out3 = output;
  if (left > 4) advance(record);
  const in4 = input;
  const out4 = output;
  if (left > 5) advance(record);
  const in5 = input;
  const out5 = output;
  if (left > 6) advance(record);
  const rows = word(record, 13);
  const rowStep = <usize>word(record, 14);
  const runs = word(record, 15);
  const runStep = <usize>word(record, 16);
  const run = <usize>word(record, 17) << 2;
  const low = f32x4.splat(real(record, 18));
  const high = f32x4.splat(real(record, 19));
  for (; filters > 0; filters -= 8) {
    let a0 = v128.load(bias);
    let a1 = v128.load(bias, 16);
    let b0 = a0;
    let b1 = a1;
    let c0 = a0;
    let c1 = a1;
    let d0 = a0;
    let d1 = a1;
    let e0 = a0;
    let e1 = a1;
    let f0 = a0;
    let f1 = a1;
    for (let y = 0; y < rows; y++) {
      for (let x = 0; x < runs; x++) {
        const tap = <usize>y * rowStep + <usize>x * runStep;
        const end = in0 + tap + run;
        let p1 = in1 + tap;
        let p2 = in2 + tap;
        let p3 = in3 + tap;
        let p4 = in4 + tap;
        let p5 = in5 + tap;
        for (let p0 = in0 + tap; p0 < end; p0 += 4) {
          const w0 = v128.load(panel);
          const w1 = v128.load(panel, 16);
          panel += 32;
          let s = v128.load32_splat(p0);
          a0 = fma(s, w0, a0);
          a1 = fma(s, w1, a1);
          s = v128.load32_splat(p1);
          b0 = fma(s, w0, b0);
          b1 = fma(s, w1, b1);
          s = v128.load32_splat(p2);
          c0 = fma(s, w0, c0);
          c1 = fma(s, w1, c1);
          s = v128.load32_splat(p3);
          d0 = fma(s, w0, d0);
          d1 = fma(s, w1, d1);
          s = v128.load32_splat(p4);
          e0 = fma(s, w0, e0);
          e1 = fma(s, w1, e1);
          s = v128.load32_splat(p5);
          f0 = fma(s, w0, f0);
          f1 = fma(s, w1, f1);
          p1 += 4;
          p2 += 4;
          p3 += 4;
          p4 += 4;
          p5 += 4;
        }
      }
    }
    storeSome(out0 + offset, clamp(a0, low, high), clamp(a1, low, high), filters);
    storeSome(out1 + offset, clamp(b0, low, high), clamp(b1, low, high), filters);
    storeSome(out2 + offset, clamp(c0, low, high), clamp(c1, low, high), filters);
    storeSome(out3 + offset, clamp(d0, low, high), clamp(d1, low, high), filters);
    storeSome(out4 + offset, clamp(e0, low, high), clamp(e1, low, high), filters);
    storeSome(out5 + offset, clamp(f0, low, high), clamp(f1, low, high), filters);
    bias += 32;
    offset += 32;
  }
}

/** One pixel by eight filters, panel after panel, four numbers of the run at a time, since a single chain of additions would wait for itself. */
function one(record: usize, panel: usize, bias: usize, offset: usize, filters: i32): void {
  const rows = word(record, 13);
  const rowStep = <usize>word(record, 14);
  const runs = word(record, 15);
  const runStep = <usize>word(record, 16);
  const run = <usize>word(record, 17) << 2;
  const low = f32x4.splat(real(record, 18));
  const high = f32x4.splat(real(record, 19));
  for (; filters > 0; filters -= 8, offset += 32, bias += 32) {
    let a0 = v128.load(bias);
    let a1 = v128.load(bias, 16);
    let b0 = f32x4.splat(0);
    let b1 = b0;
    let c0 = b0;
    let c1 = b0;
    let d0 = b0;
    let d1 = b0;
    for (let y = 0; y < rows; y++) {
      for (let x = 0; x < runs; x++) {
        let p = input + <usize>y * rowStep + <usize>x * runStep;
        const end = p + run;
        for (; p + 12 < end; p += 16) {
          let s = v128.load32_splat(p);
          a0 = fma(s, v128.load(panel), a0);
          a1 = fma(s, v128.load(panel, 16), a1);
          s = v128.load32_splat(p, 4);
          b0 = fma(s, v128.load(panel, 32), b0);
          b1 = fma(s, v128.load(panel, 48), b1);
          s = v128.load32_splat(p, 8);
          c0 = fma(s, v128.load(panel, 64), c0);
          c1 = fma(s, v128.load(panel, 80), c1);
          s = v128.load32_splat(p, 12);
          d0 = fma(s, v128.load(panel, 96), d0);
          d1 = fma(s, v128.load(panel, 112), d1);
          panel += 128;
        }
        for (; p < end; p += 4) {
          const s = v128.load32_splat(p);
          a0 = fma(s, v128.load(panel), a0);
          a1 = fma(s, v128.load(panel, 16), a1);
          panel += 32;
        }
      }
    }
    a0 = f32x4.add(f32x4.add(a0, b0), f32x4.add(c0, d0));
    a1 = f32x4.add(f32x4.add(a1, b1), f32x4.add(c1, d1));
    storeSome(output + offset, clamp(a0, low, high), clamp(a1, low, high), filters);
  }
}

// @ts-ignore: decorators of AssemblyScript
@inline
function clamp(x: v128, low: v128, high: v128): v128 {
  return f32x4.min(f32x4.max(x, low), high);
}

/**
 * The same for at most four filters, whose lanes would mostly be empty above: lanes run along the input instead, four pixels at a time.
 * Panels are [filter][tap rows][runs][run, rounded up to 4], filled up with zeros.
 */
export function convolveFew(record: usize, arena: usize, examples: i32): void {
  const filters = word(record, 4);
  const pixels = word(record, 5) * word(record, 6) * examples;
  const rows = word(record, 13);
  const rowStep = <usize>word(record, 14);
  const runs = word(record, 15);
  const runStep = <usize>word(record, 16);
  const run = word(record, 17);
  const whole = <usize>(run & ~3) << 2;
  const rest = run & 3;
  // What follows a run is another value, maybe NaN: cut off before it meets the panel's zeros.
  const mask = i32x4.gt_s(i32x4.splat(rest), i32x4(0, 1, 2, 3));
  const low = f32x4.splat(real(record, 18));
  const high = f32x4.splat(real(record, 19));
  let weights = <usize>word(record, 2);
  let bias = <usize>word(record, 3);
  let panel: usize = weights;
  for (let filter = 0; filter < filters; filter++) {
    const offset = <usize>filter << 2;
    start(record, arena);
    for (let left = pixels; left > 0; left -= 4) {
      const in0 = input;
      const out0 = output + offset;
      if (left > 1) advance(record);
      const in1 = input;
      const out1 = output + offset;
      if (left > 2) advance(record);
      const in2 = input;
      const out2 = output + offset;
      if (left > 3) advance(record);
      const in3 = input;
      const out3 = output + offset;
      if (left > 4) advance(record);
      let a = f32x4.splat(0);
      let b = a;
      let c = a;
      let d = a;
      panel = weights;
      for (let y = 0; y < rows; y++) {
        for (let x = 0; x < runs; x++) {
          const tap = <usize>y * rowStep + <usize>x * runStep;
          const end = in0 + tap + whole;
          let p0 = in0 + tap;
          let p1 = in1 + tap;
          let p2 = in2 + tap;
          let p3 = in3 + tap;
          for (; p0 < end; p0 += 16, p1 += 16, p2 += 16, p3 += 16, panel += 16) {
            const w = v128.load(panel);
            a = fma(v128.load(p0), w, a);
            b = fma(v128.load(p1), w, b);
            c = fma(v128.load(p2), w, c);
            d = fma(v128.load(p3), w, d);
          }
          if (rest) {
            const w = v128.load(panel);
            a = fma(v128.and(v128.load(p0), mask), w, a);
            b = fma(v128.and(v128.load(p1), mask), w, b);
            c = fma(v128.and(v128.load(p2), mask), w, c);
            d = fma(v128.and(v128.load(p3), mask), w, d);
            panel += 16;
          }
        }
      }
      let sums = columnSums(a, b, c, d);
      sums = clamp(f32x4.add(sums, v128.load32_splat(bias)), low, high);
      v128.store32_lane(out0, sums, 0);
      v128.store32_lane(out1, sums, 1);
      v128.store32_lane(out2, sums, 2);
      v128.store32_lane(out3, sums, 3);
    }
    weights = panel;
    bias += 4;
  }
}

/** The sum of each vector, as four lanes. */
// @ts-ignore: decorators of AssemblyScript
@inline
function columnSums(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = f32x4.add(v128.shuffle<i32>(a, b, 0, 4, 1, 5), v128.shuffle<i32>(a, b, 2, 6, 3, 7));
  const cd = f32x4.add(v128.shuffle<i32>(c, d, 0, 4, 1, 5), v128.shuffle<i32>(c, d, 2, 6, 3, 7));
  return f32x4.add(v128.shuffle<i32>(ab, cd, 0, 1, 4, 5), v128.shuffle<i32>(ab, cd, 2, 3, 6, 7));
}
