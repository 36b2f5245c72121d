import type * as tf from '@tensorflow/tfjs-core';
import type {Random} from '../../data/random.js';
import type {GraphOptions} from '../run-graph.js';

/** The nets that are trained, by role, as functions of their inputs. */
export type NetFunctions = Record<string, (inputs: readonly (tf.Tensor | undefined)[], options?: GraphOptions) => tf.Tensor[]>;

/** What is trained on. The loop only counts: what an example is, the objective knows. Infinite where each example is made when it is needed, from its random numbers. */
export type ExampleSet = {readonly count: number};

/** Training examples: `images[i]` has `size` values of 0 … 255. `labels`: the class of each, where it is known. */
export type Examples = {images: Uint8Array; shape: number[]; count: number; labels?: Uint8Array};

/** Tensors of one batch; the caller disposes them. */
export type BatchTensors = Record<string, tf.Tensor>;

/** What is minimised. All randomness is in `batch`, one generator for each example, so that a batch can be split between workers. */
export interface Objective<Set extends ExampleSet> {
  batch(examples: Set, indices: readonly number[], randoms: readonly Random[]): BatchTensors;
  /** The mean loss of the batch, and its parts for display. */
  loss(nets: NetFunctions, batch: BatchTensors): {loss: tf.Scalar; parts: Record<string, tf.Scalar>};
}
