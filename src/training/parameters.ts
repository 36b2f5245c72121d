import * as tf from '@tensorflow/tfjs-core';
import {type Graph, type Weights, sizeOf} from '../format/graph.js';

/** The values that a weight of the net `role` has once it is stored. */
export type Rounding = (role: string, weight: {name: string; shape: number[]; data: Float32Array}) => Float32Array;

type Slot = {role: string; index: number; shape: number[]; offset: number; size: number};

/** Where each trainable weight of several graphs lies in one flat array. Frozen weights stay in their graphs. */
export class ParameterLayout {
  readonly size: number;
  readonly #graphs: Record<string, Graph>;
  readonly #slots: Slot[] = [];

  constructor(graphs: Record<string, Graph>) {
    this.#graphs = graphs;
    let offset = 0;
    for (const [role, graph] of Object.entries(graphs)) {
      for (const [index, {shape, trainable}] of graph.weights.entries()) {
        if (!trainable) continue;
        this.#slots.push({role, index, shape, offset, size: sizeOf(shape)});
        offset += sizeOf(shape);
      }
    }
    this.size = offset;
  }

  /** Flat values from the graphs' own weights. */
  gather(target: Float32Array): void {
    for (const {role, index, offset} of this.#slots) target.set(this.#graphs[role]!.weights[index]!.data, offset);
  }

  /** Copies of the graphs with weights from flat values. */
  graphs(flat: Float32Array): Record<string, Graph> {
    const copies = Object.entries(this.#graphs).map(
      ([role, graph]) => [role, {...graph, weights: graph.weights.map((weight) => ({...weight}))}] as const,
    );
    const result: Record<string, Graph> = Object.fromEntries(copies);
    for (const {role, index, offset, size} of this.#slots) result[role]!.weights[index]!.data = flat.slice(offset, offset + size);
    return result;
  }

  /** Copies of all weights, the trainable ones from flat values. */
  weights(flat: Float32Array): Weights {
    const roles = Object.entries(this.#graphs).map(([role, {weights}]) => [role, weights.map(({data}) => data.slice())] as const);
    const result: Weights = Object.fromEntries(roles);
    for (const {role, index, offset, size} of this.#slots) result[role]![index] = flat.slice(offset, offset + size);
    return result;
  }

  /** Where the weights of some nets lie, which must be neighbours: from `start` to `end`. */
  range(roles: readonly string[]): {start: number; end: number} {
    const own = this.#slots.filter(({role}) => roles.includes(role));
    const start = own[0]?.offset ?? 0;
    const end = own.reduce((sum, {size}) => sum + size, start);
    const last = own.at(-1);
    if (last && last.offset + last.size !== end) throw new RangeError(`the nets ${roles.join(', ')} do not lie side by side`);
    return {start, end};
  }

  /** The weights of some nets: which of all trainable weights they are. */
  indices(roles: readonly string[]): number[] {
    return this.#slots.flatMap(({role}, at) => (roles.includes(role) ? [at] : []));
  }

  /** The trainable weights as parts of one flat tensor, in the layout's order. */
  slices(flat: tf.Tensor1D): tf.Tensor[] {
    return this.#slots.map(({shape, offset, size}) => tf.reshape(tf.slice(flat, offset, size), shape));
  }

  /**
   * The trainable weights as fresh tensors, in the layout's order; the caller disposes them.
   * Fresh, because tfjs-wasm keeps packed copies of the weights of its stock products for as long as a tensor lives.
   */
  tensors(flat: Float32Array): tf.Tensor[] {
    return this.#slots.map(({shape, offset, size}) => tf.tensor(flat.subarray(offset, offset + size), shape));
  }

  /** All weights of a graph in stock order, from the tensors of the trainable ones. */
  weightsOf(role: string, tensors: readonly tf.Tensor[]): tf.Tensor[] {
    const trainable = new Map(this.#slots.flatMap((slot, at) => (slot.role === role ? [[slot.index, tensors[at]!] as const] : [])));
    return this.#graphs[role]!.weights.map(({data, shape}, index) => trainable.get(index) ?? tf.tensor(data, shape));
  }

  /** Writes to `target` what `round` makes of each weight in `flat`. */
  round(flat: Float32Array, round: Rounding, target: Float32Array): void {
    for (const {role, index, shape, offset, size} of this.#slots) {
      const {name} = this.#graphs[role]!.weights[index]!;
      target.set(round(role, {name, shape, data: flat.subarray(offset, offset + size)}), offset);
    }
  }

  /** Calls `visit` with each trainable weight of some nets, as a part of the flat values. */
  each(roles: readonly string[], flat: Float32Array, visit: (weight: {name: string; shape: number[]; data: Float32Array}) => void): void {
    for (const {role, index, shape, offset, size} of this.#slots) {
      if (!roles.includes(role)) continue;
      visit({name: `${role}/${this.#graphs[role]!.weights[index]!.name}`, shape, data: flat.subarray(offset, offset + size)});
    }
  }

  /** Writes gradients of the weights `indices`, or of all, in the layout's order, to a flat array. */
  scatter(gradients: readonly tf.Tensor[], target: Float32Array, indices: readonly number[] = [...this.#slots.keys()]): void {
    for (const [at, index] of indices.entries()) target.set(gradients[at]!.dataSync() as Float32Array, this.#slots[index]!.offset);
  }
}
