import type {Edges} from './graph.js';
import type {Value} from './graph-builder.js';
import type {Layer, LayerReader} from './layer.js';
import {activation, choice, flag, number, only, option, pair, refuseUnless, spatial} from './layer.js';

type Window = {kernel: [number, number]; strides: [number, number]; dilation: [number, number]};
type Frame = {padding: Edges; rows: number; columns: number};

/** Output extent and padding of a window along one axis, by the rule of Keras: `same` puts the odd pixel at the end. */
function along(
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

function frame(shape: number[], {kernel, strides, dilation}: Window, mode: string): Frame {
  const rows = along(shape[0]!, kernel[0], strides[0], dilation[0], mode);
  const columns = along(shape[1]!, kernel[1], strides[1], dilation[1], mode);
  return {
    padding: {top: rows.before, bottom: rows.after, left: columns.before, right: columns.after},
    rows: rows.out,
    columns: columns.out,
  };
}

function padding(layer: Layer): 'valid' | 'same' {
  return choice(layer, 'padding', ['valid', 'same'], 'valid');
}

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

function pool(op: 'maxPool' | 'averagePool'): LayerReader {
  return (layer, inputs) => {
    const {input, channelsFirst} = spatial(layer, inputs, 3);
    const size = pair(layer, 'pool_size', [2, 2]);
    const strides = pair(layer, 'strides', size);
    const {padding: edges, rows, columns} = frame(input.shape, {kernel: size, strides, dilation: [1, 1]}, padding(layer));
    const shape = [rows, columns, input.shape[2]!];
    return {...layer.builder.node(layer.name, {op, size, strides, padding: edges}, [input], shape), channelsFirst};
  };
}

const globalAveragePool: LayerReader = (layer, inputs) => {
  const {input} = spatial(layer, inputs, 3);
  refuseUnless(layer, 'keepdims', false);
  return layer.builder.node(layer.name, {op: 'globalAveragePool'}, [input], [input.shape[2]!]);
};

const upsample: LayerReader = (layer, inputs) => {
  const {input, channelsFirst} = spatial(layer, inputs, 3);
  const size = pair(layer, 'size', [2, 2]);
  const interpolation = choice(layer, 'interpolation', ['nearest', 'bilinear'], 'nearest');
  const shape = [input.shape[0]! * size[0], input.shape[1]! * size[1], input.shape[2]!];
  return {...layer.builder.node(layer.name, {op: 'upsample', size, interpolation}, [input], shape), channelsFirst};
};

/** Batch statistics are those of training, as ever in inference. */
const batchNormalization: LayerReader = (layer, inputs) => {
  const {value, channelsFirst} = normalised(layer, only(layer, inputs));
  const channels = value.shape[value.shape.length - 1]!;
  const [scale, center] = [flag(layer, 'scale', true), flag(layer, 'center', true)];
  const weights = scaleAndCenter(layer, scale, center, channels);
  weights.push(layer.weight('moving_mean', [channels], false), layer.weight('moving_variance', [channels], false));
  const momentum = number(layer, 'momentum', 0.99);
  const operation = {op: 'batchNormalization', epsilon: number(layer, 'epsilon', 1e-3), momentum, scale, center} as const;
  return {...layer.builder.node(layer.name, operation, [value], value.shape, weights), channelsFirst};
};

const layerNormalization: LayerReader = (layer, inputs) => {
  const {value, channelsFirst} = normalised(layer, only(layer, inputs));
  const [scale, center] = [flag(layer, 'scale', true), flag(layer, 'center', true)];
  const weights = scaleAndCenter(layer, scale, center, value.shape[value.shape.length - 1]!);
  const operation = {op: 'layerNormalization', epsilon: number(layer, 'epsilon', 1e-3), scale, center} as const;
  return {...layer.builder.node(layer.name, operation, [value], value.shape, weights), channelsFirst};
};

function scaleAndCenter(layer: Layer, scale: boolean, center: boolean, channels: number): number[] {
  const weights: number[] = [];
  if (scale) weights.push(layer.weight('gamma', [channels]));
  if (center) weights.push(layer.weight('beta', [channels]));
  return weights;
}

/** The input with its normalised axis stored last: that axis is the last one, or the first after the batch in a channels_first net. */
function normalised(layer: Layer, input: Value): {value: Value; channelsFirst: boolean} {
  const field = option(layer, 'axis');
  const rank = input.shape.length + 1;
  const item = Array.isArray(field.value) ? field.items(1)[0] : field;
  const axis = item?.present ? item.integer(-rank, rank - 1) : -1;
  if (axis === -1 || axis === rank - 1) return {value: layer.builder.toPlain(input), channelsFirst: false};
  if (axis === 1 || axis === 1 - rank) return {value: layer.builder.toChannelsLast(input), channelsFirst: true};
  return field.fail(`normalisation over axis ${axis} is not supported`, 'unsupported-layer');
}

export const CONVOLUTION_LAYERS: Record<string, LayerReader> = {
  Conv1D: conv1d,
  Conv2D: conv2d,
  Conv2DTranspose: conv2dTranspose,
  DepthwiseConv2D: depthwiseConv2d,
  MaxPooling2D: pool('maxPool'),
  AveragePooling2D: pool('averagePool'),
  GlobalAveragePooling2D: globalAveragePool,
  UpSampling2D: upsample,
  BatchNormalization: batchNormalization,
  LayerNormalization: layerNormalization,
};
