import type {LayerReader} from './layer.js';
import {choice, pair, refuseUnless, spatial} from './layer.js';
import {frame, padding} from './window.js';

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

export const POOLING_LAYERS: Record<string, LayerReader> = {
  MaxPooling2D: pool('maxPool'),
  AveragePooling2D: pool('averagePool'),
  GlobalAveragePooling2D: globalAveragePool,
  UpSampling2D: upsample,
};
