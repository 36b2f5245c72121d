// Couplings of flows, one row a point: the coordinate and the log-determinant, and both gradients in one pass. Formulas and names are those of couplings.ts.
import {exp, logScalar} from './math';

const SMALLEST: f64 = 1e-3;
/** log(e^(1 − SMALLEST) − 1) */
const SLOPE_ONE: f64 = 0.539742417236952;

/** y = x·e^s + t with s = bound·tanh(raw / bound); `parameters` are raw and t of each row. */
export function affineCoupling(x: usize, parameters: usize, y: usize, logDet: usize, rows: i32, bound: f32): void {
  for (let row = 0; row < rows; row++) {
    const at = (<usize>row) << 2;
    const s = bound * tanhScalar(load<f32>(parameters + 2 * at) / bound);
    store<f32>(y + at, load<f32>(x + at) * expScalar(s) + load<f32>(parameters + 2 * at, 4));
    store<f32>(logDet + at, s);
  }
}

export function affineCouplingGradient(
  x: usize,
  parameters: usize,
  dy: usize,
  dLogDet: usize,
  dx: usize,
  dParameters: usize,
  rows: i32,
  bound: f32,
): void {
  for (let row = 0; row < rows; row++) {
    const at = (<usize>row) << 2;
    const t = tanhScalar(load<f32>(parameters + 2 * at) / bound);
    const scale = expScalar(bound * t);
    const slope = load<f32>(dy + at);
    store<f32>(dx + at, slope * scale);
    store<f32>(dParameters + 2 * at, (slope * load<f32>(x + at) * scale + load<f32>(dLogDet + at)) * (1 - t * t));
    store<f32>(dParameters + 2 * at, slope, 4);
  }
}

/** Bytes of scratch that the two splines need. */
export function splineScratch(bins: i32): i32 {
  return 8 * bins + 16;
}

// The bin of the point that was located last, with the knots at its ends.
let bin: i32 = 0;
let width: f64 = 0;
let height: f64 = 0;
let left: f64 = 0;
let bottom: f64 = 0;
let start: f64 = 0;
let end: f64 = 0;

/** Writes the shares of all bins to `shares`, widths then heights, and finds the bin of x. At least 3 bins: up to three values are read beyond the heights. */
function locate(x: f64, raw: usize, shares: usize, bins: i32, bound: f64): void {
  const count = (<usize>bins) << 2;
  softmaxPair(raw, shares, bins);
  const least = 2 * bound * SMALLEST;
  const spread = 2 * bound * (1 - SMALLEST * bins);
  left = -bound;
  bottom = -bound;
  width = least + spread * <f64>load<f32>(shares);
  bin = 0;
  while (bin < bins - 1 && x >= left + width) {
    left += width;
    bottom += least + spread * <f64>load<f32>(shares + count + ((<usize>bin) << 2));
    bin++;
    width = least + spread * <f64>load<f32>(shares + ((<usize>bin) << 2));
  }
  height = least + spread * <f64>load<f32>(shares + count + ((<usize>bin) << 2));
  start = bin > 0 ? SMALLEST + softplus(rawSlope(raw, bins, bin)) : 1;
  end = bin < bins - 1 ? SMALLEST + softplus(rawSlope(raw, bins, bin + 1)) : 1;
}

/** What goes into the softplus of an inner knot's slope. */
function rawSlope(raw: usize, bins: i32, knot: i32): f64 {
  return <f64>load<f32>(raw + ((<usize>(2 * bins + knot - 1)) << 2)) + SLOPE_ONE;
}

/** Monotone rational-quadratic spline; `raw` has 3·bins − 1 values a row. */
export function splineCoupling(x: usize, raw: usize, y: usize, logDet: usize, shares: usize, rows: i32, bins: i32, bound: f64): void {
  const stride = (<usize>(3 * bins - 1)) << 2;
  for (let row = 0; row < rows; row++) {
    const at = (<usize>row) << 2;
    const value = <f64>load<f32>(x + at);
    if (!(abs(value) <= bound)) {
      store<f32>(y + at, <f32>value);
      store<f32>(logDet + at, 0);
      continue;
    }
    locate(value, raw + <usize>row * stride, shares, bins, bound);
    const theta = (value - left) / width;
    const rest = 1 - theta;
    const mixed = theta * rest;
    const mean = height / width;
    const denominator = mean + (start + end - 2 * mean) * mixed;
    const numerator = end * theta * theta + 2 * mean * mixed + start * rest * rest;
    const steep = mean / denominator;
    store<f32>(y + at, <f32>(bottom + (height * (mean * theta * theta + start * mixed)) / denominator));
    store<f32>(logDet + at, <f32>logScalar(steep * steep * numerator));
  }
}

export function splineCouplingGradient(
  x: usize,
  raw: usize,
  dy: usize,
  dLogDet: usize,
  dx: usize,
  dRaw: usize,
  shares: usize,
  rows: i32,
  bins: i32,
  bound: f64,
): void {
  const stride = (<usize>(3 * bins - 1)) << 2;
  for (let row = 0; row < rows; row++) {
    const at = (<usize>row) << 2;
    const value = <f64>load<f32>(x + at);
    const own = raw + <usize>row * stride;
    const target = dRaw + <usize>row * stride;
    const dY = <f64>load<f32>(dy + at);
    const dLog = <f64>load<f32>(dLogDet + at);
    if (!(abs(value) <= bound)) {
      memory.fill(target, 0, stride);
      store<f32>(dx + at, <f32>dY);
      continue;
    }
    locate(value, own, shares, bins, bound);
    const theta = (value - left) / width;
    const rest = 1 - theta;
    const mixed = theta * rest;
    const square = theta * theta;
    const mean = height / width;
    const bend = start + end - 2 * mean;
    const denominator = mean + bend * mixed;
    const numerator = end * square + 2 * mean * mixed + start * rest * rest;
    const top = mean * square + start * mixed;

    const dTop = (dY * height) / denominator;
    const dDenominator = (-dTop * top - 2 * dLog) / denominator;
    const dNumerator = dLog / numerator;
    const dMixed = 2 * mean * dNumerator + bend * dDenominator + start * dTop;
    const dMean = (2 * dLog) / mean + 2 * mixed * dNumerator + (1 - 2 * mixed) * dDenominator + square * dTop;
    const dStart = rest * rest * dNumerator + mixed * (dDenominator + dTop);
    const dEnd = square * dNumerator + mixed * dDenominator;
    const dTheta = 2 * (end * theta - start * rest) * dNumerator + 2 * mean * theta * dTop + (1 - 2 * theta) * dMixed;
    const dHeight = (dY * top) / denominator + dMean / width;
    const dWidth = (-dMean * mean - dTheta * theta) / width;

    store<f32>(dx + at, <f32>(dTheta / width));
    const count = (<usize>bins) << 2;
    const spread = 2 * bound * (1 - SMALLEST * bins);
    softmaxGradient(shares, target, bins, spread * dWidth, (-spread * dTheta) / width);
    softmaxGradient(shares + count, target + count, bins, spread * dHeight, spread * dY);
    const slopes = target + 2 * count;
    memory.fill(slopes, 0, count - 4);
    if (bin > 0) store<f32>(slopes + ((<usize>(bin - 1)) << 2), <f32>(dStart * sigmoid(rawSlope(own, bins, bin))));
    if (bin < bins - 1) store<f32>(slopes + ((<usize>bin) << 2), <f32>(dEnd * sigmoid(rawSlope(own, bins, bin + 1))));
  }
}

/** The gradient of raw values whose softmax counts `own` at the located bin and `lower` at each bin below it. */
function softmaxGradient(shares: usize, target: usize, bins: i32, own: f64, lower: f64): void {
  let mean = own * <f64>load<f32>(shares + ((<usize>bin) << 2));
  for (let k = 0; k < bin; k++) mean += lower * <f64>load<f32>(shares + ((<usize>k) << 2));
  for (let k = 0; k < bins; k++) {
    const at = (<usize>k) << 2;
    const slope = k < bin ? lower : k == bin ? own : 0;
    store<f32>(target + at, <f32>(<f64>load<f32>(shares + at) * (slope - mean)));
  }
}

/** Softmax of the first `bins` values and of the next as many. */
function softmaxPair(raw: usize, shares: usize, bins: i32): void {
  const count = (<usize>bins) << 2;
  const mostWide = largest(raw, bins);
  const mostHigh = largest(raw + count, bins);
  // Both in one pass; where a group of four holds values of both halves, the second pass sets the second half right.
  for (let at: usize = 0; at < count; at += 16) {
    v128.store(shares + at, exp(f32x4.sub(v128.load(raw + at), f32x4.splat(mostWide))));
  }
  for (let at: usize = count; at < 2 * count; at += 16) {
    v128.store(shares + at, exp(f32x4.sub(v128.load(raw + at), f32x4.splat(mostHigh))));
  }
  normalise(shares, bins);
  normalise(shares + count, bins);
}

function largest(values: usize, count: i32): f32 {
  let most = load<f32>(values);
  for (let i = 1; i < count; i++) most = max<f32>(most, load<f32>(values + ((<usize>i) << 2)));
  return most;
}

function normalise(values: usize, count: i32): void {
  let sum: f64 = 0;
  for (let i = 0; i < count; i++) sum += <f64>load<f32>(values + ((<usize>i) << 2));
  const scale = 1 / sum;
  for (let i = 0; i < count; i++) {
    const at = values + ((<usize>i) << 2);
    store<f32>(at, <f32>(<f64>load<f32>(at) * scale));
  }
}

function expScalar(x: f32): f32 {
  return f32x4.extract_lane(exp(f32x4.splat(x)), 0);
}

function tanhScalar(x: f32): f32 {
  const e = expScalar(-2 * abs(x));
  return copysign<f32>((1 - e) / (1 + e), x);
}

function softplus(x: f64): f64 {
  return max<f64>(x, 0) + logScalar(1 + <f64>expScalar(<f32>-abs(x)));
}

function sigmoid(x: f64): f64 {
  const e = <f64>expScalar(<f32>-abs(x));
  return (x < 0 ? e : 1) / (1 + e);
}
