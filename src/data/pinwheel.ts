import type {Density} from './densities.js';
import {drawPoints} from './draw-points.js';

const ARMS = 5;
const RADIAL = 0.3;
const TANGENTIAL = 0.1;
/** Radians by which a point at distance f along its arm is turned: RATE·e^f. */
const RATE = 0.25;
const SCALE = 2;
const CELLS = 128;

/** Five arms, each a normal distribution around (1, 0), turned the further the more (Johnson et al. 2016). */
export function pinwheel(): Pick<Density, 'sample' | 'logDensity'> {
  return {
    sample: (count, random) =>
      drawPoints(count, () => {
        const along = 1 + RADIAL * random.normal();
        const across = TANGENTIAL * random.normal();
        const angle = (2 * Math.PI * random.integer(ARMS)) / ARMS + RATE * Math.exp(along);
        const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
        return [SCALE * (along * cos + across * sin), SCALE * (across * cos - along * sin)];
      }),
    logDensity: (x, y) => Math.log(density(x / SCALE, y / SCALE) / SCALE ** 2),
  };
}

/**
 * Turning leaves the radius r as it is and takes the angle φ to h(φ) less that of the arm, so the density is that of the arm over |h′(φ)|, summed over the
 * angles that arrive here. There is more than one for an arm only far outside of it.
 */
function density(x: number, y: number): number {
  const r = Math.hypot(x, y);
  const angle = Math.atan2(y, x);
  const turned = (phi: number): number => ((phi - RATE * Math.exp(r * Math.cos(phi)) - angle) * ARMS) / (2 * Math.PI);
  const slope = (phi: number): number => ((1 + RATE * r * Math.sin(phi) * Math.exp(r * Math.cos(phi))) * ARMS) / (2 * Math.PI);
  let sum = 0;
  let [from, before] = [-Math.PI, turned(-Math.PI)];
  for (let cell = 1; cell <= CELLS; cell++) {
    const to = -Math.PI + (2 * Math.PI * cell) / CELLS;
    const after = turned(to);
    for (let arm = Math.ceil(Math.min(before, after)); arm < Math.max(before, after); arm++) {
      const phi = root((at) => turned(at) - arm, slope, [from, to]);
      const [along, across] = [r * Math.cos(phi), r * Math.sin(phi)];
      sum += Math.exp(-(((along - 1) / RADIAL) ** 2) / 2 - (across / TANGENTIAL) ** 2 / 2) / Math.abs(slope(phi));
    }
    [from, before] = [to, after];
  }
  return sum / ((2 * Math.PI) ** 2 * RADIAL * TANGENTIAL);
}

/** Where f changes its sign between two points: Newton's steps, halving where one leaves the interval. */
function root(f: (at: number) => number, slope: (at: number) => number, [low, high]: [number, number]): number {
  const rising = f(low) < 0;
  let at = (low + high) / 2;
  for (let step = 0; step < 60; step++) {
    const value = f(at);
    if (value < 0 === rising) low = at;
    else high = at;
    const next = at - value / slope(at);
    const better = next > low && next < high ? next : (low + high) / 2;
    if (Math.abs(better - at) < 1e-13) return better;
    at = better;
  }
  return at;
}
