import {fma, real, word} from './memory';

/**
 * Depthwise convolution over a framed input, lanes along the channels. Record: 0 from, 1 to, 2 kernel [taps][filters], 3 bias, 4 filters,
 * 5 filters per channel, 6 rows, 7 columns, bytes of the input from output pixel to pixel (8 column, 9 row, 10 example), 11 and 12 taps down and across,
 * 13 and 14 bytes from tap to tap, 15 low, 16 high.
 */
export function depthwise(record: usize, arena: usize, examples: i32): void {
  const filters = word(record, 4);
  const multiplier = word(record, 5);
  const vectors = multiplier == 1 ? filters & ~3 : 0;
  const low = real(record, 15);
  const high = real(record, 16);
  const kernel = <usize>word(record, 2);
  const bias = <usize>word(record, 3);
  const kernelRow = <usize>filters << 2;
  let to = arena + word(record, 1);
  for (let n = 0; n < examples; n++) {
    for (let y = 0; y < word(record, 6); y++) {
      for (let x = 0; x < word(record, 7); x++) {
        const from = arena + word(record, 0) + n * word(record, 10) + y * word(record, 9) + x * word(record, 8);
        for (let f = 0; f < vectors; f += 4) {
          const lane = <usize>f << 2;
          let sum = v128.load(bias + lane);
          let w = kernel + lane;
          for (let i = 0; i < word(record, 11); i++) {
            let p = from + lane + i * word(record, 13);
            for (let j = word(record, 12); j > 0; j--) {
              sum = fma(v128.load(p), v128.load(w), sum);
              p += word(record, 14);
              w += kernelRow;
            }
          }
          v128.store(to, f32x4.min(f32x4.max(sum, f32x4.splat(low)), f32x4.splat(high)));
          to += 16;
        }
        for (let f = vectors; f < filters; f++) {
          let sum = load<f32>(bias + (<usize>f << 2));
          let w = kernel + (<usize>f << 2);
          for (let i = 0; i < word(record, 11); i++) {
            let p = from + (<usize>(f / multiplier) << 2) + i * word(record, 13);
            for (let j = word(record, 12); j > 0; j--) {
              sum += load<f32>(p) * load<f32>(w);
              p += word(record, 14);
              w += kernelRow;
            }
          }
          store<f32>(to, min(max(sum, low), high));
          to += 4;
        }
      }
    }
  }
}

/** Record: 0 from, 1 to, 2 channels, 3 rows and 4 columns of the input, 5 and 6 of the output, 7 and 8 window, 9 and 10 strides, 11 top, 12 left, 13 whether to average. */
export function pool(record: usize, arena: usize, examples: i32): void {
  const pixel = <usize>word(record, 2) << 2;
  const rows = word(record, 3);
  const columns = word(record, 4);
  const average = word(record, 13);
  let from = arena + word(record, 0);
  let to = arena + word(record, 1);
  for (; examples > 0; examples--, from += <usize>(rows * columns) * pixel) {
    for (let y = 0; y < word(record, 5); y++) {
      const top = y * word(record, 9) - word(record, 11);
      const firstY = max(top, 0);
      const endY = min(top + word(record, 7), rows);
      for (let x = 0; x < word(record, 6); x++) {
        const left = x * word(record, 10) - word(record, 12);
        const firstX = max(left, 0);
        const endX = min(left + word(record, 8), columns);
        const share: f32 = 1 / <f32>((endY - firstY) * (endX - firstX));
        for (let c: usize = 0; c < pixel; c += 4, to += 4) {
          let value: f32 = average ? 0 : -Infinity;
          for (let inY = firstY; inY < endY; inY++) {
            let p = from + <usize>(inY * columns + firstX) * pixel + c;
            for (let inX = firstX; inX < endX; inX++, p += pixel) value = average ? value + load<f32>(p) : max(value, load<f32>(p));
          }
          store<f32>(to, average ? value * share : value);
        }
      }
    }
  }
}

/** A number per channel as factor and another as summand. Record: 0 from, 1 to, 2 pixels of one example, 3 channels, 4 factors, 5 summands. */
export function affine(record: usize, arena: usize, examples: i32): void {
  const channels = word(record, 3);
  let from = arena + word(record, 0);
  let to = arena + word(record, 1);
  for (let left = word(record, 2) * examples; left > 0; left--) {
    let factor = <usize>word(record, 4);
    let summand = <usize>word(record, 5);
    let c = channels;
    for (; c >= 4; c -= 4, from += 16, to += 16, factor += 16, summand += 16) {
      v128.store(to, f32x4.add(f32x4.mul(v128.load(from), v128.load(factor)), v128.load(summand)));
    }
    for (; c > 0; c--, from += 4, to += 4, factor += 4, summand += 4) {
      store<f32>(to, load<f32>(from) * load<f32>(factor) + load<f32>(summand));
    }
  }
}

/** To mean 0 and variance 1 along the last axis. Record: 0 from, 1 to, 2 rows of one example, 3 channels, 4 factors, 5 summands, 6 epsilon. */
export function normalize(record: usize, arena: usize, examples: i32): void {
  const channels = word(record, 3);
  const bytes = <usize>channels << 2;
  let from = arena + word(record, 0);
  let to = arena + word(record, 1);
  for (let left = word(record, 2) * examples; left > 0; left--, from += bytes, to += bytes) {
    let sum: f64 = 0;
    for (let c: usize = 0; c < bytes; c += 4) sum += load<f32>(from + c);
    const mean = sum / channels;
    let squares: f64 = 0;
    for (let c: usize = 0; c < bytes; c += 4) {
      const d = load<f32>(from + c) - mean;
      squares += d * d;
    }
    const scale = 1 / Math.sqrt(squares / channels + real(record, 6));
    for (let c: usize = 0; c < bytes; c += 4) {
      const x = <f32>((load<f32>(from + c) - mean) * scale);
      store<f32>(to + c, x * load<f32>(<usize>word(record, 4) + c) + load<f32>(<usize>word(record, 5) + c));
    }
  }
}

// @ts-ignore: decorators of AssemblyScript
@inline
function combineTwo(kind: i32, a: f32, b: f32): f32 {
  return kind == 0 ? a + b : kind == 1 ? a - b : a * b;
}

/** Sum, difference or product of two values of one shape. Record: 0 from, 1 and from, 2 to, 3 elements of one example, 4 kind. Buffers end on whole vectors. */
export function combine(record: usize, arena: usize, examples: i32): void {
  let a = arena + word(record, 0);
  let b = arena + word(record, 1);
  let to = arena + word(record, 2);
  const kind = word(record, 4);
  const end = to + ((<usize>word(record, 3) * examples) << 2);
  for (; to < end; to += 16, a += 16, b += 16) {
    const x = v128.load(a);
    const y = v128.load(b);
    v128.store(to, kind == 0 ? f32x4.add(x, y) : kind == 1 ? f32x4.sub(x, y) : f32x4.mul(x, y));
  }
}

/**
 * The same with shapes broadcast against each other. Record as for `combine`, then 5 to 10 extents of the six axes of the result, 11 to 16 and
 * 17 to 22 strides of the two operands in bytes, 23 and 24 bytes of one example of each.
 */
export function broadcast(record: usize, arena: usize, examples: i32): void {
  let to = arena + word(record, 2);
  const kind = word(record, 4);
  for (let n = 0; n < examples; n++)
    for (let i = 0; i < word(record, 5); i++)
      for (let j = 0; j < word(record, 6); j++)
        for (let k = 0; k < word(record, 7); k++)
          for (let l = 0; l < word(record, 8); l++)
            for (let m = 0; m < word(record, 9); m++) {
              let a = arena + word(record, 0) + n * word(record, 23) + i * word(record, 11) + j * word(record, 12) + k * word(record, 13);
              a += l * word(record, 14) + m * word(record, 15);
              let b = arena + word(record, 1) + n * word(record, 24) + i * word(record, 17) + j * word(record, 18) + k * word(record, 19);
              b += l * word(record, 20) + m * word(record, 21);
              for (let o = word(record, 10); o > 0; o--, to += 4) {
                store<f32>(to, combineTwo(kind, load<f32>(a), load<f32>(b)));
                a += word(record, 16);
                b += word(record, 22);
              }
            }
}

/** A slope of its own for each element below 0. Record: 0 from, 1 to, 2 elements of one example, 3 slopes. */
export function prelu(record: usize, arena: usize, examples: i32): void {
  const bytes = <usize>word(record, 2) << 2;
  let from = arena + word(record, 0);
  let to = arena + word(record, 1);
  for (; examples > 0; examples--, from += bytes, to += bytes) {
    for (let i: usize = 0; i < bytes; i += 4) {
      const x = load<f32>(from + i);
      store<f32>(to + i, x > 0 ? x : x * load<f32>(<usize>word(record, 3) + i));
    }
  }
}
