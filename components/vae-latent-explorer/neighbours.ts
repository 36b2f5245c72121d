import type {LatentPoints} from '../../src/format/manifest.js';

/** How the nearest test images vote on a place: the classes with most votes, and whether any image lies near at all. */
export type Vote = {first: number; second: number | undefined; near: boolean};

const VOTERS = 15;
/** With five images further than this (in prior standard deviations), a place counts as empty. */
const NEAR = 0.45;
const CLEAR_SHARE = 0.55;

export function vote({z, labels}: LatentPoints, [x, y]: readonly [number, number]): Vote | undefined {
  const nearest = labels
    .map((label, i) => ({label, distance: Math.hypot(z[2 * i]! - x, z[2 * i + 1]! - y)}))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, VOTERS);
  const votes = new Map<number, number>();
  for (const {label} of nearest) votes.set(label, (votes.get(label) ?? 0) + 1);
  const [first, second] = [...votes].sort((a, b) => b[1] - a[1]);
  if (!first) return undefined;
  const clear = first[1] / nearest.length >= CLEAR_SHARE;
  return {first: first[0], second: clear ? undefined : second?.[0], near: (nearest[4] ?? nearest.at(-1)!).distance <= NEAR};
}

/** Middle of each class that has points: the median of each coordinate, which strays do not pull away. */
export function centres({z, labels}: LatentPoints): {label: number; x: number; y: number}[] {
  return [...new Set(labels)].map((label) => {
    const own = labels.flatMap((other, i) => (other === label ? [i] : []));
    const median = (axis: number) => own.map((i) => z[2 * i + axis]!).sort((a, b) => a - b)[own.length >> 1]!;
    return {label, x: median(0), y: median(1)};
  });
}
