/** Bytes of a file that holds no weights: a manifest, a topology, points, example images, a card. As objects JSON takes twenty times its size. */
export const DOCUMENT_BYTES = 4e6;

/** Elements that one request may ask for or bring along. */
export const MOST_ELEMENTS = 2 ** 26;

/**
 * What a model file may ask for. Checked before anything is allocated, so that a hostile or broken file costs a message and no more.
 * The largest net that ships is about a hundredth of each.
 */
export const LIMITS = {
  /** Bytes of one file, and of all binaries of a net together. */
  bytes: 64e6,
  /** Nets of one model. */
  nets: 16,
  layers: 1000,
  weights: 4000,
  /** Values that all layers of a net read, together. */
  connections: 10_000,
  /** Elements of one tensor of one example, and of all weights together. */
  elements: 2 ** 24,
  /** What an engine holds for one example: inputs, values, the frames of zeros around them, outputs, and weights as often as a layer uses them. */
  totalElements: 2 ** 26,
  /** Of one example: a fraction of a second on wasm, some seconds in plain TypeScript, neither of which can stop half-way. */
  multiplyAdds: 4e9,
  /** Ordinary convolutions into which the transposed ones of a net fall: one for each place within a stride. */
  phases: 1024,
  rank: 6,
  /** Elements of one example of the data: a picture of 512 × 512, or of 256 × 256 in colours. */
  example: 2 ** 18,
};
