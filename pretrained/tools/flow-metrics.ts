import type {Density} from '../../src/data/densities.js';
import {Random} from '../../src/data/random.js';
import type {Metric} from '../../src/format/manifest.js';
import type {FlowNets} from './flow-nets.js';
import {gridPoints} from './flow-sheets.js';
import {type Estimate, estimate} from './vae-metrics.js';

/** Seed of the points on which figures are published; training draws from generators of its own. */
const POINTS_SEED = 777;
const ROUND_TRIP_POINTS = 10_000;
const GRID = 512;

/** Mean of log p − log q over fresh points of the data, log p exact: how far the flow is above the floor, with far less noise than its mean −log q less the floor. */
export function aboveFloor(nets: FlowNets, density: Density, count: number): Estimate {
  const points = density.sample(count, new Random(POINTS_SEED));
  return excess(points, nets.forward(points).logProb, density);
}

function excess(points: Float32Array, logProb: Float32Array, density: Density): Estimate {
  return estimate(Array.from(logProb, (value, i) => density.logDensity(points[2 * i]!, points[2 * i + 1]!) - value));
}

/** What is published of a flow, by the protocols of its card. */
export function flowMetrics(nets: FlowNets, density: Density, count: number, split: string): Record<string, Metric> {
  const points = density.sample(count, new Random(POINTS_SEED));
  const {logProb} = nets.forward(points);
  const nll = estimate(Array.from(logProb, (value) => -value));
  const kl = excess(points, logProb, density);
  const fresh = `points drawn with seed ${POINTS_SEED}`;
  const metric = ({value, stderr}: Estimate, protocol: string): Metric => ({value, unit: 'nats', stderr, split, n: count, protocol});
  const tried = Math.min(count, ROUND_TRIP_POINTS);
  return {
    nll: metric(nll, fresh),
    aboveFloor: metric({...nll, value: nll.value - density.floor}, `nll − ${density.floor.toFixed(3)}, the entropy of the data`),
    kl: metric(kl, `mean of log p − log q over the same points, log p exact`),
    integral: {
      value: integral(nets, density),
      unit: '',
      split: 'grid',
      n: GRID * GRID,
      protocol: 'midpoints over the box of the data widened by half',
    },
    roundTrip: {
      value: roundTrip(nets, points.subarray(0, 2 * tried)),
      unit: 'in coordinates',
      split,
      n: tried,
      protocol: 'largest distance of x from inverse(forward(x)) along a coordinate',
    },
  };
}

/** ∫ p over the box of the data, widened by half in both directions. */
export function integral(nets: FlowNets, {box: [left, bottom, right, top]}: Density): number {
  const [x, y] = [(right - left) / 4, (top - bottom) / 4];
  const {logProb} = nets.forward(gridPoints([left - x, bottom - y, right + x, top + y], GRID));
  const cell = ((right - left) * 1.5 * (top - bottom) * 1.5) / (GRID * GRID);
  return cell * logProb.reduce((sum, value) => sum + Math.exp(value), 0);
}

/** Largest distance along a coordinate between points and what comes back of them from the base. */
export function roundTrip(nets: FlowNets, points: Float32Array): number {
  const back = nets.inverse(nets.forward(points).z);
  return points.reduce((most, value, i) => Math.max(most, Math.abs(value - back[i]!)), 0);
}
