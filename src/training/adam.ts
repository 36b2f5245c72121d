import * as tf from '@tensorflow/tfjs-core';
import type {Optimizer} from './descent.js';
import type {Exchange} from './exchange.js';
import {type HeapBackend} from './heap.js';
import {fusedKernels} from './kernels.js';

export type AdamOptions = {beta1: number; beta2: number; epsilon: number};

export const ADAM: AdamOptions = {beta1: 0.9, beta2: 0.999, epsilon: 1e-8};

/** Parameters from `start` to `end`. */
export type Range = {start: number; end: number};

/**
 * Adam (Kingma and Ba 2015) on one worker's shard of the flat parameters, or on the part of it that lies in `range`, with an exponential moving average of them. One fused pass on tfjs-wasm's heap; a plain loop on other backends.
 * The state starts from the exchange's, so that a checkpoint is restored by writing it there.
 */
export class ShardedAdam implements Optimizer {
  readonly #exchange: Exchange;
  readonly #options: AdamOptions;
  readonly #shard: Shard;
  readonly #range: Range;

  constructor(exchange: Exchange, options: AdamOptions = ADAM, range: Range = exchange) {
    this.#exchange = exchange;
    this.#options = options;
    const start = Math.max(range.start, exchange.start);
    this.#range = {start, end: Math.max(start, Math.min(range.end, exchange.end))};
    const length = this.#range.end - start;
    this.#shard = fusedKernels() ? new HeapShard(length) : new PlainShard(length);
    const [parameters, , ...state] = this.#shard.arrays();
    for (const [i, values] of [exchange.parameters, ...exchange.state].entries()) {
      [parameters, ...state][i]!.set(this.#own(values));
    }
  }

  update(step: number, rate: number, decay: number): void {
    const {beta1, beta2, epsilon} = this.#options;
    const corrected = (rate * Math.sqrt(1 - beta2 ** step)) / (1 - beta1 ** step);
    this.#exchange.meanGradients(this.#shard.arrays()[1]!, this.#range.start, this.#range.end);
    this.#shard.step({rate: corrected, beta1, beta2, epsilon, decay});
    this.#own(this.#exchange.parameters).set(this.#shard.arrays()[0]!);
  }

  reload(): void {
    this.#shard.arrays()[0]!.set(this.#own(this.#exchange.parameters));
  }

  /** Writes moments and moving average to the exchange. */
  save(): void {
    const state = this.#shard.arrays().slice(2);
    for (const [i, values] of state.entries()) this.#own(this.#exchange.state[i]!).set(values);
  }

  dispose(): void {
    this.#shard.dispose();
  }

  #own(values: Float32Array): Float32Array {
    return values.subarray(this.#range.start, this.#range.end);
  }
}

type Coefficients = AdamOptions & {rate: number; decay: number};

/** Five arrays: parameters, gradients, first and second moment, moving average. Views are fetched for each use: the heap may grow. */
interface Shard {
  arrays(): Float32Array[];
  step(coefficients: Coefficients): void;
  dispose(): void;
}

class HeapShard implements Shard {
  readonly #tensors: tf.Tensor[];
  readonly #length: number;

  constructor(length: number) {
    this.#length = length;
    // The kernel takes whole vectors.
    this.#tensors = Array.from({length: 5}, () => tf.keep(tf.zeros([Math.ceil(length / 4) * 4])));
  }

  arrays(): Float32Array[] {
    const backend = tf.backend() as unknown as HeapBackend;
    return this.#tensors.map((tensor) => backend.typedArrayFromHeap(tensor).subarray(0, this.#length));
  }

  step(coefficients: Coefficients): void {
    const [parameters, gradients, first, second, average] = this.#tensors as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
    tf.engine().runKernel('AdamStep', {parameters, gradients, first, second, average}, coefficients as unknown as tf.NamedAttrMap);
  }

  dispose(): void {
    tf.dispose(this.#tensors);
  }
}

class PlainShard implements Shard {
  readonly #arrays: Float32Array[];

  constructor(length: number) {
    this.#arrays = Array.from({length: 5}, () => new Float32Array(length));
  }

  arrays(): Float32Array[] {
    return this.#arrays;
  }

  step({rate, beta1, beta2, epsilon, decay}: Coefficients): void {
    const [parameters, gradients, first, second, average] = this.#arrays as [
      Float32Array,
      Float32Array,
      Float32Array,
      Float32Array,
      Float32Array,
    ];
    for (let i = 0; i < parameters.length; i++) {
      const gradient = gradients[i]!;
      first[i] = beta1 * first[i]! + (1 - beta1) * gradient;
      second[i] = beta2 * second[i]! + (1 - beta2) * gradient * gradient;
      parameters[i] = parameters[i]! - (rate * first[i]!) / (Math.sqrt(second[i]!) + epsilon);
      average[i] = average[i]! + (1 - decay) * (parameters[i]! - average[i]!);
    }
  }

  dispose(): void {}
}
