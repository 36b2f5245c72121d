// exp and log on four lanes, relative error below 2e-7: range reduction and the minimax polynomials of the Cephes library (Moshier, 1989).

export function exp(x: v128): v128 {
  x = f32x4.max(f32x4.min(x, f32x4.splat(88)), f32x4.splat(-87));
  const n = f32x4.nearest(f32x4.mul(x, f32x4.splat(1.44269504)));
  // ln 2 in two parts, the first exact in a few bits, so that x − n·ln 2 loses nothing.
  let r = f32x4.sub(x, f32x4.mul(n, f32x4.splat(0.693359375)));
  r = f32x4.sub(r, f32x4.mul(n, f32x4.splat(-2.1219444e-4)));
  let p = f32x4.splat(1.98756915e-4);
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.3981999507e-3));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(8.3334519073e-3));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(4.1665795894e-2));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(1.6666665459e-1));
  p = f32x4.add(f32x4.mul(p, r), f32x4.splat(5.0000001201e-1));
  p = f32x4.add(f32x4.add(f32x4.mul(p, f32x4.mul(r, r)), r), f32x4.splat(1));
  const power = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(127)), 23);
  return f32x4.mul(p, power);
}

/** log(1 + x) for 0 ≤ x ≤ 1, as 2·artanh(x / (2 + x)). */
export function log1p(x: v128): v128 {
  const u = f32x4.div(x, f32x4.add(x, f32x4.splat(2)));
  const s = f32x4.mul(u, u);
  // The series up to u¹⁵: u ≤ 1/3, so that the next term is below 2e-9.
  let p = f32x4.splat(2.0 / 15);
  p = f32x4.add(f32x4.mul(p, s), f32x4.splat(2.0 / 13));
  p = f32x4.add(f32x4.mul(p, s), f32x4.splat(2.0 / 11));
  p = f32x4.add(f32x4.mul(p, s), f32x4.splat(2.0 / 9));
  p = f32x4.add(f32x4.mul(p, s), f32x4.splat(2.0 / 7));
  p = f32x4.add(f32x4.mul(p, s), f32x4.splat(2.0 / 5));
  p = f32x4.add(f32x4.mul(p, s), f32x4.splat(2.0 / 3));
  p = f32x4.add(f32x4.mul(p, s), f32x4.splat(2));
  return f32x4.mul(p, u);
}

/** log(x) of one positive, normal number: exponent and mantissa apart, the mantissa in [√½, √2) as 2·artanh. */
export function logScalar(x: f64): f64 {
  let bits = reinterpret<i64>(x);
  let exponent = <i32>(bits >> 52) - 1023;
  bits = (bits & 0x000fffffffffffff) | 0x3ff0000000000000;
  let m = reinterpret<f64>(bits);
  if (m > 1.4142135623730951) {
    m *= 0.5;
    exponent++;
  }
  const u = (m - 1) / (m + 1);
  const s = u * u;
  // The series up to u¹³: u² < 0.0295, so that the next term is below 3e-12.
  let p: f64 = 2.0 / 13;
  p = p * s + 2.0 / 11;
  p = p * s + 2.0 / 9;
  p = p * s + 2.0 / 7;
  p = p * s + 2.0 / 5;
  p = p * s + 2.0 / 3;
  p = p * s + 2;
  return p * u + <f64>exponent * 0.6931471805599453;
}

/** On four lanes, absolute error below 1e-7. */
export function tanh(x: v128): v128 {
  const one = f32x4.splat(1);
  const e = exp(f32x4.mul(f32x4.abs(x), f32x4.splat(-2)));
  const size = f32x4.div(f32x4.sub(one, e), f32x4.add(one, e));
  return v128.bitselect(x, size, i32x4.splat(0x80000000));
}
