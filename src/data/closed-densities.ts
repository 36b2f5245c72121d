import type {Density} from './densities.js';
import {blurred, drawPoints} from './draw-points.js';
import {logSumExp} from './log-sum-exp.js';

type Drawn = Pick<Density, 'sample' | 'logDensity'>;

/** On a circle. FFJORD divides by 1.414, not by √2. */
const EIGHT = Array.from({length: 8}, (_, i): [number, number] => {
  const [radius, angle] = [4 / 1.414, (i * Math.PI) / 4];
  return [radius * Math.cos(angle), radius * Math.sin(angle)];
});

/** Eight normal distributions on a circle. */
export function eightGaussians(): Drawn & Pick<Density, 'modes'> {
  const centres = EIGHT;
  const sigma = 0.5 / 1.414;
  const constant = -Math.log(8 * 2 * Math.PI * sigma ** 2);
  return {
    modes: Float32Array.from(centres.flat()),
    sample: (count, random) => drawPoints(count, () => blurred(centres[random.integer(8)]!, sigma, random)),
    logDensity: (x, y) => constant + logSumExp(centres.map(([cx, cy]) => -((x - cx) ** 2 + (y - cy) ** 2) / (2 * sigma ** 2))),
  };
}

/** Every other square of a board of 4 × 4 squares from −4 to 4. */
export function checkerboard(): Drawn {
  return {
    sample: (count, random) =>
      drawPoints(count, () => {
        const x = 8 * random.uniform() - 4;
        const square = 2 * random.integer(2) + (Math.floor(x / 2) & 1);
        return [x, 2 * (square + random.uniform()) - 4];
      }),
    logDensity: (x, y) => {
      const inside = Math.abs(x) <= 4 && Math.abs(y) <= 4;
      return inside && ((Math.floor(x / 2) + Math.floor(y / 2)) & 1) === 0 ? -Math.log(32) : -Infinity;
    },
  };
}

/** Circles around the origin with normal noise, of equal weight. */
export function rings(radii: number[], sigma: number): Drawn {
  const variance = sigma ** 2;
  const constant = -Math.log(radii.length * 2 * Math.PI * variance);
  return {
    sample: (count, random) =>
      drawPoints(count, () => {
        const radius = radii[random.integer(radii.length)]!;
        const angle = 2 * Math.PI * random.uniform();
        return blurred([radius * Math.cos(angle), radius * Math.sin(angle)], sigma, random);
      }),
    // The normal density averaged over a circle is a modified Bessel function of the distance from its centre.
    logDensity: (x, y) => {
      const r = Math.hypot(x, y);
      return (
        constant + logSumExp(radii.map((radius) => -((r - radius) ** 2) / (2 * variance) + Math.log(scaledBessel((r * radius) / variance))))
      );
    },
  };
}

/** e^−x·I₀(x) for x ≥ 0, by the polynomials 9.8.1 and 9.8.2 of Abramowitz and Stegun: exact to 5e-7. */
export function scaledBessel(x: number): number {
  const t = (x / 3.75) ** 2;
  if (t <= 1) return Math.exp(-x) * polynomial(t, [1, 3.5156229, 3.0899424, 1.2067492, 0.2659732, 0.0360768, 0.0045813]);
  const large = [0.39894228, 0.01328592, 0.00225319, -0.00157565, 0.00916281, -0.02057706, 0.02635537, -0.01647633, 0.00392377];
  return polynomial(3.75 / x, large) / Math.sqrt(x);
}

function polynomial(x: number, coefficients: number[]): number {
  return coefficients.reduceRight((sum, coefficient) => sum * x + coefficient, 0);
}
