/**
 * What a model file may ask for. Checked before anything is allocated, so that a hostile or broken file costs a message and no more.
 * The largest net that ships is about a hundredth of each.
 */
export const LIMITS = {
  /** Bytes of one file. */
  bytes: 64e6,
  layers: 1000,
  weights: 4000,
  /** Elements of one tensor of one example. */
  elements: 2 ** 24,
  /** Elements of all values of one example together. */
  totalElements: 2 ** 26,
  /** Of one example: a fraction of a second on wasm, some seconds in plain TypeScript, neither of which can stop half-way. */
  multiplyAdds: 4e9,
  rank: 6,
};
