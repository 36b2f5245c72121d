const LOG2E: f32 = 1.44269504088896341;
const LN2_HIGH: f32 = 0.693359375;
const LN2_LOW: f32 = -2.12194440e-4;

/** 2ⁿ for whole n within the exponent's range. */
// @ts-ignore: decorators of AssemblyScript
@inline
function power(n: v128): v128 {
  return i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(127)), 23);
}

/** Nearest whole n to x/ln 2. */
// @ts-ignore: decorators of AssemblyScript
@inline
function wholes(x: v128): v128 {
  return f32x4.nearest(f32x4.mul(x, f32x4.splat(LOG2E)));
}

/** eʳ − 1 for the rest r = x − n·ln 2, |r| ≤ 0.35, by the polynomial of Cephes' expf: relative error about 1e-7. */
// @ts-ignore: decorators of AssemblyScript
@inline
function rest(x: v128, n: v128): v128 {
  let r = f32x4.sub(x, f32x4.mul(n, f32x4.splat(LN2_HIGH)));
  r = f32x4.sub(r, f32x4.mul(n, f32x4.splat(LN2_LOW)));
  let p = f32x4.splat(1.9875691500e-4);
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.3981999507e-3));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(8.3334519073e-3));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(4.1665795894e-2));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.6666665459e-1));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(5.0000001201e-1));
  return f32x4.add(f32x4.mul(f32x4.mul(p, r), r), r);
}

/** Keeps n within −126 … 127; NaN stays NaN. */
// @ts-ignore: decorators of AssemblyScript
@inline
function within(x: v128): v128 {
  return f32x4.min(f32x4.max(x, f32x4.splat(-87.3)), f32x4.splat(88.0));
}

export function exp(x: v128): v128 {
  x = within(x);
  const n = wholes(x);
  const scale = power(n);
  return f32x4.add(f32x4.mul(scale, rest(x, n)), scale);
}

/** Exact to rounding near 0 too, where eˣ − 1 would cancel. */
export function expm1(x: v128): v128 {
  x = within(x);
  const n = wholes(x);
  const scale = power(n);
  return f32x4.add(f32x4.mul(scale, rest(x, n)), f32x4.sub(scale, f32x4.splat(1)));
}

/** log(1 + x) for 0 ≤ x ≤ 1, as 2·artanh(x/(2 + x)). */
export function log1p(x: v128): v128 {
  const u = f32x4.div(x, f32x4.add(x, f32x4.splat(2)));
  const v = f32x4.mul(u, u);
  let p = f32x4.splat(2.0 / 13.0);
  p = f32x4.add(f32x4.mul(p, v), f32x4.splat(2.0 / 11.0));
  p = f32x4.add(f32x4.mul(p, v), f32x4.splat(2.0 / 9.0));
  p = f32x4.add(f32x4.mul(p, v), f32x4.splat(2.0 / 7.0));
  p = f32x4.add(f32x4.mul(p, v), f32x4.splat(2.0 / 5.0));
  p = f32x4.add(f32x4.mul(p, v), f32x4.splat(2.0 / 3.0));
  p = f32x4.add(f32x4.mul(p, v), f32x4.splat(2.0));
  return f32x4.mul(p, u);
}

/** log x for normal x > 0, as n·log 2 + 2·artanh((m − 1)/(m + 1)) with m within √½ … √2. */
export function log(x: v128): v128 {
  // Twice the mantissa's part above √2 goes to the exponent.
  const shifted = i32x4.sub(x, i32x4.splat(0x3f3504f3));
  const n = f32x4.convert_i32x4_s(i32x4.shr_s(shifted, 23));
  const m = i32x4.add(v128.and(shifted, i32x4.splat(0x007fffff)), i32x4.splat(0x3f3504f3));
  const f = f32x4.sub(m, f32x4.splat(1));
  const u = f32x4.div(f, f32x4.add(f, f32x4.splat(2)));
  const v = f32x4.mul(u, u);
  let p = f32x4.splat(2.0 / 11.0);
  p = f32x4.add(f32x4.mul(p, v), f32x4.splat(2.0 / 9.0));
  p = f32x4.add(f32x4.mul(p, v), f32x4.splat(2.0 / 7.0));
  p = f32x4.add(f32x4.mul(p, v), f32x4.splat(2.0 / 5.0));
  p = f32x4.add(f32x4.mul(p, v), f32x4.splat(2.0 / 3.0));
  p = f32x4.add(f32x4.mul(p, v), f32x4.splat(2.0));
  return f32x4.add(f32x4.mul(n, f32x4.splat(0.6931471805599453)), f32x4.mul(p, u));
}
