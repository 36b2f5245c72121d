import type {Density} from './densities.js';
import {blurred, drawPoints} from './draw-points.js';
import {logSumExp} from './log-sum-exp.js';

type Drawn = Pick<Density, 'sample' | 'logDensity'>;
/** A curve along which points are spread: place and weight of u, uniform in [0, 1). */
type Curve = (u: number) => [number, number];

/** Two half circles, one upside down, each half way into the other. */
export function moons(): Drawn {
  const upper: Curve = (u) => [2 * Math.cos(Math.PI * u) - 1, 2 * Math.sin(Math.PI * u) - 0.2];
  const lower: Curve = (u) => [1 - 2 * Math.cos(Math.PI * u), 0.8 - 2 * Math.sin(Math.PI * u)];
  return blurredCurves([upper, lower], 0.2, 128);
}

/** One and a half turns of a spiral. */
export function swissRoll(): Drawn {
  const roll: Curve = (u) => {
    const t = 1.5 * Math.PI * (1 + 2 * u);
    return [(t * Math.cos(t)) / 5, (t * Math.sin(t)) / 5];
  };
  return blurredCurves([roll], 0.2, 512);
}

function blurredCurves(curves: Curve[], sigma: number, intervals: number): Drawn {
  const constant = -Math.log(curves.length * 2 * Math.PI * sigma ** 2);
  const nodes = lazy(() => columns(curves.flatMap((curve) => nodesOf(curve, intervals))));
  const exponents = new Float64Array(curves.length * (intervals + 1));
  return {
    sample: (count, random) => drawPoints(count, () => blurred(curves[random.integer(curves.length)]!(random.uniform()), sigma, random)),
    logDensity: (x, y) => {
      const [xs, ys, logWeights] = nodes();
      for (let i = 0; i < exponents.length; i++) {
        exponents[i] = logWeights[i]! - ((x - xs[i]!) ** 2 + (y - ys[i]!) ** 2) / (2 * sigma ** 2);
      }
      return constant + logSumExp(exponents);
    },
  };
}

/** Noise of the two spirals: uniform on a square with a corner on the curve, then normal. */
const WIDTH = 1 / 6;
const SIGMA = 0.1;
/** Exponents this far below the largest are nothing. */
const NEGLIGIBLE = 30;

/** Two spirals of one and a half turns, one the other's image in the origin. */
export function twoSpirals(): Drawn {
  const arm = (n: number): [number, number] => [(-n * Math.cos(n)) / 3, (n * Math.sin(n)) / 3];
  // n is 3π·√u, so its density is proportional to n.
  const nodes = lazy(() =>
    columns(nodesOf((share) => arm(3 * Math.PI * share), 1024).map(([x, y, logWeight], i): Node => [x, y, logWeight + Math.log(i / 512)])),
  );
  const constant = -Math.log(2);
  const bounds = new Float64Array(2 * 1025);
  return {
    sample: (count, random) =>
      drawPoints(count, () => {
        const [x, y] = arm(3 * Math.PI * Math.sqrt(random.uniform()));
        const sign = random.integer(2) === 0 ? 1 : -1;
        return blurred([sign * (x + WIDTH * random.uniform()), sign * (y + WIDTH * random.uniform())], SIGMA, random);
      }),
    logDensity: (x, y) => {
      const [xs, ys, logWeights] = nodes();
      let most = -Infinity;
      for (let i = 0; i < bounds.length; i++) {
        const [node, sign] = [i >> 1, i & 1 ? -1 : 1];
        const bound = logWeights[node]! + nearest(sign * x - xs[node]!) + nearest(sign * y - ys[node]!);
        bounds[i] = bound;
        if (bound > most) most = bound;
      }
      const terms: number[] = [];
      for (let i = 0; i < bounds.length; i++) {
        if (!(bounds[i]! >= most - NEGLIGIBLE)) continue;
        const [node, sign] = [i >> 1, i & 1 ? -1 : 1];
        terms.push(logWeights[node]! + logSmear(sign * x - xs[node]!) + logSmear(sign * y - ys[node]!));
      }
      return constant + logSumExp(terms);
    },
  };
}

/** Exponent of the normal density at the point of the uniform stretch that is nearest to d. */
function nearest(d: number): number {
  const beyond = d < 0 ? d : Math.max(0, d - WIDTH);
  return -(beyond ** 2) / (2 * SIGMA ** 2);
}

/** Nodes and weights of Gauss and Legendre, eight on [0, 1]. */
const LEGENDRE = [
  [0.1834346424956498, 0.362683783378362],
  [0.525532409916329, 0.3137066458778873],
  [0.7966664774136267, 0.2223810344533745],
  [0.9602898564975363, 0.1012285362903763],
].flatMap(([x, w]) => [
  [(1 - x!) / 2, w! / 2],
  [(1 + x!) / 2, w! / 2],
]) as [number, number][];

/** Distance of the entries of a table, and how far they reach: a plane that is drawn is no larger. */
const STEP = 1 / 256;
const REACH = 10;

const smears = lazy(() => Float64Array.from({length: (2 * REACH) / STEP + 1}, (_, i) => exactLogSmear(i * STEP - REACH)));

/** The same as exactLogSmear to some millionths, by cubic interpolation: two spirals ask it a hundred times for a point. */
function logSmear(d: number): number {
  const table = smears();
  const place = (d + REACH) / STEP;
  const i = Math.floor(place);
  if (!(i >= 1 && i < table.length - 2)) return exactLogSmear(d);
  const t = place - i;
  const [a, b, c, e] = [table[i - 1]!, table[i]!, table[i + 1]!, table[i + 2]!];
  // Newton's form.
  return a + (t + 1) * (b - a + t * ((a - 2 * b + c) / 2 + ((t - 1) * (e - 3 * c + 3 * b - a)) / 6));
}

/** log density at d of a number that is uniform on [0, WIDTH] plus normal noise. */
function exactLogSmear(d: number): number {
  const exponent = nearest(d);
  let sum = 0;
  for (const [x, weight] of LEGENDRE) sum += weight * Math.exp(-((d - WIDTH * x) ** 2) / (2 * SIGMA ** 2) - exponent);
  return exponent + Math.log(sum / (SIGMA * Math.sqrt(2 * Math.PI)));
}

/** x, y and the logarithm of the weight. */
type Node = [number, number, number];

/** Numbers side by side: a density is asked tens of thousands of times for one picture. */
function columns(nodes: Node[]): [Float64Array, Float64Array, Float64Array] {
  return [0, 1, 2].map((part) => Float64Array.from(nodes, (node) => node[part]!)) as [Float64Array, Float64Array, Float64Array];
}

/** Simpson's rule over u; the intervals must be shorter than half the noise. */
function nodesOf(curve: Curve, intervals: number): Node[] {
  return Array.from({length: intervals + 1}, (_, i) => {
    const weight = i === 0 || i === intervals ? 1 : i % 2 === 1 ? 4 : 2;
    return [...curve(i / intervals), Math.log(weight / (3 * intervals))];
  });
}

/** Nothing is computed before somebody asks. */
function lazy<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}
