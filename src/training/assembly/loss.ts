// Bernoulli likelihood from logits: the loss of each image and its gradient in one pass.
import {exp, log1p} from './math';
import {sumLanes} from './tile';

/**
 * loss[n] = −log p(target[⌊n / repeat⌋] | logits[n]) in nats = Σ max(l, 0) − l·t + log(1 + e^−|l|);  gradient = σ(l) − t, of the logits' shape.
 * Targets may be any number in [0, 1].
 */
export function sigmoidCrossEntropy(logits: usize, targets: usize, loss: usize, gradient: usize, batch: i32, size: i32, repeat: i32): void {
  const zero = f32x4.splat(0);
  const one = f32x4.splat(1);
  const whole = size & ~3;
  for (let n = 0; n < batch; n++) {
    let sum: f64 = 0;
    const start = (<usize>(n * size)) << 2;
    const target = targets + ((<usize>((n / repeat) * size)) << 2);
    for (let at = 0; at < size; at += 4) {
      const offset = (<usize>at) << 2;
      const p = start + offset;
      let l: v128;
      let t: v128;
      if (at < whole) {
        l = v128.load(logits + p);
        t = v128.load(target + offset);
      } else {
        l = loadRest(logits + p, size - whole);
        t = loadRest(target + offset, size - whole);
      }
      const e = exp(f32x4.neg(f32x4.abs(l)));
      const value = f32x4.add(f32x4.sub(f32x4.max(l, zero), f32x4.mul(l, t)), log1p(e));
      // σ(l) is 1/(1+e) for l ≥ 0 and e/(1+e) below: no overflow on either side.
      const sigmoid = f32x4.div(v128.bitselect(e, one, f32x4.lt(l, zero)), f32x4.add(one, e));
      const slope = f32x4.sub(sigmoid, t);
      if (at < whole) {
        sum += <f64>sumLanes(value);
        v128.store(gradient + p, slope);
      } else {
        for (let lane = 0; lane < size - whole; lane++) {
          sum += <f64>extract(value, lane);
          store<f32>(gradient + p + ((<usize>lane) << 2), extract(slope, lane));
        }
      }
    }
    store<f32>(loss + ((<usize>n) << 2), <f32>sum);
  }
}

function loadRest(from: usize, count: i32): v128 {
  let value = f32x4.splat(0);
  value = f32x4.replace_lane(value, 0, load<f32>(from));
  if (count > 1) value = f32x4.replace_lane(value, 1, load<f32>(from, 4));
  if (count > 2) value = f32x4.replace_lane(value, 2, load<f32>(from, 8));
  return value;
}

function extract(value: v128, lane: i32): f32 {
  if (lane == 0) return f32x4.extract_lane(value, 0);
  if (lane == 1) return f32x4.extract_lane(value, 1);
  return f32x4.extract_lane(value, 2);
}
