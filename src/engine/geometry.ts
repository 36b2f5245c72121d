import type {Edges, GraphNode} from '../format/graph.js';

/**
 * One regular grid of output pixels, all computed from the input by the same taps. An ordinary convolution is one phase; a transposed one with
 * stride s falls into s × s of them, each an ordinary convolution with every s-th row and column of the kernel (Shi et al. 2016), so nothing is scattered.
 */
export type Phase = {
  rows: number;
  columns: number;
  /** Output pixel of the grid's first point, and the distance from point to point. */
  out: {y: number; x: number; stepY: number; stepX: number};
  /** Input pixel (in the framed input) of the first tap of the first point, and the distance from point to point. */
  in: {y: number; x: number; stepY: number; stepX: number};
  /** Rows and columns of the kernel, in the order in which the input is read. */
  taps: {rows: number[]; columns: number[]};
  /** Input pixels from tap to tap. */
  tapStep: {y: number; x: number};
};

/** Zeros that the input must be framed with so that every tap of every phase lies inside. */
export type Geometry = {frame: Edges; phases: Phase[]};

type Window = Extract<GraphNode, {op: 'conv2d' | 'depthwiseConv2d'}>;
type Transposed = Extract<GraphNode, {op: 'conv2dTranspose'}>;

const range = (count: number): number[] => Array.from({length: count}, (_, index) => index);

export function windowGeometry(node: Window): Geometry {
  const [rows, columns] = node.shape as [number, number];
  const phase: Phase = {
    rows,
    columns,
    out: {y: 0, x: 0, stepY: 1, stepX: 1},
    in: {y: 0, x: 0, stepY: node.strides[0], stepX: node.strides[1]},
    taps: {rows: range(node.kernel[0]), columns: range(node.kernel[1])},
    tapStep: {y: node.dilation[0], x: node.dilation[1]},
  };
  return {frame: node.padding, phases: [phase]};
}

/** A dense layer: the leading axes are rows of single pixels. */
export function denseGeometry(rows: number): Geometry {
  const step = {y: 0, x: 0, stepY: 1, stepX: 1};
  const phase = {rows, columns: 1, out: step, in: step, taps: {rows: [0], columns: [0]}, tapStep: {y: 1, x: 1}};
  return {frame: {top: 0, bottom: 0, left: 0, right: 0}, phases: [phase]};
}

/** Along one axis: points of the output, the first of them, the first input position (maybe outside) and the kernel positions, per phase. */
type AxisPhase = {count: number; first: number; from: number; taps: number[]};

function axisPhases(out: number, kernel: number, stride: number, before: number): AxisPhase[] {
  return range(stride).map((phase) => {
    // Output y takes kernel position p from input q where q·stride + p = y + before, so p ≡ phase (mod stride).
    const taps = range(kernel)
      .filter((position) => position % stride === phase)
      .reverse();
    const first = (((phase - before) % stride) + stride) % stride;
    const count = Math.max(Math.ceil((out - first) / stride), 0);
    return {count, first, from: (first + before - phase) / stride - (taps.length - 1), taps};
  });
}

export function transposedGeometry(node: Transposed, input: readonly number[]): Geometry {
  const [rows, columns] = node.shape as [number, number];
  const vertical = axisPhases(rows, node.kernel[0], node.strides[0], node.padding.top).filter((phase) => phase.count > 0);
  const horizontal = axisPhases(columns, node.kernel[1], node.strides[1], node.padding.left).filter((phase) => phase.count > 0);
  const [top, bottom] = overhang(vertical, input[0]!);
  const [left, right] = overhang(horizontal, input[1]!);
  const phases = vertical.flatMap((y) =>
    horizontal.map((x) => ({
      rows: y.count,
      columns: x.count,
      out: {y: y.first, x: x.first, stepY: node.strides[0], stepX: node.strides[1]},
      in: {y: y.from + top, x: x.from + left, stepY: 1, stepX: 1},
      taps: {rows: y.taps, columns: x.taps},
      tapStep: {y: 1, x: 1},
    })),
  );
  return {frame: {top, bottom, left, right}, phases};
}

/** How far the phases of one axis read beyond an input of `extent`, before and after it. */
function overhang(phases: AxisPhase[], extent: number): [number, number] {
  const reading = phases.filter((phase) => phase.taps.length > 0);
  const before = Math.max(0, ...reading.map((phase) => -phase.from));
  const after = Math.max(0, ...reading.map((phase) => phase.from + phase.count - 1 + phase.taps.length - 1 - (extent - 1)));
  return [before, after];
}
