// A stack of couplings in the plane, eight points at a time from one end to the other. The module of its own keeps it out of pages without flows.
import {exp, expm1, log, log1p} from './exp';
import {fma, real, word} from './memory';

/** Bytes of one number of eight points. */
const UNIT: usize = 32;
const POINTS: i32 = 8;

const LEAST: f32 = 1e-3;
const SLOPE_ONE: f32 = 0.5397424172; // log(e^0.999 − 1)

const INVERSE: i32 = 1;
const LAYERS: i32 = 2;

/**
 * Record: 0 couplings, 1 and 2 mean, 3 and 4 standard deviation, 5 −Σ log of the latter, 6 and 7 two buffers for the widest layer, 8 one for three numbers,
 * from 9 on the record of each coupling: 0 kind (1 is a spline), 1 coordinate that passes, 2 bins, 3 bound, 4 dense layers, then of each: inputs, outputs in
 * fours, activation, weights.
 * Arena, for `capacity` points (a multiple of 8): points, positions, log-determinants, log p, then, if wanted, the points and log-determinants of each layer.
 */
export function flow(record: usize, arena: usize, count: i32, capacity: i32, flags: i32): void {
  const couplings = word(record, 0);
  const inverse = (flags & INVERSE) != 0;
  const plane = <usize>capacity << 2;
  const state = <usize>word(record, 8);
  const logDet = state + 2 * UNIT;
  for (let first = 0; first < count; first += POINTS) {
    const single = <usize>first << 2;
    const pair = single << 1;
    const layers = arena + 6 * plane + pair;
    const layerLogDets = arena + 6 * plane + 2 * plane * <usize>(couplings + 1) + single;
    spread(arena + pair, state);
    if (!inverse) standardise(record, state);
    if (flags & LAYERS) gather(state, layers + 2 * plane * <usize>(inverse ? couplings : 0));
    const squares0 = squares(state, 0);
    const squares1 = squares(state, 16);
    const start = f32x4.splat(real(record, 5));
    v128.store(logDet, start);
    v128.store(logDet, start, 16);
    for (let step = 0; step < couplings; step++) {
      const at = inverse ? couplings - 1 - step : step;
      couple(<usize>word(record, 9 + at), record, state, inverse, flags & LAYERS ? layerLogDets + plane * <usize>at : 0);
      if (flags & LAYERS) gather(state, layers + 2 * plane * <usize>(inverse ? at : at + 1));
    }
    finish(arena + 5 * plane + single, logDet, inverse ? squares0 : squares(state, 0));
    finish(arena + 5 * plane + single + 16, logDet + 16, inverse ? squares1 : squares(state, 16));
    memory.copy(arena + 4 * plane + single, logDet, UNIT);
    if (inverse) restore(record, state);
    gather(state, arena + 2 * plane + pair);
  }
}

/** From x and y in turns to eight x and eight y. */
function spread(from: usize, to: usize): void {
  for (let half: usize = 0; half < UNIT; half += 16, from += 32) {
    const a = v128.load(from);
    const b = v128.load(from, 16);
    v128.store(to + half, v128.shuffle<f32>(a, b, 0, 2, 4, 6));
    v128.store(to + UNIT + half, v128.shuffle<f32>(a, b, 1, 3, 5, 7));
  }
}

function gather(from: usize, to: usize): void {
  for (let half: usize = 0; half < UNIT; half += 16, to += 32) {
    const x = v128.load(from + half);
    const y = v128.load(from + UNIT + half);
    v128.store(to, v128.shuffle<f32>(x, y, 0, 4, 1, 5));
    v128.store(to, v128.shuffle<f32>(x, y, 2, 6, 3, 7), 16);
  }
}

function standardise(record: usize, state: usize): void {
  for (let i: usize = 0; i < 4; i++) {
    const mean = f32x4.splat(real(record, 1 + (<i32>i >> 1)));
    const std = f32x4.splat(real(record, 3 + (<i32>i >> 1)));
    v128.store(state + 16 * i, f32x4.div(f32x4.sub(v128.load(state + 16 * i), mean), std));
  }
}

function restore(record: usize, state: usize): void {
  for (let i: usize = 0; i < 4; i++) {
    const mean = f32x4.splat(real(record, 1 + (<i32>i >> 1)));
    const std = f32x4.splat(real(record, 3 + (<i32>i >> 1)));
    v128.store(state + 16 * i, f32x4.add(f32x4.mul(v128.load(state + 16 * i), std), mean));
  }
}

function squares(state: usize, half: usize): v128 {
  const x = v128.load(state + half);
  const y = v128.load(state + UNIT + half);
  return f32x4.add(f32x4.mul(x, x), f32x4.mul(y, y));
}

/** log p = log-determinant − log 2π − ½|z|². */
function finish(to: usize, logDet: usize, squared: v128): void {
  const constant = f32x4.sub(v128.load(logDet), f32x4.splat(1.8378770664093453));
  v128.store(to, f32x4.sub(constant, f32x4.mul(squared, f32x4.splat(0.5))));
}

function couple(coupling: usize, record: usize, state: usize, inverse: bool, layerLogDet: usize): void {
  const passing = <usize>word(coupling, 1) * UNIT;
  let from = state + passing;
  let to = <usize>word(record, 6);
  let other = <usize>word(record, 7);
  let layer = coupling + 20;
  for (let left = word(coupling, 4); left > 0; left--, layer += 16) {
    dense(layer, from, to);
    from = to;
    to = other;
    other = from;
  }
  for (let half: usize = 0; half < UNIT; half += 16) {
    const moved = state + (UNIT - passing) + half;
    const slope = word(coupling, 0) ? spline(coupling, from + half, moved, inverse) : affine(coupling, from + half, moved, inverse);
    const logDet = state + 2 * UNIT + half;
    v128.store(logDet, f32x4.add(v128.load(logDet), slope));
    if (layerLogDet) v128.store(layerLogDet + half, slope);
  }
}

/** Four outputs of eight points at a time; weights come as [outputs / 4][bias, then each input][4]. */
function dense(layer: usize, from: usize, to: usize): void {
  const inputs = word(layer, 0);
  const activation = word(layer, 2);
  let weight = <usize>word(layer, 3);
  for (let tile = word(layer, 1); tile > 0; tile--) {
    let a0 = v128.load32_splat(weight);
    let b0 = v128.load32_splat(weight, 4);
    let c0 = v128.load32_splat(weight, 8);
    let d0 = v128.load32_splat(weight, 12);
    let a1 = a0;
    let b1 = b0;
    let c1 = c0;
    let d1 = d0;
    weight += 16;
    let input = from;
    for (let left = inputs; left > 0; left--, input += UNIT, weight += 16) {
      const x0 = v128.load(input);
      const x1 = v128.load(input, 16);
      let w = v128.load32_splat(weight);
      a0 = fma(x0, w, a0);
      a1 = fma(x1, w, a1);
      w = v128.load32_splat(weight, 4);
      b0 = fma(x0, w, b0);
      b1 = fma(x1, w, b1);
      w = v128.load32_splat(weight, 8);
      c0 = fma(x0, w, c0);
      c1 = fma(x1, w, c1);
      w = v128.load32_splat(weight, 12);
      d0 = fma(x0, w, d0);
      d1 = fma(x1, w, d1);
    }
    v128.store(to, a0);
    v128.store(to, a1, 16);
    v128.store(to, b0, 32);
    v128.store(to, b1, 48);
    v128.store(to, c0, 64);
    v128.store(to, c1, 80);
    v128.store(to, d0, 96);
    v128.store(to, d1, 112);
    const end = to + 4 * UNIT;
    if (activation == 1) for (let at = to; at < end; at += 16) v128.store(at, f32x4.max(v128.load(at), f32x4.splat(0)));
    else if (activation == 2) for (let at = to; at < end; at += 16) v128.store(at, tanh(v128.load(at)));
    else if (activation == 3) for (let at = to; at < end; at += 16) v128.store(at, swish(v128.load(at)));
    to = end;
  }
}

// @ts-ignore: decorators of AssemblyScript
@inline
function tanh(x: v128): v128 {
  const e = expm1(f32x4.min(f32x4.add(x, x), f32x4.splat(40)));
  return f32x4.div(e, f32x4.add(e, f32x4.splat(2)));
}

// @ts-ignore: decorators of AssemblyScript
@inline
function swish(x: v128): v128 {
  return f32x4.div(x, f32x4.add(f32x4.splat(1), exp(f32x4.neg(x))));
}

/** y = x·eˢ + t, s = bound·tanh(raw/bound); returns s. */
function affine(coupling: usize, raw: usize, moved: usize, inverse: bool): v128 {
  const bound = f32x4.splat(real(coupling, 3));
  const s = f32x4.mul(bound, tanh(f32x4.div(v128.load(raw), bound)));
  const t = v128.load(raw + UNIT);
  const x = v128.load(moved);
  const y = inverse ? f32x4.mul(f32x4.sub(x, t), exp(f32x4.neg(s))) : f32x4.add(f32x4.mul(x, exp(s)), t);
  v128.store(moved, y);
  return s;
}

/** Monotonic rational-quadratic spline (Durkan et al. 2019, eq. 4 to 8); returns the logarithm of its slope. */
function spline(coupling: usize, raw: usize, moved: usize, inverse: bool): v128 {
  const bins = word(coupling, 2);
  const bound = f32x4.splat(real(coupling, 3));
  const heights = raw + UNIT * <usize>bins;
  const slopes = heights + UNIT * <usize>bins;
  const x = v128.load(moved);
  const one = f32x4.splat(1);
  const two = f32x4.splat(2);
  const extent = f32x4.mul(bound, two);
  const least = f32x4.mul(extent, f32x4.splat(LEAST));
  const rest = f32x4.mul(extent, f32x4.splat(1 - LEAST * <f32>bins));
  const widthScale = f32x4.div(rest, exponentials(raw, bins));
  const heightScale = f32x4.div(rest, exponentials(heights, bins));
  const corner = f32x4.neg(bound);
  let left = corner;
  let bottom = corner;
  let width = rest;
  let height = rest;
  let rawStart = f32x4.splat(0);
  let rawEnd = rawStart;
  let sumOfWidths = rawStart;
  let sumOfHeights = rawStart;
  for (let bin = 0; bin < bins; bin++) {
    const at = UNIT * <usize>bin;
    const offset = f32x4.add(corner, f32x4.mul(least, f32x4.splat(<f32>bin)));
    const thisLeft = f32x4.add(offset, f32x4.mul(sumOfWidths, widthScale));
    const thisBottom = f32x4.add(offset, f32x4.mul(sumOfHeights, heightScale));
    const w = v128.load(raw + at);
    const h = v128.load(heights + at);
    const start = bin > 0 ? v128.load(slopes + at - UNIT) : f32x4.splat(0);
    const end = bin < bins - 1 ? v128.load(slopes + at) : f32x4.splat(0);
    const reached = bin > 0 ? f32x4.ge(x, inverse ? thisBottom : thisLeft) : i32x4.splat(-1);
    left = v128.bitselect(thisLeft, left, reached);
    bottom = v128.bitselect(thisBottom, bottom, reached);
    width = v128.bitselect(w, width, reached);
    height = v128.bitselect(h, height, reached);
    rawStart = v128.bitselect(start, rawStart, reached);
    rawEnd = v128.bitselect(end, rawEnd, reached);
    sumOfWidths = f32x4.add(sumOfWidths, w);
    sumOfHeights = f32x4.add(sumOfHeights, h);
  }
  width = f32x4.add(least, f32x4.mul(width, widthScale));
  height = f32x4.add(least, f32x4.mul(height, heightScale));
  const start = slopeOf(rawStart);
  const end = slopeOf(rawEnd);
  const mean = f32x4.div(height, width);
  const bend = f32x4.sub(f32x4.add(start, end), f32x4.mul(mean, two));
  let theta: v128;
  if (inverse) {
    const above = f32x4.sub(x, bottom);
    const b = f32x4.sub(f32x4.mul(height, start), f32x4.mul(above, bend));
    const a = f32x4.sub(f32x4.mul(height, mean), b);
    const c = f32x4.mul(f32x4.mul(mean, above), two);
    const root = f32x4.sqrt(f32x4.max(f32x4.add(f32x4.mul(b, b), f32x4.mul(f32x4.mul(a, c), two)), f32x4.splat(0)));
    theta = f32x4.div(c, f32x4.add(b, root));
  } else {
    theta = f32x4.div(f32x4.sub(x, left), width);
  }
  theta = f32x4.min(f32x4.max(theta, f32x4.splat(0)), one);
  const remaining = f32x4.sub(one, theta);
  const mixed = f32x4.mul(theta, remaining);
  const square = f32x4.mul(theta, theta);
  const share = f32x4.div(mean, f32x4.add(mean, f32x4.mul(bend, mixed)));
  let numerator = f32x4.add(f32x4.mul(end, square), f32x4.mul(start, f32x4.mul(remaining, remaining)));
  numerator = f32x4.add(numerator, f32x4.mul(f32x4.mul(mean, two), mixed));
  let y: v128;
  if (inverse) {
    y = f32x4.add(left, f32x4.mul(theta, width));
  } else {
    const rise = f32x4.add(f32x4.mul(mean, square), f32x4.mul(start, mixed));
    y = f32x4.add(bottom, f32x4.mul(f32x4.mul(width, share), rise));
  }
  const inside = f32x4.le(f32x4.abs(x), bound);
  v128.store(moved, v128.bitselect(y, x, inside));
  return v128.and(inside, log(f32x4.mul(f32x4.mul(share, share), numerator)));
}

/** Replaces raw shares by their exponentials, the largest 1, and returns the sum. */
function exponentials(raw: usize, bins: i32): v128 {
  const end = raw + UNIT * <usize>bins;
  let most = v128.load(raw);
  for (let at = raw + UNIT; at < end; at += UNIT) most = f32x4.max(most, v128.load(at));
  let sum = f32x4.splat(0);
  for (let at = raw; at < end; at += UNIT) {
    const e = exp(f32x4.sub(v128.load(at), most));
    v128.store(at, e);
    sum = f32x4.add(sum, e);
  }
  return sum;
}

function slopeOf(raw: v128): v128 {
  const x = f32x4.add(raw, f32x4.splat(SLOPE_ONE));
  const softplus = f32x4.add(f32x4.max(x, f32x4.splat(0)), log1p(exp(f32x4.neg(f32x4.abs(x)))));
  return f32x4.add(softplus, f32x4.splat(LEAST));
}
