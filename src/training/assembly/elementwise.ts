// Passes over whole tensors that stock kernels do in several.
import {tanh as tanhLanes} from './math';

export function relu(x: usize, y: usize, count: i32): void {
  const zero = f32x4.splat(0);
  let at: usize = 0;
  const bytes = (<usize>count) << 2;
  for (; at + 16 <= bytes; at += 16) v128.store(y + at, f32x4.max(v128.load(x + at), zero));
  for (; at < bytes; at += 4) store<f32>(y + at, max<f32>(load<f32>(x + at), 0));
}

/** dx = dy where y > 0, else 0; y is the output of the rectifier. */
export function reluGradient(dy: usize, y: usize, dx: usize, count: i32): void {
  const zero = f32x4.splat(0);
  let at: usize = 0;
  const bytes = (<usize>count) << 2;
  for (; at + 16 <= bytes; at += 16) v128.store(dx + at, v128.and(v128.load(dy + at), f32x4.gt(v128.load(y + at), zero)));
  for (; at < bytes; at += 4) store<f32>(dx + at, load<f32>(y + at) > 0 ? load<f32>(dy + at) : <f32>0);
}

/** y = x where x > 0, else slope·x, for slopes of at most 1. */
export function leakyRelu(x: usize, y: usize, count: i32, slope: f32): void {
  const slopes = f32x4.splat(slope);
  let at: usize = 0;
  const bytes = (<usize>count) << 2;
  for (; at + 16 <= bytes; at += 16) {
    const value = v128.load(x + at);
    v128.store(y + at, f32x4.max(value, f32x4.mul(value, slopes)));
  }
  for (; at < bytes; at += 4) {
    const value = load<f32>(x + at);
    store<f32>(y + at, max<f32>(value, value * slope));
  }
}

/** dx = dy where y > 0, else slope·dy; y is the output of leakyRelu, whose slope is above 0. */
export function leakyReluGradient(dy: usize, y: usize, dx: usize, count: i32, slope: f32): void {
  const zero = f32x4.splat(0);
  const slopes = f32x4.splat(slope);
  let at: usize = 0;
  const bytes = (<usize>count) << 2;
  for (; at + 16 <= bytes; at += 16) {
    const value = v128.load(dy + at);
    v128.store(dx + at, v128.bitselect(value, f32x4.mul(value, slopes), f32x4.gt(v128.load(y + at), zero)));
  }
  for (; at < bytes; at += 4) {
    const value = load<f32>(dy + at);
    store<f32>(dx + at, load<f32>(y + at) > 0 ? value : value * slope);
  }
}

export function tanh(x: usize, y: usize, count: i32): void {
  let at: usize = 0;
  const bytes = (<usize>count) << 2;
  for (; at + 16 <= bytes; at += 16) v128.store(y + at, tanhLanes(v128.load(x + at)));
  for (; at < bytes; at += 4) store<f32>(y + at, f32x4.extract_lane(tanhLanes(f32x4.splat(load<f32>(x + at))), 0));
}

/** dx = dy·(1 − y²); y is the output of tanh. */
export function tanhGradient(dy: usize, y: usize, dx: usize, count: i32): void {
  const one = f32x4.splat(1);
  let at: usize = 0;
  const bytes = (<usize>count) << 2;
  for (; at + 16 <= bytes; at += 16) {
    const value = v128.load(y + at);
    v128.store(dx + at, f32x4.mul(v128.load(dy + at), f32x4.sub(one, f32x4.mul(value, value))));
  }
  for (; at < bytes; at += 4) {
    const value = load<f32>(y + at);
    store<f32>(dx + at, load<f32>(dy + at) * (1 - value * value));
  }
}

/** db[o] = Σ over rows of dy[row, o]. */
export function biasGradient(dy: usize, db: usize, rows: i32, width: i32): void {
  memory.fill(db, 0, (<usize>width) << 2);
  const step = (<usize>width) << 2;
  const width4 = width & ~3;
  // Rows in blocks that stay in the first-level cache while the columns go by.
  const block = max(1, 4096 / width);
  for (let start = 0; start < rows; start += block) {
    const count = min(block, rows - start);
    const from = dy + <usize>start * step;
    for (let o = 0; o < width4; o += 4) {
      let p = from + ((<usize>o) << 2);
      let sum = f32x4.splat(0);
      for (let r = 0; r < count; r++) {
        sum = f32x4.add(sum, v128.load(p));
        p += step;
      }
      const to = db + ((<usize>o) << 2);
      v128.store(to, f32x4.add(v128.load(to), sum));
    }
    for (let o = width4; o < width; o++) {
      let p = from + ((<usize>o) << 2);
      let sum: f32 = 0;
      for (let r = 0; r < count; r++) {
        sum += load<f32>(p);
        p += step;
      }
      const to = db + ((<usize>o) << 2);
      store<f32>(to, load<f32>(to) + sum);
    }
  }
}
