/** Beyond this the normal distribution has 1e-15 left, less than the approximation knows. */
const FARTHEST = 8;

/**
 * A draw from the normal distribution cut at ±limit (Brock et al. 2019, "Large Scale GAN Training", section 3.1), made from a draw of the whole one: the value with the same share of draws below it.
 * So each draw moves smoothly to 0 as the limit does; drawing again what lies beyond would give the same distribution, and jump.
 */
export function truncatedNormal(normal: number, limit: number): number {
  if (limit >= FARTHEST) return normal;
  return Math.sign(normal) * reachOf(inside(Math.abs(normal)) * inside(limit), limit);
}

/** The value below which a normal draw lies with probability `share`. */
export function normalQuantile(share: number): number {
  return Math.sign(share - 0.5) * reachOf(Math.abs(2 * share - 1), FARTHEST);
}

/** The z within whose ± a normal draw lies with probability `share`, at most `limit`. Newton's method from 0 on a concave function: from the left, and never too far. */
function reachOf(share: number, limit: number): number {
  let z = 0;
  for (let round = 0; round < 60; round++) {
    const step = (share - inside(z)) / density(z);
    z = Math.min(limit, z + step);
    if (Math.abs(step) < 1e-9) break;
  }
  return z;
}

/** Of a normal draw to be within ±z: erf(z/√2), to 1.5e-7 (Abramowitz and Stegun 1964, eq. 7.1.26). */
function inside(z: number): number {
  const t = 1 / (1 + (0.3275911 * z) / Math.SQRT2);
  const sum = ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t;
  return 1 - sum * Math.exp((-z * z) / 2);
}

function density(z: number): number {
  return Math.sqrt(2 / Math.PI) * Math.exp((-z * z) / 2);
}
