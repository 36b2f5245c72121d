import {exp, expm1, log1p} from './exp';
import {real, word} from './memory';

/** Four elements through an activation; the numbers are those of ACTIVATION_CODES in lower.ts. */
function apply(x: v128, kind: i32, a: f32, b: f32, c: f32): v128 {
  const zero = f32x4.splat(0);
  const one = f32x4.splat(1);
  switch (kind) {
    // Clamp to a … b.
    case 0:
      return f32x4.min(f32x4.max(x, f32x4.splat(a)), f32x4.splat(b));
    // Slope a below threshold b, cut at c.
    case 1: {
      const t = f32x4.splat(b);
      const below = f32x4.mul(f32x4.sub(x, t), f32x4.splat(a));
      return v128.bitselect(f32x4.min(x, f32x4.splat(c)), below, f32x4.ge(x, t));
    }
    // b · (x, or a·(eˣ − 1) below 0).
    case 2: {
      const below = f32x4.mul(expm1(x), f32x4.splat(a));
      return f32x4.mul(v128.bitselect(x, below, f32x4.gt(x, zero)), f32x4.splat(b));
    }
    case 3:
      return f32x4.div(one, f32x4.add(one, exp(f32x4.neg(x))));
    case 4: {
      const e = expm1(f32x4.min(f32x4.add(x, x), f32x4.splat(40)));
      return f32x4.div(e, f32x4.add(e, f32x4.splat(2)));
    }
    case 5:
      return f32x4.add(f32x4.max(x, zero), log1p(exp(f32x4.neg(f32x4.abs(x)))));
    case 6:
      return f32x4.div(x, f32x4.add(one, f32x4.abs(x)));
    case 7:
      return f32x4.div(x, f32x4.add(one, exp(f32x4.neg(x))));
    case 8:
      return gelu(x);
    // a·x + b, between 0 and 1.
    default:
      return f32x4.min(f32x4.max(f32x4.add(f32x4.mul(x, f32x4.splat(a)), f32x4.splat(b)), zero), one);
  }
}

/** ½·x·(1 + erf(x/√2)) by Abramowitz and Stegun 7.1.26, as in tfjs. */
function gelu(x: v128): v128 {
  const one = f32x4.splat(1);
  const z = f32x4.mul(x, f32x4.splat(0.7071067811865476));
  const t = f32x4.div(one, f32x4.add(one, f32x4.mul(f32x4.abs(z), f32x4.splat(0.3275911))));
  let p = f32x4.splat(1.061405429);
  p = f32x4.add(f32x4.mul(p, t), f32x4.splat(-1.453152027));
  p = f32x4.add(f32x4.mul(p, t), f32x4.splat(1.421413741));
  p = f32x4.add(f32x4.mul(p, t), f32x4.splat(-0.284496736));
  p = f32x4.add(f32x4.mul(p, t), f32x4.splat(0.254829592));
  const tail = f32x4.mul(f32x4.mul(p, t), exp(f32x4.neg(f32x4.mul(z, z))));
  const erf = v128.bitselect(f32x4.sub(one, tail), f32x4.sub(tail, one), f32x4.ge(x, f32x4.splat(0)));
  return f32x4.mul(f32x4.mul(f32x4.splat(0.5), x), f32x4.add(one, erf));
}

/** Record: from, to, elements of one example, kind, a, b, c. Buffers end on whole vectors, so the last one may run over. */
export function activate(record: usize, arena: usize, examples: i32): void {
  let from = arena + word(record, 0);
  let to = arena + word(record, 1);
  const end = from + ((<usize>word(record, 2) * examples) << 2);
  const kind = word(record, 3);
  const a = real(record, 4);
  const b = real(record, 5);
  const c = real(record, 6);
  for (; from < end; from += 16, to += 16) v128.store(to, apply(v128.load(from), kind, a, b, c));
}

/** Record: from, to, rows of one example, elements of a row. Rows are short and few, so each element goes through a whole vector. */
export function softmax(record: usize, arena: usize, examples: i32): void {
  const bytes = (<usize>word(record, 3)) << 2;
  let from = arena + word(record, 0);
  let to = arena + word(record, 1);
  for (let row = word(record, 2) * examples; row > 0; row--, from += bytes, to += bytes) {
    let most: f32 = -Infinity;
    for (let i: usize = 0; i < bytes; i += 4) most = max(most, load<f32>(from + i));
    let sum: f32 = 0;
    for (let i: usize = 0; i < bytes; i += 4) {
      const x = f32x4.extract_lane(exp(f32x4.splat(load<f32>(from + i) - most)), 0);
      store<f32>(to + i, x);
      sum += x;
    }
    for (let i: usize = 0; i < bytes; i += 4) store<f32>(to + i, load<f32>(to + i) / sum);
  }
}
