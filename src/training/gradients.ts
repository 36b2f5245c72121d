import * as tf from '@tensorflow/tfjs-core';
import type {Graph} from '../format/graph.js';
import type {BatchTensors, ExampleSet, NetFunctions, Objective} from './objectives/objective.js';
import type {ParameterLayout} from './parameters.js';
import {runGraph} from './run-graph.js';

export type Gradients = {loss: tf.Scalar; parts: Record<string, tf.Scalar>; gradients: tf.Tensor[]};

/** The loss of a batch, its parts and its gradients at the weights `tensors`, in the layout's order. The caller disposes of all of them. */
export function gradientsAt<Set extends ExampleSet>(
  objective: Objective<Set>,
  graphs: Record<string, Graph>,
  layout: ParameterLayout,
  tensors: tf.Tensor[],
  batch: BatchTensors,
): Gradients {
  let parts: Record<string, tf.Scalar> = {};
  const loss = (...weights: tf.Tensor[]) => {
    const nets: NetFunctions = {};
    for (const [role, graph] of Object.entries(graphs)) {
      const own = layout.weightsOf(role, weights);
      nets[role] = (inputs, options) => runGraph(graph, own, inputs, options);
    }
    const result = objective.loss(nets, batch);
    parts = result.parts;
    for (const part of Object.values(parts)) tf.keep(part);
    return result.loss;
  };
  const {value, grads} = tf.valueAndGrads(loss)(tensors);
  return {loss: value as tf.Scalar, parts, gradients: grads};
}

/** Refuses what nothing can be learned from. */
export function checkLoss(loss: number, step: number): void {
  if (!Number.isFinite(loss)) throw new Error(`the loss is ${loss} at step ${step}: the learning rate may be too high`);
}
