import {word} from './memory';

/**
 * Copies an image into a frame of zeros, rows and columns repeated for nearest upsampling. Record: 0 from, 1 to, 2 bytes of a pixel, 3 rows and
 * 4 columns of the frame, 5 top, 6 left (negative where the image is cut), 7 rows and 8 columns of the image after repetition, 9 and 10 repetitions.
 */
export function frame(record: usize, arena: usize, examples: i32): void {
  const pixel = word(record, 2);
  const rows = word(record, 3);
  const columns = word(record, 4);
  const top = word(record, 5);
  const left = word(record, 6);
  const repeatY = word(record, 9);
  const repeatX = word(record, 10);
  const pitch = pixel * (word(record, 8) / repeatX);
  const imageBytes = pitch * (word(record, 7) / repeatY);
  const first = max(left, 0);
  const end = min(left + word(record, 8), columns);
  let from = arena + word(record, 0);
  let to = arena + word(record, 1);
  for (; examples > 0; examples--) {
    for (let y = 0; y < rows; y++) {
      const inY = y - top;
      const rowEnd = to + columns * pixel;
      if (inY < 0 || inY >= word(record, 7)) {
        memory.fill(to, 0, rowEnd - to);
      } else {
        memory.fill(to, 0, first * pixel);
        const source = from + (inY / repeatY) * pitch;
        if (repeatX == 1) memory.copy(to + first * pixel, source + (first - left) * pixel, (end - first) * pixel);
        else for (let x = first; x < end; x++) memory.copy(to + x * pixel, source + ((x - left) / repeatX) * pixel, pixel);
        memory.fill(to + end * pixel, 0, (columns - end) * pixel);
      }
      to = rowEnd;
    }
    from += imageBytes;
  }
}

/** Zeros around an image that was written in its place. Record: 0 image, 1 bytes of a pixel, 2 rows, 3 columns, 4 top, 5 bottom, 6 left, 7 right. */
export function border(record: usize, arena: usize, examples: i32): void {
  const pixel = word(record, 1);
  const rows = word(record, 2);
  const pitch = word(record, 3) * pixel;
  const top = word(record, 4);
  const bottom = word(record, 5);
  const left = word(record, 6) * pixel;
  const right = word(record, 7) * pixel;
  let at = arena + word(record, 0);
  for (; examples > 0; examples--) {
    memory.fill(at, 0, top * pitch);
    at += top * pitch;
    for (let y = top + bottom; y < rows; y++, at += pitch) {
      memory.fill(at, 0, left);
      memory.fill(at + pitch - right, 0, right);
    }
    memory.fill(at, 0, bottom * pitch);
    at += bottom * pitch;
  }
}

/** Record: 0 from, 1 to, 2 blocks of one example, 3 bytes of a block, 4 and 5 bytes from block to block at the source and at the target. */
export function copy(record: usize, arena: usize, examples: i32): void {
  let from = arena + word(record, 0);
  let to = arena + word(record, 1);
  for (let block = word(record, 2) * examples; block > 0; block--) {
    memory.copy(to, from, word(record, 3));
    from += word(record, 4);
    to += word(record, 5);
  }
}

/** Record: 0 from, 1 to, 2 elements of one example, 3 to 8 extents of the six axes of the result, 9 to 14 their strides in bytes at the source. */
export function permute(record: usize, arena: usize, examples: i32): void {
  const from = arena + word(record, 0);
  let to = arena + word(record, 1);
  for (let n = 0; n < examples; n++)
    for (let i = 0; i < word(record, 3); i++)
      for (let j = 0; j < word(record, 4); j++)
        for (let k = 0; k < word(record, 5); k++)
          for (let l = 0; l < word(record, 6); l++)
            for (let m = 0; m < word(record, 7); m++) {
              let at = n * (word(record, 2) << 2) + i * word(record, 9) + j * word(record, 10) + k * word(record, 11);
              at += l * word(record, 12) + m * word(record, 13);
              for (let o = word(record, 8); o > 0; o--, at += word(record, 14), to += 4) store<f32>(to, load<f32>(from + at));
            }
}

/** Bilinear upsampling by whole factors, sampled from the corner as in TensorFlow. Record: 0 from, 1 to, 2 rows, 3 columns, 4 channels, 5 and 6 factors. */
export function bilinear(record: usize, arena: usize, examples: i32): void {
  const rows = word(record, 2);
  const columns = word(record, 3);
  const pixel = (<usize>word(record, 4)) << 2;
  const factorY = word(record, 5);
  const factorX = word(record, 6);
  const pitch = <usize>columns * pixel;
  let from = arena + word(record, 0);
  let to = arena + word(record, 1);
  for (; examples > 0; examples--, from += <usize>rows * pitch) {
    for (let y = 0; y < rows * factorY; y++) {
      const inY = y / factorY;
      const upper = from + <usize>inY * pitch;
      const lower = inY + 1 < rows ? upper + pitch : upper;
      const downward = <f32>(y % factorY) / <f32>factorY;
      for (let x = 0; x < columns * factorX; x++) {
        const inX = x / factorX;
        const left = <usize>inX * pixel;
        const right = inX + 1 < columns ? left + pixel : left;
        const rightward = <f32>(x % factorX) / <f32>factorX;
        for (let c: usize = 0; c < pixel; c += 4, to += 4) {
          const a = load<f32>(upper + left + c);
          const b = load<f32>(lower + left + c);
          const top = a + (load<f32>(upper + right + c) - a) * rightward;
          const bottom = b + (load<f32>(lower + right + c) - b) * rightward;
          store<f32>(to, top + (bottom - top) * downward);
        }
      }
    }
  }
}
