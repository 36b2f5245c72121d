import {sizeOf} from '../../format/graph.js';
import type {Compute} from './tensor.js';

export const reshape: Compute<'reshape'> = (_, [input]) => input!.data;

export const permute: Compute<'permute'> = (node, [input]) => {
  const {shape, data} = input!;
  const strides = shape.map((_, axis) => sizeOf(shape.slice(axis + 1)));
  return Float32Array.from({length: data.length}, (_, index) => {
    let [from, rest] = [0, index];
    for (let axis = node.shape.length - 1; axis >= 0; axis--) {
      from += (rest % node.shape[axis]!) * strides[node.permutation[axis]!]!;
      rest = Math.floor(rest / node.shape[axis]!);
    }
    return data[from]!;
  });
};

export const concatenate: Compute<'concatenate'> = (node, inputs) => {
  const result = new Float32Array(sizeOf(node.shape));
  const blocks = sizeOf(node.shape.slice(0, node.axis));
  let at = 0;
  for (let block = 0; block < blocks; block++) {
    for (const {data} of inputs) {
      const length = data.length / blocks;
      result.set(data.subarray(block * length, (block + 1) * length), at);
      at += length;
    }
  }
  return result;
};
