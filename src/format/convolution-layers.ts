import type {Layer, LayerReader} from './layer.js';
import {activation, choice, flag, option, pair, refuseUnless, spatial} from './layer.js';
import {along, frame, padding} from './window.js';

function filters(layer: Layer): number {
  return option(layer, 'filters').integer(1, 65536);
}

function kernelAndBias(layer: Layer, kernel: number[], useBias: boolean, outputs: number, name = 'kernel'): number[] {
  const weights = [layer.weight(name, kernel)];
  if (useBias) weights.push(layer.weight('bias', [outputs]));
  return weights;
}

const conv2d: LayerReader = (layer, inputs) => {
  const {input, channelsFirst} = spatial(layer, inputs, 3);
  refuseUnless(layer, 'groups', 1);
  const window = {
    kernel: pair(layer, 'kernel_size'),
    strides: pair(layer, 'strides', [1, 1]),
    dilation: pair(layer, 'dilation_rate', [1, 1]),
  };
  const {padding: edges, rows, columns} = frame(input.shape, window, padding(layer));
  const outputs = filters(layer);
  const useBias = flag(layer, 'use_bias', true);
  const weights = kernelAndBias(layer, [...window.kernel, input.shape[2]!, outputs], useBias, outputs);
  const operation = {op: 'conv2d', ...window, padding: edges, useBias, activation: activation(layer)} as const;
  return {...layer.builder.node(layer.name, operation, [input], [rows, columns, outputs], weights), channelsFirst};
};

/** A convolution over [time, 1, channels]; the kernel keeps its stock shape [time, in, out], which has the same elements in the same order. */
const conv1d: LayerReader = (layer, inputs) => {
  const {input, channelsFirst} = spatial(layer, inputs, 2);
  refuseUnless(layer, 'groups', 1);
  const size = (key: string): [number, number] => [single(layer, key), 1];
  const window = {kernel: size('kernel_size'), strides: size('strides'), dilation: size('dilation_rate')};
  const mode = choice(layer, 'padding', ['valid', 'same', 'causal'], 'valid');
  const [time, channels] = [input.shape[0]!, input.shape[1]!];
  const rows = along(time, window.kernel[0], window.strides[0], window.dilation[0], mode);
  const outputs = filters(layer);
  const useBias = flag(layer, 'use_bias', true);
  const weights = kernelAndBias(layer, [window.kernel[0], channels, outputs], useBias, outputs);
  const edges = {top: rows.before, bottom: rows.after, left: 0, right: 0};
  const operation = {op: 'conv2d', ...window, padding: edges, useBias, activation: activation(layer)} as const;
  const image = layer.builder.node(layer.name, {op: 'reshape'}, [input], [time, 1, channels]);
  const result = layer.builder.node(layer.name, operation, [image], [rows.out, 1, outputs], weights);
  return {...layer.builder.node(layer.name, {op: 'reshape'}, [result], [rows.out, outputs]), channelsFirst};
};

function single(layer: Layer, key: string): number {
  const field = option(layer, key);
  if (!field.present && key !== 'kernel_size') return 1;
  return (Array.isArray(field.value) ? (field.items(1)[0] ?? field) : field).integer(1, 4096);
}

const conv2dTranspose: LayerReader = (layer, inputs) => {
  const {input, channelsFirst} = spatial(layer, inputs, 3);
  refuseUnless(layer, 'dilation_rate', 1);
  refuseUnless(layer, 'output_padding', null);
  const kernel = pair(layer, 'kernel_size');
  const strides = pair(layer, 'strides', [1, 1]);
  const mode = padding(layer);
  // `same` makes extent · stride of it; a kernel smaller than its stride leaves rows that only the bias fills.
  const axis = (at: 0 | 1): {out: number; before: number; after: number} => {
    const extent = input.shape[at]!;
    const full = (extent - 1) * strides[at] + kernel[at];
    const out = extent * strides[at] + (mode === 'valid' ? Math.max(kernel[at] - strides[at], 0) : 0);
    const before = mode === 'valid' ? 0 : Math.floor(Math.max(full - out, 0) / 2);
    return {out, before, after: full - out - before};
  };
  const [rows, columns] = [axis(0), axis(1)];
  const edges = {top: rows.before, bottom: rows.after, left: columns.before, right: columns.after};
  const outputs = filters(layer);
  const useBias = flag(layer, 'use_bias', true);
  const weights = kernelAndBias(layer, [...kernel, outputs, input.shape[2]!], useBias, outputs);
  const operation = {op: 'conv2dTranspose', kernel, strides, padding: edges, useBias, activation: activation(layer)} as const;
  return {...layer.builder.node(layer.name, operation, [input], [rows.out, columns.out, outputs], weights), channelsFirst};
};

const depthwiseConv2d: LayerReader = (layer, inputs) => {
  const {input, channelsFirst} = spatial(layer, inputs, 3);
  const window = {
    kernel: pair(layer, 'kernel_size'),
    strides: pair(layer, 'strides', [1, 1]),
    dilation: pair(layer, 'dilation_rate', [1, 1]),
  };
  const {padding: edges, rows, columns} = frame(input.shape, window, padding(layer));
  const multiplier = option(layer, 'depth_multiplier').present ? option(layer, 'depth_multiplier').integer(1, 4096) : 1;
  const channels = input.shape[2]!;
  const useBias = flag(layer, 'use_bias', true);
  const outputs = channels * multiplier;
  const weights = kernelAndBias(layer, [...window.kernel, channels, multiplier], useBias, outputs, 'depthwise_kernel');
  const operation = {op: 'depthwiseConv2d', ...window, padding: edges, useBias, activation: activation(layer)} as const;
  return {...layer.builder.node(layer.name, operation, [input], [rows, columns, outputs], weights), channelsFirst};
};

export const CONVOLUTION_LAYERS: Record<string, LayerReader> = {
  Conv1D: conv1d,
  Conv2D: conv2d,
  Conv2DTranspose: conv2dTranspose,
  DepthwiseConv2D: depthwiseConv2d,
};
