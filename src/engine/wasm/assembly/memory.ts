// Every kernel reads its constants from a record of 32-bit words, written once when a net is loaded, and works on buffers relative to the arena.

// @ts-ignore: decorators of AssemblyScript
@inline
export function word(record: usize, index: i32): i32 {
  return load<i32>(record + (<usize>index << 2));
}

// @ts-ignore: decorators of AssemblyScript
@inline
export function real(record: usize, index: i32): f32 {
  return load<f32>(record + (<usize>index << 2));
}

/** Stores the first `count` (1 to 8) of eight lanes. */
export function storeSome(to: usize, first: v128, second: v128, count: i32): void {
  if (count >= 8) {
    v128.store(to, first);
    v128.store(to, second, 16);
    return;
  }
  if (count & 4) {
    v128.store(to, first);
    to += 16;
    first = second;
  }
  if (count & 2) {
    v128.store64_lane(to, first, 0);
    to += 8;
    first = v128.shuffle<i32>(first, first, 2, 3, 2, 3);
  }
  if (count & 1) v128.store32_lane(to, first, 0);
}

/** x·y + sum. In this order the two instructions become one where the platform has it (`fuse` in instantiate.ts). */
// @ts-ignore: decorators of AssemblyScript
@inline
export function fma(x: v128, y: v128, sum: v128): v128 {
  return f32x4.add(f32x4.mul(x, y), sum);
}
