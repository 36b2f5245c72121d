// Both couplings in double precision, written from the papers: loops over bins, no masks.

type Exact = {y: number; logDet: number};

export function exactAffine(x: number, [raw, t]: readonly number[], bound: number): Exact {
  const s = bound * Math.tanh(raw! / bound);
  return {y: x * Math.exp(s) + t!, logDet: s};
}

/** Durkan et al. 2019, eq. 4 and 5, with the parametrisation of ARCHITECTURE.md. */
export function exactSpline(x: number, raw: readonly number[], bins: number, bound: number): Exact {
  if (Math.abs(x) > bound) return {y: x, logDet: 0};
  const widths = binSizes(raw.slice(0, bins), bound);
  const heights = binSizes(raw.slice(bins, 2 * bins), bound);
  const inner = raw.slice(2 * bins).map((value) => 1e-3 + Math.log1p(Math.exp(value + Math.log(Math.exp(1 - 1e-3) - 1))));
  const slopes = [1, ...inner, 1];
  let [left, bottom, k] = [-bound, -bound, 0];
  while (k < bins - 1 && x >= left + widths[k]!) {
    left += widths[k]!;
    bottom += heights[k]!;
    k++;
  }
  const s = heights[k]! / widths[k]!;
  const t = (x - left) / widths[k]!;
  const [d0, d1] = [slopes[k]!, slopes[k + 1]!];
  const denominator = s + (d0 + d1 - 2 * s) * t * (1 - t);
  const y = bottom + (heights[k]! * (s * t * t + d0 * t * (1 - t))) / denominator;
  const slope = (s * s * (d1 * t * t + 2 * s * t * (1 - t) + d0 * (1 - t) ** 2)) / denominator ** 2;
  return {y, logDet: Math.log(slope)};
}

function binSizes(raw: readonly number[], bound: number): number[] {
  const most = Math.max(...raw);
  const sum = raw.reduce((total, value) => total + Math.exp(value - most), 0);
  return raw.map((value) => 2 * bound * (1e-3 + ((1 - 1e-3 * raw.length) * Math.exp(value - most)) / sum));
}
