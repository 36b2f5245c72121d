import type * as tf from '@tensorflow/tfjs-core';
import type {Random} from '../../data/random.js';
import type {GraphOptions} from '../run-graph.js';

/** The nets that are trained, by role, as functions of their inputs. */
export type NetFunctions = Record<string, (inputs: tf.Tensor[], options?: GraphOptions) => tf.Tensor[]>;

/** Training examples: `images[i]` has `size` values of 0 … 255. */
export type Examples = {images: Uint8Array; shape: number[]; count: number};

/** Tensors of one batch; the caller disposes them. */
export type BatchTensors = Record<string, tf.Tensor>;

/** What is minimised. All randomness is in `batch`, one generator for each example, so that a batch can be split between workers. */
export interface Objective {
  batch(examples: Examples, indices: readonly number[], randoms: readonly Random[]): BatchTensors;
  /** The mean loss of the batch, and its parts for display. */
  loss(nets: NetFunctions, batch: BatchTensors): {loss: tf.Scalar; parts: Record<string, tf.Scalar>};
}
