import type {LatentPoints} from '../../src/format/manifest.js';

/** How the nearest test images vote on a place: the classes with most votes, and whether any image lies near at all. */
export type Vote = {first: number; second: number | undefined; near: boolean};

const VOTERS = 15;
/** With five images further than this (in prior standard deviations), a place on a plane counts as empty. */
const NEAR = 0.45;
const FEW = 4;
const CLEAR_SHARE = 0.55;
/** Beyond two dimensions all is far from all. A place is empty that is further from test images than all but one in fifty of them are from each other. */
const USUAL = 0.98;

/** Counts the neighbours of places among given points. */
export class Neighbours {
  readonly #points: LatentPoints;
  readonly #size: number;
  #near: number | undefined;

  constructor(points: LatentPoints) {
    this.#points = points;
    this.#size = points.z.length / points.labels.length;
  }

  vote(place: readonly number[]): Vote | undefined {
    const nearest = this.#nearest(place, VOTERS);
    const votes = new Map<number, number>();
    for (const {label} of nearest) votes.set(label, (votes.get(label) ?? 0) + 1);
    const [first, second] = [...votes].sort((a, b) => b[1] - a[1]);
    if (!first) return undefined;
    const clear = first[1] / nearest.length >= CLEAR_SHARE;
    const distance = (nearest[FEW] ?? nearest.at(-1)!).distance;
    return {first: first[0], second: clear ? undefined : second?.[0], near: distance <= this.#reach()};
  }

  /** The nearest `count` points, in order. Few are wanted of many, so none but they are sorted. */
  #nearest(place: readonly number[], count: number): {label: number; distance: number}[] {
    const {z, labels} = this.#points;
    const size = this.#size;
    const nearest: {label: number; square: number}[] = [];
    for (let i = 0; i < labels.length; i++) {
      let square = 0;
      for (let k = 0; k < size; k++) square += (z[i * size + k]! - place[k]!) ** 2;
      if (nearest.length === count && square >= nearest[count - 1]!.square) continue;
      if (nearest.length === count) nearest.pop();
      const at = nearest.findIndex((other) => square < other.square);
      nearest.splice(at < 0 ? nearest.length : at, 0, {label: labels[i]!, square});
    }
    return nearest.map(({label, square}) => ({label, distance: Math.sqrt(square)}));
  }

  #reach(): number {
    if (this.#size <= 2) return NEAR;
    if (this.#near === undefined) {
      const {z, labels} = this.#points;
      // The nearest to a point is itself.
      const own = labels.map(
        (_, i) => this.#nearest(z.slice(i * this.#size, (i + 1) * this.#size), FEW + 2)[FEW + 1]?.distance ?? Infinity,
      );
      this.#near = own.sort((a, b) => a - b)[Math.floor(USUAL * own.length)] ?? Infinity;
    }
    return this.#near;
  }
}

export type Centre = {label: number; x: number; y: number};

/** Middle of each class that has points on the plane: the median of each coordinate, which strays do not pull away. */
export function centres({z, labels}: LatentPoints): Centre[] {
  return [...new Set(labels)].map((label) => {
    const own = labels.flatMap((other, i) => (other === label ? [i] : []));
    const median = (axis: number) => own.map((i) => z[2 * i + axis]!).sort((a, b) => a - b)[own.length >> 1]!;
    return {label, x: median(0), y: median(1)};
  });
}
