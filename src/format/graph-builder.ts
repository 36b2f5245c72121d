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
  #connections = 0;
  #phases = 0;

  constructor(weights: WeightSpec[], fail: (problem: string) => never) {
    this.graph = {inputs: [], outputs: [], nodes: this.#nodes, weights};
    this.#fail = fail;
  }

  /** All inputs come before the first node, since values are numbered in that order. */
  input(name: string, shape: number[]): Value {
    this.#hold(sizeOf(shape));
    this.graph.inputs.push({name, shape});
    return this.#value(this.graph.inputs.length - 1, shape);
  }

  /** Each output is copied out, the same value too where it is named twice. */
  output(value: Value): void {
    this.#hold(sizeOf(value.shape));
    this.graph.outputs.push(this.toPlain(value).index);
  }

  node(name: string, operation: Operation, inputs: Value[], shape: number[], weights: number[] = []): Value {
    this.#count(operation, inputs, shape, weights);
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

  #count(operation: Operation, inputs: Value[], shape: number[], weights: number[]): void {
    const size = sizeOf(shape);
    const input = inputs[0]?.shape ?? [];
    if (shape.some((extent) => !(extent >= 1))) this.#fail(`its output would be empty: [${shape.join(', ')}]`);
    if (size > LIMITS.elements) this.#fail(`its output [${shape.join(', ')}] has more than ${LIMITS.elements} elements`);
    const framed = framedElements(operation, input);
    if (framed > LIMITS.elements) this.#fail(`its input [${input.join(', ')}] with padding has more than ${LIMITS.elements} elements`);
    this.#connections += inputs.length;
    if (this.#connections > LIMITS.connections) this.#fail(`its layers read more than ${LIMITS.connections} values up to here`);
    if (operation.op === 'conv2dTranspose') this.#phases += operation.strides[0] * operation.strides[1];
    if (this.#phases > LIMITS.phases)
      this.#fail(`the strides of transposed convolutions multiply to more than ${LIMITS.phases} up to here`);
    const used = weights.reduce((sum, index) => sum + sizeOf(this.graph.weights[index]!.shape), 0);
    this.#hold(size + framed + used);
    const reads = operation.op === 'globalAveragePool' ? sizeOf(input) : size * Math.max(1, inputs.length - 1);
    this.#multiplyAdds += Math.max(reads, size * multiplyAddsPerElement(operation, input));
    if (this.#multiplyAdds > LIMITS.multiplyAdds) this.#fail(`the net needs more than ${LIMITS.multiplyAdds} multiply-adds up to here`);
  }

  #hold(elements: number): void {
    this.#elements += elements;
    if (this.#elements > LIMITS.totalElements) this.#fail(`the net holds more than ${LIMITS.totalElements} numbers up to here`);
  }
}

/** Elements of the copy of its input, with zeros around it, that a convolution may read. */
export function framedElements(operation: Operation, [rows = 1, columns = 1, channels = 1]: readonly number[]): number {
  switch (operation.op) {
    case 'conv2d':
    case 'depthwiseConv2d': {
      const {top, bottom, left, right} = operation.padding;
      return (rows + top + bottom) * (columns + left + right) * channels;
    }
    case 'conv2dTranspose': {
      // As many as each phase has taps, on either side.
      const [tall, wide] = [0, 1].map((axis) => 2 * Math.ceil(operation.kernel[axis]! / operation.strides[axis]!)) as [number, number];
      return (rows + tall) * (columns + wide) * channels;
    }
    default:
      return 0;
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
