import type {Graph} from '../../format/graph.js';
import type {FlowStack} from '../../format/manifest.js';
import type {RunStats} from '../engine.js';
import {
  copyPoints,
  flopsOfCouplings,
  LEAST,
  parametersOf,
  readCouplings,
  SLOPE_ONE,
  standardisingLogDet,
  type Coupling,
  type DenseLayer,
  type FlowJob,
  type FlowOptions,
  type FlowRunner,
} from '../flow/flow-net.js';
import {checkWeights, disposed} from '../inputs.js';
import {Pacer} from '../pacer.js';

/** Points between two looks at the clock. */
const BLOCK = 16;

/** What a coupling makes of a number: the number, and log of the slope in the forward direction. */
type Transformed = [value: number, logSlope: number];

/** Plain loops in double precision: the oracle of the fast engines. */
export class ReferenceFlow implements FlowRunner {
  readonly couplings: number;
  readonly flops: number;
  readonly #stack: FlowStack;
  readonly #graph: Graph;
  readonly #couplings: Coupling[];
  #weights: Float32Array[] | undefined;

  constructor(stack: FlowStack, graph: Graph) {
    this.#stack = stack;
    this.#graph = graph;
    this.#couplings = readCouplings(stack, graph);
    this.#weights = graph.weights.map(({data}) => data);
    this.couplings = this.#couplings.length;
    this.flops = flopsOfCouplings(this.#couplings);
  }

  async run(job: FlowJob, first: number, count: number, {signal}: FlowOptions = {}): Promise<RunStats> {
    const started = performance.now();
    const pacer = new Pacer(signal);
    const points = new Float32Array(2 * BLOCK);
    let waited = 0;
    for (let start = first; start < first + count; start += BLOCK) {
      const size = Math.min(BLOCK, first + count - start);
      copyPoints(job, start, size, points);
      for (let i = 0; i < size; i++) this.#point(job, start + i, [points[2 * i]!, points[2 * i + 1]!]);
      if (!pacer.due) continue;
      const from = performance.now();
      await pacer.pause();
      waited += performance.now() - from;
    }
    const milliseconds = performance.now() - started;
    return {backend: 'reference', milliseconds, scriptMilliseconds: milliseconds - waited, dispatches: 0, submits: 0, bytes: 0};
  }

  setWeights(weights: Float32Array[]): void {
    if (!this.#weights) disposed();
    checkWeights(this.#graph.weights, weights);
    this.#weights = weights.map((weight) => weight.slice());
  }

  dispose(): void {
    this.#weights = undefined;
  }

  #point(job: FlowJob, index: number, from: [number, number]): void {
    const weights = this.#weights ?? disposed();
    const {mean, std} = this.#stack.standardise;
    const {inverse, count, positions, layers, layerLogDets} = job;
    const last = this.couplings;
    const show = (layer: number, point: readonly number[]): void => layers?.set(point, 2 * (layer * count + index));
    let point: number[] = inverse ? from : from.map((value, axis) => (value - mean[axis]!) / std[axis]!);
    show(inverse ? last : 0, point);
    let logDet = standardisingLogDet(this.#stack.standardise);
    for (let step = 0; step < last; step++) {
      const at = inverse ? last - 1 - step : step;
      const {layer, passing, dense} = this.#couplings[at]!;
      const raw = runDense(dense, point[passing]!, weights);
      const [value, logSlope] = transform(layer, raw, point[1 - passing]!, inverse);
      point = passing === 0 ? [point[0]!, value] : [value, point[1]!];
      logDet += logSlope;
      show(inverse ? at : at + 1, point);
      if (layerLogDets) layerLogDets[at * count + index] = logSlope;
    }
    const z = inverse ? from : point;
    if (inverse) point = point.map((value, axis) => value * std[axis]! + mean[axis]!);
    positions?.set(point, 2 * index);
    if (job.logDet) job.logDet[index] = logDet;
    if (job.logProb) job.logProb[index] = logDet - Math.log(2 * Math.PI) - (z[0]! ** 2 + z[1]! ** 2) / 2;
  }
}

function runDense(dense: readonly DenseLayer[], input: number, weights: readonly Float32Array[]): Float64Array {
  let values = Float64Array.of(input);
  for (const {kernel, bias, inputs, outputs, activation} of dense) {
    const [matrix, before] = [weights[kernel]!, values];
    values = new Float64Array(outputs);
    for (let to = 0; to < outputs; to++) {
      let sum = bias === undefined ? 0 : weights[bias]![to]!;
      for (let from = 0; from < inputs; from++) sum += before[from]! * matrix[from * outputs + to]!;
      values[to] = activate(activation, sum);
    }
  }
  return values;
}

function activate(activation: DenseLayer['activation'], x: number): number {
  switch (activation) {
    case 'linear':
      return x;
    case 'relu':
      return Math.max(0, x);
    case 'tanh':
      return Math.tanh(x);
    case 'swish':
      return x / (1 + Math.exp(-x));
  }
}

function transform(layer: Coupling['layer'], raw: Float64Array, x: number, inverse: boolean): Transformed {
  if (layer.kind === 'affine') {
    const s = layer.bound * Math.tanh(raw[0]! / layer.bound);
    return [inverse ? (x - raw[1]!) * Math.exp(-s) : x * Math.exp(s) + raw[1]!, s];
  }
  const {bins, bound} = layer;
  if (raw.length !== parametersOf(layer) || !(Math.abs(x) <= bound)) return [x, 0];
  const widths = edges(raw.subarray(0, bins), bound);
  const heights = edges(raw.subarray(bins, 2 * bins), bound);
  const known = inverse ? heights : widths;
  let bin = 0;
  while (bin < bins - 1 && x >= known[bin + 1]!) bin++;
  const slope = (knot: number): number => (knot === 0 || knot === bins ? 1 : LEAST + softplus(raw[2 * bins + knot - 1]! + SLOPE_ONE));
  return piece({
    left: widths[bin]!,
    bottom: heights[bin]!,
    width: widths[bin + 1]! - widths[bin]!,
    height: heights[bin + 1]! - heights[bin]!,
    start: slope(bin),
    end: slope(bin + 1),
    x,
    inverse,
  });
}

type Piece = {left: number; bottom: number; width: number; height: number; start: number; end: number; x: number; inverse: boolean};

/** One bin of a rational-quadratic spline: Durkan et al. 2019, eq. 4 and 5, inverse by eq. 6 to 8. */
function piece({left, bottom, width, height, start, end, x, inverse}: Piece): Transformed {
  const mean = height / width;
  const bend = start + end - 2 * mean;
  let theta = (x - left) / width;
  if (inverse) {
    const above = x - bottom;
    const b = height * start - above * bend;
    const a = height * mean - b;
    theta = (2 * mean * above) / (b + Math.sqrt(b * b + 4 * a * mean * above));
  }
  const mixed = theta * (1 - theta);
  const denominator = mean + bend * mixed;
  const logSlope = 2 * Math.log(mean / denominator) + Math.log(end * theta ** 2 + 2 * mean * mixed + start * (1 - theta) ** 2);
  if (inverse) return [left + theta * width, logSlope];
  return [bottom + (height * (mean * theta ** 2 + start * mixed)) / denominator, logSlope];
}

/** Knots from −bound to bound: a share of the interval for each bin, none smaller than LEAST. */
function edges(raw: Float64Array, bound: number): number[] {
  const most = Math.max(...raw);
  const parts = raw.map((value) => Math.exp(value - most));
  const total = parts.reduce((sum, part) => sum + part, 0);
  const knots = [-bound];
  for (const part of parts.subarray(0, -1)) {
    const share = LEAST + ((1 - LEAST * raw.length) * part) / total;
    knots.push(knots[knots.length - 1]! + 2 * bound * share);
  }
  return [...knots, bound];
}

function softplus(x: number): number {
  return Math.max(0, x) + Math.log1p(Math.exp(-Math.abs(x)));
}
