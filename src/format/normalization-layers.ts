import type {Value} from './graph-builder.js';
import type {Layer, LayerReader} from './layer.js';
import {flag, number, only, option} from './layer.js';

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

export const NORMALIZATION_LAYERS: Record<string, LayerReader> = {
  BatchNormalization: batchNormalization,
  LayerNormalization: layerNormalization,
};
