import type {Activation, GraphNode} from '../format/graph.js';
import type {Ending} from './plan.js';
import {LINEAR} from './plan.js';

/** The constants of Klambauer et al. 2017. */
const SELU: Ending = {kind: 'elu', alpha: 1.6732632423543772, scale: 1.0507009873554805};

const ENDINGS: Record<Exclude<Activation, 'softmax'>, Ending> = {
  linear: LINEAR,
  relu: {kind: 'clamp', low: 0, high: Infinity},
  relu6: {kind: 'clamp', low: 0, high: 6},
  elu: {kind: 'elu', alpha: 1, scale: 1},
  selu: SELU,
  hardSigmoid: {kind: 'hardSigmoid', factor: 0.2, summand: 0.5},
  sigmoid: {kind: 'sigmoid'},
  tanh: {kind: 'tanh'},
  softplus: {kind: 'softplus'},
  softsign: {kind: 'softsign'},
  swish: {kind: 'swish'},
  gelu: {kind: 'gelu'},
};

/** Softmax is no function of one element, so it has no ending. */
export function endingOf(activation: Activation): Ending | undefined {
  return activation === 'softmax' ? undefined : ENDINGS[activation];
}

/** The ending that a node of its own amounts to. */
export function endingOfNode(node: GraphNode): Ending | undefined {
  if (node.op === 'activation') return endingOf(node.activation);
  if (node.op === 'elu') return {kind: 'elu', alpha: node.alpha, scale: 1};
  if (node.op !== 'relu') return undefined;
  const {negativeSlope: slope, threshold, maxValue: high} = node;
  if (slope === 0 && threshold === 0) return {kind: 'clamp', low: 0, high};
  return {kind: 'leaky', slope, threshold, high};
}
