import type {Edges, Graph} from '../format/graph.js';
import type {Geometry} from './geometry.js';

/** An elementwise function after a step, already with its numbers. `clamp` costs nothing, since every convolution ends in one. */
export type Ending =
  | {kind: 'clamp'; low: number; high: number}
  /** slope·(x − threshold) below the threshold, min(x, high) above. */
  | {kind: 'leaky'; slope: number; threshold: number; high: number}
  /** scale·x above 0, scale·alpha·(eˣ − 1) below. */
  | {kind: 'elu'; alpha: number; scale: number}
  | {kind: 'sigmoid' | 'tanh' | 'softplus' | 'softsign' | 'swish' | 'gelu'}
  /** clamp(factor·x + summand, 0, 1) */
  | {kind: 'hardSigmoid'; factor: number; summand: number};

/** Batch normalisation with its running statistics, as indices of weights. */
export type Norm = {gamma: number | undefined; beta: number | undefined; mean: number; variance: number; epsilon: number; channels: number};

/** Where a step's kernel comes from: stock weights, and the batch normalisation that is folded into them. */
export type Kernel = {
  kernel: number;
  bias: number | undefined;
  norm: Norm | undefined;
  /** Axes of the stock kernel. Dense layers have one tap, Conv1D one column. */
  layout: 'rows columns in out' | 'rows columns out in';
  columns: number;
  channels: number;
  filters: number;
};

/** A place for a value: `size` elements for each example, `offset` of the first one, to be multiplied by the examples that fit in at once. */
export type Slot = {size: number; offset: number};

/** An image within its slot, with zeros around it for the step that reads it. */
export type Framed = {slot: number; rows: number; columns: number; channels: number; frame: Edges};

/** One computation. Numbers named `from`, `to` and `with` are slots. `rows` counts the leading axes, `channels` the last one. */
export type Step =
  | {kind: 'convolution'; from: Framed; to: Framed; kernel: Kernel; geometry: Geometry; ending: Ending}
  | {kind: 'depthwise'; from: Framed; to: number; kernel: Kernel; geometry: Geometry; multiplier: number; ending: Ending}
  /** Copies an image into a frame, each row and column repeated; a negative frame cuts. */
  | {kind: 'frame'; from: number; to: Framed; repeatY: number; repeatX: number}
  /** Zeros around an image that a step wrote in its place. */
  | {kind: 'border'; to: Framed}
  | {kind: 'ending'; from: number; to: number; size: number; ending: Ending}
  | {kind: 'softmax'; from: number; to: number; rows: number; channels: number}
  | {kind: 'affine'; from: number; to: number; rows: number; channels: number; norm: Norm}
  | {
      kind: 'layerNorm';
      from: number;
      to: number;
      rows: number;
      channels: number;
      gamma: number | undefined;
      beta: number | undefined;
      epsilon: number;
    }
  | {kind: 'prelu'; from: number; to: number; shape: number[]; alpha: number}
  | {kind: 'permute'; from: number; to: number; shape: number[]; permutation: number[]}
  | {kind: 'bilinear'; from: number; to: number; rows: number; columns: number; channels: number; factorY: number; factorX: number}
  | {
      kind: 'pool';
      from: number;
      to: number;
      input: [number, number];
      output: [number, number];
      channels: number;
      window: [number, number];
      strides: [number, number];
      top: number;
      left: number;
      average: boolean;
    }
  | {
      kind: 'combine';
      op: 'add' | 'subtract' | 'multiply';
      from: number;
      with: number;
      to: number;
      shape: number[];
      shapes: [number[], number[]];
    }
  /** One part of a concatenation: `blocks` of `length` elements, `stride` apart at the target, from `offset` on. */
  | {kind: 'join'; from: number; to: number; blocks: number; length: number; stride: number; offset: number};

/** What a net computes, independent of the engine: fused steps over slots of one arena. */
export type Plan = {
  graph: Graph;
  steps: Step[];
  slots: Slot[];
  /** Slots of the graph's inputs and outputs. */
  inputs: number[];
  outputs: number[];
  /** Elements of the arena for each example. */
  arena: number;
};

export const LINEAR: Ending = {kind: 'clamp', low: -Infinity, high: Infinity};

export function isLinear(ending: Ending): boolean {
  return ending.kind === 'clamp' && ending.low === -Infinity && ending.high === Infinity;
}
