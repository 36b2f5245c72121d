/** How points pass through the couplings: where they are before the first and behind each, standardised, and what each does to areas there. */
export type Passage = {
  count: number;
  couplings: number;
  /** [couplings + 1, count, 2]. */
  layers: Float32Array;
  /** log |det| of each coupling, [couplings, count]. */
  logDets: Float32Array;
};

/** The coupling that is on its way at a stage, and how far it is. */
function split({couplings}: Passage, stage: number): [coupling: number, part: number] {
  const coupling = Math.min(couplings - 1, Math.floor(stage));
  return [coupling, stage - coupling];
}

/**
 * Where the points are when `stage` couplings are applied, [count, 2]. Between two couplings each point is on the straight way: one coordinate moves, in the
 * order of before, so the sheet never folds.
 */
export function positionsAt(passage: Passage, stage: number): Float32Array {
  const {count, layers} = passage;
  const [coupling, part] = split(passage, stage);
  const from = layers.subarray(2 * count * coupling, 2 * count * (coupling + 1));
  if (part === 0) return from;
  const to = layers.subarray(2 * count * (coupling + 1), 2 * count * (coupling + 2));
  return part === 1 ? to : from.map((value, i) => value + part * (to[i]! - value));
}

/** log p of the points in the plane of that stage: that of the base, and for each coupling still to come what it does to areas. */
export function logProbAt(passage: Passage, stage: number): Float32Array {
  const {count, couplings, layers, logDets} = passage;
  const [coupling, part] = split(passage, stage);
  const base = layers.subarray(2 * count * couplings);
  return Float32Array.from({length: count}, (_, i) => {
    let logProb = logNormal(base[2 * i]!, base[2 * i + 1]!);
    for (let k = coupling; k < couplings; k++) logProb += logDets[k * count + i]!;
    // The part of a coupling that is applied already: the way there is straight, and so its derivative is a mean.
    return logProb - Math.log(1 - part + part * Math.exp(logDets[coupling * count + i]!));
  });
}

/** log density of the standard normal distribution in the plane. */
export function logNormal(x: number, y: number): number {
  return -(x * x + y * y) / 2 - Math.log(2 * Math.PI);
}
