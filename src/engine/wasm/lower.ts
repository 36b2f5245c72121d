import type {Edges} from '../../format/graph.js';
import {sizeOf} from '../../format/graph.js';
import {normFactors} from '../fold.js';
import type {Phase} from '../geometry.js';
import type {Ending, Framed, Plan, Step} from '../plan.js';
import {isLinear} from '../plan.js';
import type {Kernels} from './kernels.js';
import {PANEL, packBias, packDepthwise, packPanels, packRuns, runsOf} from './pack.js';

type StepOf<Kind extends Step['kind']> = Extract<Step, {kind: Kind}>;

/** Numbers that a kernel reads besides its inputs: packed weights. `fill` writes them anew whenever the net's weights change. */
export type Constant = {elements: number; offset: number; fill: (to: Float32Array, weights: readonly Float32Array[]) => void};

/** A word of a record: a whole number, a float, or the address of a constant (plus bytes). */
export type Word = number | {real: number} | {constant: Constant; bytes: number};

export type Call = {kernel: keyof Kernels; record: Word[]};

export type Lowered = {calls: Call[]; constants: Constant[]};

const ACTIVATION_CODES: Record<Ending['kind'], number> = {
  clamp: 0,
  leaky: 1,
  elu: 2,
  sigmoid: 3,
  tanh: 4,
  softplus: 5,
  softsign: 6,
  swish: 7,
  gelu: 8,
  hardSigmoid: 9,
};

const COMBINE_CODES = {add: 0, subtract: 1, multiply: 2};

/** Turns the steps of a plan into calls of kernels. Slots hold `capacity` examples each. */
export function lower(plan: Plan, capacity: number): Lowered {
  const lowering = new Lowering(plan, capacity);
  for (const step of plan.steps) lowering.step(step);
  return lowering;
}

class Lowering implements Lowered {
  readonly calls: Call[] = [];
  readonly constants: Constant[] = [];
  readonly #plan: Plan;
  readonly #capacity: number;

  constructor(plan: Plan, capacity: number) {
    this.#plan = plan;
    this.#capacity = capacity;
  }

  step(step: Step): void {
    switch (step.kind) {
      case 'convolution':
        return this.#convolution(step);
      case 'depthwise':
        return this.#depthwise(step);
      case 'frame':
        return this.#frame(step);
      case 'border': {
        const {rows, columns, channels, frame} = step.to;
        const record = [this.#address(step.to.slot), channels * 4, rows + frame.top + frame.bottom, columns + frame.left + frame.right];
        return this.#call('border', [...record, frame.top, frame.bottom, frame.left, frame.right]);
      }
      case 'ending':
        return this.#ending(step.from, step.to, step.size, step.ending);
      case 'softmax':
        return this.#call('softmax', [this.#address(step.from), this.#address(step.to), step.rows, step.channels]);
      case 'affine': {
        const {norm, channels} = step;
        const factors = this.#constant(channels, (to, weights) => to.set(normFactors(norm, weights).factors));
        const summands = this.#constant(channels, (to, weights) => to.set(normFactors(norm, weights).summands));
        return this.#call('affine', [this.#address(step.from), this.#address(step.to), step.rows, channels, factors, summands]);
      }
      case 'layerNorm': {
        const {gamma, beta, channels} = step;
        const factors = this.#constant(channels, (to, weights) => (gamma === undefined ? to.fill(1) : to.set(weights[gamma]!)));
        const summands = this.#constant(channels, (to, weights) => (beta === undefined ? to.fill(0) : to.set(weights[beta]!)));
        const record = [this.#address(step.from), this.#address(step.to), step.rows, channels, factors, summands];
        return this.#call('normalize', [...record, {real: step.epsilon}]);
      }
      case 'prelu': {
        const size = sizeOf(step.shape);
        const strides = broadcastStrides(step.shape, this.#plan.graph.weights[step.alpha]!.shape);
        const slopes = this.#constant(size, (to, weights) => spread(to, weights[step.alpha]!, step.shape, strides));
        return this.#call('prelu', [this.#address(step.from), this.#address(step.to), size, slopes]);
      }
      case 'permute': {
        const strides = step.shape.map((_, axis) => sizeOf(step.shape.slice(axis + 1)) * 4);
        const extents = step.permutation.map((axis) => step.shape[axis]!);
        const moved = step.permutation.map((axis) => strides[axis]!);
        const record = [this.#address(step.from), this.#address(step.to), sizeOf(step.shape)];
        return this.#call('permute', [...record, ...sixAxes(extents, 1), ...sixAxes(moved, 0)]);
      }
      case 'bilinear': {
        const record = [this.#address(step.from), this.#address(step.to), step.rows, step.columns, step.channels];
        return this.#call('bilinear', [...record, step.factorY, step.factorX]);
      }
      case 'pool': {
        const record = [this.#address(step.from), this.#address(step.to), step.channels, ...step.input, ...step.output];
        return this.#call('pool', [...record, ...step.window, ...step.strides, step.top, step.left, step.average ? 1 : 0]);
      }
      case 'combine':
        return this.#combine(step);
      case 'join': {
        const to = this.#address(step.to) + step.offset * 4;
        return this.#call('copy', [this.#address(step.from), to, step.blocks, step.length * 4, step.length * 4, step.stride * 4]);
      }
    }
  }

  #convolution(step: StepOf<'convolution'>): void {
    const {kernel, ending} = step;
    // Up to four filters beyond the last full panel would leave most of its lanes empty: they go along the input instead.
    const rest = kernel.filters % PANEL;
    const panels = rest <= PANEL / 2 ? kernel.filters - rest : kernel.filters;
    const bias = this.#constant(Math.ceil(kernel.filters / PANEL) * PANEL, (to, weights) => packBias(to, kernel, weights));
    for (const phase of step.geometry.phases) {
      const {runs, run} = runsOf(phase, kernel.channels);
      const taps = phase.taps.rows.length * runs;
      if (panels > 0) {
        const size = Math.ceil(panels / PANEL) * PANEL * taps * run;
        const weights = this.#constant(size, (to, stock) => packPanels(to, kernel, phase, panels, stock));
        this.#call('convolve', this.#convolveRecord(step, phase, weights, bias, 0, panels));
      }
      if (panels < kernel.filters) {
        const size = (kernel.filters - panels) * taps * Math.ceil(run / 4) * 4;
        const weights = this.#constant(size, (to, stock) => packRuns(to, kernel, phase, panels, stock));
        this.#call('convolveFew', this.#convolveRecord(step, phase, weights, bias, panels, kernel.filters - panels));
      }
    }
    if (ending.kind !== 'clamp') this.#ending(step.to.slot, step.to.slot, this.#plan.slots[step.to.slot]!.size, ending);
  }

  #convolveRecord(step: StepOf<'convolution'>, phase: Phase, weights: Word, bias: Constanted, first: number, filters: number): Word[] {
    const from = pitches(step.from);
    const to = pitches(step.to);
    const {runs, run} = runsOf(phase, step.kernel.channels);
    const origin = to.origin + phase.out.y * to.row + phase.out.x * to.pixel;
    return [
      this.#address(step.from.slot) + phase.in.y * from.row + phase.in.x * from.pixel,
      this.#address(step.to.slot) + origin + first * 4,
      weights,
      {...bias, bytes: first * 4},
      filters,
      phase.rows,
      phase.columns,
      phase.in.stepX * from.pixel,
      phase.in.stepY * from.row,
      from.image,
      phase.out.stepX * to.pixel,
      phase.out.stepY * to.row,
      to.image,
      phase.taps.rows.length,
      phase.tapStep.y * from.row,
      runs,
      phase.tapStep.x * from.pixel,
      run,
      ...limits(step.ending),
    ];
  }

  #depthwise(step: StepOf<'depthwise'>): void {
    const {kernel, multiplier, ending} = step;
    const phase = step.geometry.phases[0]!;
    const from = pitches(step.from);
    const taps = phase.taps.rows.length * phase.taps.columns.length;
    const weights = this.#constant(taps * kernel.filters, (to, stock) => packDepthwise(to, kernel, stock));
    const bias = this.#constant(kernel.filters, (to, stock) => packBias(to, kernel, stock));
    this.#call('depthwise', [
      this.#address(step.from.slot),
      this.#address(step.to),
      weights,
      bias,
      kernel.filters,
      multiplier,
      phase.rows,
      phase.columns,
      phase.in.stepX * from.pixel,
      phase.in.stepY * from.row,
      from.image,
      phase.taps.rows.length,
      phase.taps.columns.length,
      phase.tapStep.y * from.row,
      phase.tapStep.x * from.pixel,
      ...limits(ending),
    ]);
    if (ending.kind !== 'clamp') this.#ending(step.to, step.to, this.#plan.slots[step.to]!.size, ending);
  }

  #frame({from, to, repeatY, repeatX}: StepOf<'frame'>): void {
    const {rows, columns, channels, frame} = to;
    const size = [rows + frame.top + frame.bottom, columns + frame.left + frame.right];
    const record = [this.#address(from), this.#address(to.slot), channels * 4, ...size, frame.top, frame.left, rows, columns];
    this.#call('frame', [...record, repeatY, repeatX]);
  }

  #ending(from: number, to: number, size: number, ending: Ending): void {
    const numbers = {a: 0, b: 0, c: 0};
    if (ending.kind === 'clamp') Object.assign(numbers, {a: ending.low, b: ending.high});
    else if (ending.kind === 'leaky') Object.assign(numbers, {a: ending.slope, b: ending.threshold, c: ending.high});
    else if (ending.kind === 'elu') Object.assign(numbers, {a: ending.alpha, b: ending.scale});
    else if (ending.kind === 'hardSigmoid') Object.assign(numbers, {a: ending.factor, b: ending.summand});
    if (isLinear(ending) && from === to) return;
    const reals = [numbers.a, numbers.b, numbers.c].map((real) => ({real}));
    this.#call('activate', [this.#address(from), this.#address(to), size, ACTIVATION_CODES[ending.kind], ...reals]);
  }

  #combine({op, from, with: other, to, shape, shapes}: StepOf<'combine'>): void {
    const record = [this.#address(from), this.#address(other), this.#address(to), sizeOf(shape), COMBINE_CODES[op]];
    if (shapes.every((operand) => sizeOf(operand) === sizeOf(shape))) return this.#call('combine', record);
    const strides = shapes.map((operand) => broadcastStrides(shape, operand).map((stride) => stride * 4));
    const sizes = shapes.map((operand) => sizeOf(operand) * 4);
    this.#call('broadcast', [...record, ...sixAxes(shape, 1), ...sixAxes(strides[0]!, 0), ...sixAxes(strides[1]!, 0), ...sizes]);
  }

  #call(kernel: keyof Kernels, record: Word[]): void {
    this.calls.push({kernel, record});
  }

  /** Bytes from the arena's start. */
  #address(slot: number): number {
    return this.#plan.slots[slot]!.offset * this.#capacity * 4;
  }

  #constant(elements: number, fill: Constant['fill']): Constanted {
    const previous = this.constants[this.constants.length - 1];
    const offset = previous ? Math.ceil((previous.offset + previous.elements * 4) / 16) * 16 : 0;
    const constant = {elements, offset, fill};
    this.constants.push(constant);
    return {constant, bytes: 0};
  }
}

type Constanted = {constant: Constant; bytes: number};

/** Bytes from pixel to pixel, row to row and example to example, and to the image's first pixel within its frame. */
function pitches({rows, columns, channels, frame}: Framed): {pixel: number; row: number; image: number; origin: number} {
  const pixel = channels * 4;
  const row = (columns + frame.left + frame.right) * pixel;
  return {pixel, row, image: (rows + frame.top + frame.bottom) * row, origin: originOf(frame, row, pixel)};
}

function originOf({top, left}: Edges, row: number, pixel: number): number {
  return top * row + left * pixel;
}

function limits(ending: Ending): Word[] {
  return ending.kind === 'clamp' ? [{real: ending.low}, {real: ending.high}] : [{real: -Infinity}, {real: Infinity}];
}

/** Elements from one index to the next along each axis of `shape` in a tensor that is broadcast against it from the right. */
function broadcastStrides(shape: readonly number[], operand: readonly number[]): number[] {
  return shape.map((_, axis) => {
    const own = axis - shape.length + operand.length;
    return own >= 0 && operand[own]! > 1 ? sizeOf(operand.slice(own + 1)) : 0;
  });
}

function spread(to: Float32Array, from: Float32Array, shape: readonly number[], strides: readonly number[]): void {
  for (let index = 0; index < to.length; index++) {
    let [at, rest] = [0, index];
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      at += (rest % shape[axis]!) * strides[axis]!;
      rest = Math.floor(rest / shape[axis]!);
    }
    to[index] = from[at]!;
  }
}

function sixAxes(numbers: readonly number[], filler: number): number[] {
  return [...Array.from({length: 6 - numbers.length}, () => filler), ...numbers];
}
