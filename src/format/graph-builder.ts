import type {Graph, GraphNode, Operation, WeightSpec} from './graph.js';
import {sizeOf} from './graph.js';
import {LIMITS} from './limits.js';

/**
 * A tensor while a graph is read. `shape` is the stored one, always channels last. Where `channelsFirst` is set the file means [channels, …]:
 * a `channels_first` layer then needs no transposition, and one appears only where such a value meets a layer that reads it as plain data.
 */
export type Value = {index: number; shape: number[]; channelsFirst: boolean};

/** Collects the nodes of a graph in topological order and keeps count of its size. */
export class GraphBuilder {
  readonly graph: Graph;
  readonly #nodes: GraphNode[] = [];
  readonly #converted = new Map<string, Value>();
  readonly #fail: (problem: string) => never;
  #elements = 0;
  #multiplyAdds = 0;

  constructor(weights: WeightSpec[], fail: (problem: string) => never) {
    this.graph = {inputs: [], outputs: [], nodes: this.#nodes, weights};
    this.#fail = fail;
  }

  /** All inputs come before the first node, since values are numbered in that order. */
  input(name: string, shape: number[]): Value {
    this.graph.inputs.push({name, shape});
    return this.#value(this.graph.inputs.length - 1, shape);
  }

  node(name: string, operation: Operation, inputs: Value[], shape: number[], weights: number[] = []): Value {
    this.#count(shape, multiplyAddsPerElement(operation, inputs[0]?.shape ?? []));
    this.#nodes.push({name, inputs: inputs.map((input) => input.index), weights, shape, ...operation});
    return this.#value(this.graph.inputs.length + this.#nodes.length - 1, shape);
  }

  /** The value as a channels_first layer wants it for computing: stored channels last. */
  toChannelsLast(value: Value): Value {
    if (value.channelsFirst) return {...value, channelsFirst: false};
    const axes = value.shape.map((_, axis) => axis);
    return this.#permute(value, [...axes.slice(1), 0]);
  }

  /** The value with its elements in the order that the file means. */
  toPlain(value: Value): Value {
    if (!value.channelsFirst) return value;
    const last = value.shape.length - 1;
    const axes = value.shape.slice(1).map((_, axis) => axis);
    return this.#permute({...value, channelsFirst: false}, [last, ...axes]);
  }

  #permute(value: Value, permutation: number[]): Value {
    const key = `${value.index}:${permutation.join()}`;
    const known = this.#converted.get(key);
    if (known) return known;
    const shape = permutation.map((axis) => value.shape[axis]!);
    const result = this.node('channels', {op: 'permute', permutation}, [value], shape);
    this.#converted.set(key, result);
    return result;
  }

  #value(index: number, shape: number[]): Value {
    return {index, shape, channelsFirst: false};
  }

  #count(shape: number[], perElement: number): void {
    const size = sizeOf(shape);
    if (shape.some((extent) => !(extent >= 1))) this.#fail(`its output would be empty: [${shape.join(', ')}]`);
    if (size > LIMITS.elements) this.#fail(`its output [${shape.join(', ')}] has more than ${LIMITS.elements} elements`);
    this.#elements += size;
    this.#multiplyAdds += size * perElement;
    if (this.#elements > LIMITS.totalElements) this.#fail(`the net has more than ${LIMITS.totalElements} values up to here`);
    if (this.#multiplyAdds > LIMITS.multiplyAdds) this.#fail(`the net needs more than ${LIMITS.multiplyAdds} multiply-adds up to here`);
  }
}

/** Multiply-adds for one element of a node's output, counting every position of the kernel. */
export function multiplyAddsPerElement(operation: Operation, input: readonly number[]): number {
  const channels = input[input.length - 1] ?? 1;
  switch (operation.op) {
    case 'dense':
      return channels;
    case 'conv2d':
      return operation.kernel[0] * operation.kernel[1] * channels;
    case 'conv2dTranspose':
      return (operation.kernel[0] * operation.kernel[1] * channels) / (operation.strides[0] * operation.strides[1]);
    case 'depthwiseConv2d':
      return operation.kernel[0] * operation.kernel[1];
    case 'maxPool':
    case 'averagePool':
      return operation.size[0] * operation.size[1];
    default:
      return 1;
  }
}
