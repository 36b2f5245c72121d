import * as tf from '@tensorflow/tfjs-core';
import type {Graph} from '../format/graph.js';
import type {BatchTensors, ExampleSet, NetFunctions, Objective} from './objectives/objective.js';
import type {ParameterLayout} from './parameters.js';
import {runGraph} from './run-graph.js';

export type Gradients = {loss: tf.Scalar; parts: Record<string, tf.Scalar>; gradients: tf.Tensor[]};

/**
 * The loss of a batch, its parts and its gradients at the weights `tensors`, in the layout's order. The caller disposes of all of them.
 * Where `trained` names nets, gradients are those of their weights only.
 */
export function gradientsAt<Set extends ExampleSet>(
  objective: Objective<Set>,
  graphs: Record<string, Graph>,
  layout: ParameterLayout,
  tensors: tf.Tensor[],
  batch: BatchTensors,
  trained: readonly string[] = Object.keys(graphs),
): Gradients {
  let parts: Record<string, tf.Scalar> = {};
  const indices = layout.indices(trained);
  const loss = (...variables: tf.Tensor[]) => {
    const weights = [...tensors];
    for (const [at, index] of indices.entries()) weights[index] = variables[at]!;
    const nets: NetFunctions = {};
    for (const [role, graph] of Object.entries(graphs)) {
      const own = layout.weightsOf(role, weights);
      const constantWeights = !trained.includes(role);
      nets[role] = (inputs, options) => runGraph(graph, own, inputs, {...options, constantWeights});
    }
    const result = objective.loss(nets, batch);
    parts = result.parts;
    for (const part of Object.values(parts)) tf.keep(part);
    return result.loss;
  };
  const {value, grads} = tf.valueAndGrads(loss)(indices.map((index) => tensors[index]!));
  return {loss: value as tf.Scalar, parts, gradients: grads};
}

/** Refuses what nothing can be learned from. */
export function checkLoss(loss: number, step: number): void {
  if (!Number.isFinite(loss)) throw new Error(`the loss is ${loss} at step ${step}: the learning rate may be too high`);
}
