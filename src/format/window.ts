import type {Edges} from './graph.js';
import type {Layer} from './layer.js';
import {choice} from './layer.js';

export type Window = {kernel: [number, number]; strides: [number, number]; dilation: [number, number]};
/** Zeros around an image, and the rows and columns of the output. */
export type Frame = {padding: Edges; rows: number; columns: number};

/** Output extent and padding of a window along one axis, by the rule of Keras: `same` puts the odd pixel at the end. */
export function along(
  extent: number,
  kernel: number,
  stride: number,
  dilation: number,
  mode: string,
): {out: number; before: number; after: number} {
  const reach = (kernel - 1) * dilation + 1;
  if (mode === 'causal') return {out: Math.ceil(extent / stride), before: reach - 1, after: 0};
  if (mode === 'valid') return {out: Math.ceil((extent - reach + 1) / stride), before: 0, after: 0};
  const out = Math.ceil(extent / stride);
  const total = Math.max((out - 1) * stride + reach - extent, 0);
  return {out, before: Math.floor(total / 2), after: Math.ceil(total / 2)};
}

export function frame(shape: number[], {kernel, strides, dilation}: Window, mode: string): Frame {
  const rows = along(shape[0]!, kernel[0], strides[0], dilation[0], mode);
  const columns = along(shape[1]!, kernel[1], strides[1], dilation[1], mode);
  return {
    padding: {top: rows.before, bottom: rows.after, left: columns.before, right: columns.after},
    rows: rows.out,
    columns: columns.out,
  };
}

export function padding(layer: Layer): 'valid' | 'same' {
  return choice(layer, 'padding', ['valid', 'same'], 'valid');
}
