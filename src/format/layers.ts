import {CONVOLUTION_LAYERS} from './convolution-layers.js';
import type {Operation} from './graph.js';
import {sizeOf} from './graph.js';
import type {Value} from './graph-builder.js';
import type {Layer, LayerReader} from './layer.js';
import {activation, edges, flag, number, only, option, spatial} from './layer.js';
import {LIMITS} from './limits.js';
import {NORMALIZATION_LAYERS} from './normalization-layers.js';
import {POOLING_LAYERS} from './pooling-layers.js';

const dense: LayerReader = (layer, inputs) => {
  const input = layer.builder.toPlain(only(layer, inputs));
  const units = option(layer, 'units').integer(1, LIMITS.elements);
  const features = input.shape[input.shape.length - 1];
  if (features === undefined) return layer.config.fail(`layer ${layer.name} needs an input with features`);
  const useBias = flag(layer, 'use_bias', true);
  const weights = [layer.weight('kernel', [features, units])];
  if (useBias) weights.push(layer.weight('bias', [units]));
  const shape = [...input.shape.slice(0, -1), units];
  return layer.builder.node(layer.name, {op: 'dense', useBias, activation: activation(layer)}, [input], shape, weights);
};

/** An operation on each element alone, which does not care where the channels are. */
function elementwise(operation: (layer: Layer) => Operation): LayerReader {
  return (layer, inputs) => {
    const input = only(layer, inputs);
    return {...layer.builder.node(layer.name, operation(layer), [input], input.shape), channelsFirst: input.channelsFirst};
  };
}

const activate: LayerReader = (layer, inputs) => {
  const name = activation(layer);
  const input = name === 'softmax' ? layer.builder.toPlain(only(layer, inputs)) : only(layer, inputs);
  return elementwise(() => ({op: 'activation', activation: name}))(layer, [input]);
};

const softmax: LayerReader = (layer, inputs) => {
  const input = layer.builder.toPlain(only(layer, inputs));
  const field = option(layer, 'axis');
  const rank = input.shape.length + 1;
  const item = Array.isArray(field.value) ? field.items(1)[0] : field;
  // tfjs-layers has 1 as its default, Keras −1.
  const axis = item?.present ? item.integer(-rank, rank - 1) : 1;
  if (axis !== -1 && axis !== rank - 1) field.fail(`softmax over axis ${axis} is not supported, only over the last`, 'unsupported-layer');
  return layer.builder.node(layer.name, {op: 'activation', activation: 'softmax'}, [input], input.shape);
};

const relu = elementwise((layer) => ({
  op: 'relu',
  negativeSlope: number(layer, 'negative_slope', 0),
  maxValue: number(layer, 'max_value', Infinity),
  threshold: number(layer, 'threshold', 0),
}));

const leakyRelu = elementwise((layer) => ({op: 'relu', negativeSlope: number(layer, 'alpha', 0.3), maxValue: Infinity, threshold: 0}));

const elu = elementwise((layer) => ({op: 'elu', alpha: number(layer, 'alpha', 1)}));

const prelu: LayerReader = (layer, inputs) => {
  const input = layer.builder.toPlain(only(layer, inputs));
  const shared = option(layer, 'shared_axes');
  const axes = shared.present ? (Array.isArray(shared.value) ? shared.items(LIMITS.rank) : [shared]) : [];
  const alpha = [...input.shape];
  for (const axis of axes) alpha[axis.integer(1, alpha.length) - 1] = 1;
  return layer.builder.node(layer.name, {op: 'prelu'}, [input], input.shape, [layer.weight('alpha', alpha)]);
};

const reshape: LayerReader = (layer, inputs) => {
  const input = layer.builder.toPlain(only(layer, inputs));
  const field = option(layer, 'target_shape');
  // −1 and null both mean "whatever is left".
  const target = field.items(LIMITS.rank).map((item) => (item.present ? item.integer(-1, LIMITS.elements) : -1));
  const size = sizeOf(input.shape);
  const open = target.indexOf(-1);
  if (open >= 0) target[open] = size / sizeOf(target.filter((_, axis) => axis !== open));
  if (target.some((extent) => !Number.isInteger(extent) || extent < 1) || sizeOf(target) !== size) {
    field.fail(`does not fit an input of [${input.shape.join(', ')}]`);
  }
  return layer.builder.node(layer.name, {op: 'reshape'}, [input], target);
};

/** A channels_first Flatten moves the channels to the end before it flattens: that is how such values are stored here. */
const flatten: LayerReader = (layer, inputs) => {
  const input = only(layer, inputs);
  const first = input.shape.length > 1 && ['channels_first', 'channelsFirst'].includes(String(option(layer, 'data_format').value));
  const value = first ? layer.builder.toChannelsLast(input) : layer.builder.toPlain(input);
  return layer.builder.node(layer.name, {op: 'reshape'}, [value], [sizeOf(value.shape)]);
};

const permute: LayerReader = (layer, inputs) => {
  const input = layer.builder.toPlain(only(layer, inputs));
  const field = option(layer, 'dims');
  const permutation = field.items(LIMITS.rank).map((item) => item.integer(1, input.shape.length) - 1);
  if (permutation.length !== input.shape.length || new Set(permutation).size !== permutation.length) {
    field.fail(`must name each axis of [${input.shape.join(', ')}] once, from 1`);
  }
  const shape = permutation.map((axis) => input.shape[axis]!);
  return layer.builder.node(layer.name, {op: 'permute', permutation}, [input], shape);
};

const zeroPadding: LayerReader = (layer, inputs) => {
  const {input, channelsFirst} = spatial(layer, inputs, 3);
  const padding = edges(layer, 'padding', 1);
  const [rows, columns, channels] = input.shape as [number, number, number];
  const shape = [rows + padding.top + padding.bottom, columns + padding.left + padding.right, channels];
  return {...layer.builder.node(layer.name, {op: 'pad', padding}, [input], shape), channelsFirst};
};

const cropping: LayerReader = (layer, inputs) => {
  const {input, channelsFirst} = spatial(layer, inputs, 3);
  const cut = edges(layer, 'cropping', 0);
  const [rows, columns, channels] = input.shape as [number, number, number];
  const shape = [rows - cut.top - cut.bottom, columns - cut.left - cut.right, channels];
  return {...layer.builder.node(layer.name, {op: 'crop', cropping: cut}, [input], shape), channelsFirst};
};

/** Shapes are broadcast against each other from the right, as Keras does. */
function merge(op: 'add' | 'subtract' | 'multiply'): LayerReader {
  return (layer, inputs) => {
    if (inputs.length < 2 || (op === 'subtract' && inputs.length > 2)) {
      layer.config.fail(`layer ${layer.name} takes ${op === 'subtract' ? '' : 'at least '}two inputs, found ${inputs.length}`);
    }
    const {values, channelsFirst} = alike(layer, inputs);
    const rank = Math.max(...values.map((value) => value.shape.length));
    const shape = Array.from({length: rank}, (_, axis) => {
      const extents = values.map((value) => value.shape[axis - rank + value.shape.length] ?? 1);
      const extent = Math.max(...extents);
      if (extents.some((other) => other !== extent && other !== 1)) {
        layer.config.fail(`layer ${layer.name} cannot combine ${values.map((value) => `[${value.shape.join(', ')}]`).join(' and ')}`);
      }
      return extent;
    });
    return {...layer.builder.node(layer.name, {op}, values, shape), channelsFirst};
  };
}

const concatenate: LayerReader = (layer, inputs) => {
  const first = inputs[0];
  if (!first || inputs.length < 2) return layer.config.fail(`layer ${layer.name} takes at least two inputs, found ${inputs.length}`);
  const rank = first.shape.length + 1;
  const field = option(layer, 'axis');
  const given = field.present ? field.integer(-rank, rank - 1) : -1;
  const axis = given < 0 ? given + rank : given;
  if (axis === 0) field.fail('cannot join along the batch');
  const {values, channelsFirst} = alike(layer, inputs);
  // Axis 1 of a channels_first value is stored last, the others one place earlier.
  const stored = channelsFirst ? (axis + rank - 3) % (rank - 1) : axis - 1;
  const shape = [...values[0]!.shape];
  for (const value of values.slice(1)) {
    const fits = value.shape.length === shape.length && value.shape.every((extent, at) => at === stored || extent === shape[at]);
    if (!fits) layer.config.fail(`layer ${layer.name} cannot join [${shape.join(', ')}] and [${value.shape.join(', ')}]`);
    shape[stored]! += value.shape[stored]!;
  }
  return {...layer.builder.node(layer.name, {op: 'concatenate', axis: stored}, values, shape), channelsFirst};
};

/** Several inputs in one order of axes: kept as they are stored where all are channels_first with the same number of axes. */
function alike(layer: Layer, inputs: Value[]): {values: Value[]; channelsFirst: boolean} {
  const rank = inputs[0]!.shape.length;
  const channelsFirst = inputs.every((input) => input.channelsFirst && input.shape.length === rank);
  return {values: channelsFirst ? inputs : inputs.map((input) => layer.builder.toPlain(input)), channelsFirst};
}

/** Every layer class that is read; any other is refused by name. */
export const LAYERS: ReadonlyMap<string, LayerReader> = new Map(
  Object.entries({
    ...CONVOLUTION_LAYERS,
    ...POOLING_LAYERS,
    ...NORMALIZATION_LAYERS,
    Dense: dense,
    Activation: activate,
    Softmax: softmax,
    ReLU: relu,
    LeakyReLU: leakyRelu,
    ELU: elu,
    PReLU: prelu,
    Reshape: reshape,
    Flatten: flatten,
    Permute: permute,
    Dropout: only,
    ZeroPadding2D: zeroPadding,
    Cropping2D: cropping,
    Add: merge('add'),
    Subtract: merge('subtract'),
    Multiply: merge('multiply'),
    Concatenate: concatenate,
  }),
);
