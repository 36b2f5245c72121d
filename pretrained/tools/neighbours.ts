/** Points [count, width], row-major. */
export type Points = {values: ArrayLike<number>; width: number};

/**
 * Improved precision and recall (Kynkäänniemi et al. 2019, eq. 1 and 2): the share of generated points that lie in a ball around a real one whose radius is the distance to its k-th nearest
 * real neighbour, and the share of real points that lie in such balls around generated ones.
 */
export function precisionAndRecall(real: Points, generated: Points, k: number): {precision: number; recall: number} {
  return {precision: coverage(real, generated, k), recall: coverage(generated, real, k)};
}

/** Share of `points` that lie within a ball around one of `centres`. */
function coverage(centres: Points, points: Points, k: number): number {
  const radii = nearest(centres, centres, k + 1).map((distances) => distances[k]!);
  let covered = 0;
  for (let i = 0; i < countOf(points); i++) if (radii.some((radius, j) => distance(points, i, centres, j) <= radius)) covered++;
  return covered / countOf(points);
}

/** For each of `points` the squared distances to its `k` nearest of `others`, nearest first; a point that is among the others is its own nearest. */
export function nearest(points: Points, others: Points, k: number): number[][] {
  return Array.from({length: countOf(points)}, (_, i) => {
    const best = new Array<number>(k).fill(Infinity);
    for (let j = 0; j < countOf(others); j++) {
      const found = distance(points, i, others, j, best[k - 1]!);
      if (found >= best[k - 1]!) continue;
      let at = k - 1;
      for (; at > 0 && best[at - 1]! > found; at--) best[at] = best[at - 1]!;
      best[at] = found;
    }
    return best;
  });
}

/** For each of `points` which of `others` is nearest. */
export function nearestIndices(points: Points, others: Points): number[] {
  return Array.from({length: countOf(points)}, (_, i) => {
    let best = {index: -1, square: Infinity};
    for (let j = 0; j < countOf(others); j++) {
      const square = distance(points, i, others, j, best.square);
      if (square < best.square) best = {index: j, square};
    }
    return best.index;
  });
}

function countOf({values, width}: Points): number {
  return values.length / width;
}

/** Squared; what is over `limit` may come out too small, but not below it. */
function distance(a: Points, i: number, b: Points, j: number, limit = Infinity): number {
  const [first, second] = [i * a.width, j * b.width];
  let sum = 0;
  for (let k = 0; k < a.width; k += 16) {
    const end = Math.min(a.width, k + 16);
    for (let at = k; at < end; at++) sum += (a.values[first + at]! - b.values[second + at]!) ** 2;
    if (sum >= limit) return sum;
  }
  return sum;
}
