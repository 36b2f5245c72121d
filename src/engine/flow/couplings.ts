import {GenerativeError} from '../../format/errors.js';
import type {Activation, Graph} from '../../format/graph.js';
import type {CouplingLayer, FlowStack} from '../../format/manifest.js';

/** What a hidden layer ends in. */
export type HiddenActivation = Extract<Activation, 'linear' | 'relu' | 'tanh' | 'swish'>;

/** One layer of a coupling's net; `kernel` [inputs, outputs] and `bias` are indices into the graph's weights. */
export type DenseLayer = {kernel: number; bias: number | undefined; inputs: number; outputs: number; activation: HiddenActivation};

/** A coupling in the plane: the coordinate `passing` goes through `dense`, and what comes out transforms the other one. */
export type Coupling = {layer: CouplingLayer; passing: 0 | 1; dense: DenseLayer[]};

/** Least share of the interval that a bin of a spline has, and least slope at a knot (Durkan et al. 2019). */
export const LEAST = 1e-3;
/** Softplus of this is 1 − LEAST: a raw slope of 0 stands for 1. */
export const SLOPE_ONE = Math.log(Math.expm1(1 - LEAST));

const WIDEST = 1024;

/** Numbers that a coupling's net returns. */
export function parametersOf(layer: CouplingLayer): number {
  return layer.kind === 'affine' ? 2 : 3 * layer.bins - 1;
}

/**
 * The couplings of a stack, checked against the net that they share.
 * @throws GenerativeError `format`, `unsupported-layer`
 */
export function readCouplings(stack: FlowStack, graph: Graph): Coupling[] {
  return stack.layers.map((layer, index) => {
    const fail = (problem: string, code: 'format' | 'unsupported-layer' = 'format'): never => {
      throw new GenerativeError(code, `flow, layer ${index}: ${problem}`);
    };
    if (layer.mask.length !== 2) fail(`flows of ${layer.mask.length} coordinates are not computed, only those in the plane`);
    const input = graph.inputs[layer.output];
    const output = graph.outputs[layer.output];
    if (!input || output === undefined) return fail(`its net has no input and output ${layer.output}`);
    if (input.shape.length !== 1 || input.shape[0] !== 1) fail(`its net must take one number, found [${input.shape.join(', ')}]`);
    const dense = denseChain(graph, output, layer.output);
    if (typeof dense === 'string') return fail(dense, 'unsupported-layer');
    const found = dense[dense.length - 1]!.outputs;
    if (found !== parametersOf(layer)) fail(`its net returns ${found} numbers, ${parametersOf(layer)} are needed`);
    if (dense.some(({outputs}) => outputs > WIDEST)) fail(`its net is wider than ${WIDEST}`);
    return {layer, passing: layer.mask[0] === 1 ? 0 : 1, dense};
  });
}

/** Dense layers from an input to an output, or what stands between. */
function denseChain(graph: Graph, output: number, input: number): DenseLayer[] | string {
  const chain: DenseLayer[] = [];
  let ending: HiddenActivation = 'linear';
  let value = output;
  while (value >= graph.inputs.length) {
    const node = graph.nodes[value - graph.inputs.length]!;
    const activation = activationOf(node);
    if (activation === undefined) return `its net may have dense layers with relu, tanh or swish, found ${node.op} "${node.name}"`;
    if (activation !== 'linear' && ending !== 'linear') return `"${node.name}" is followed by a second activation`;
    if (activation !== 'linear') ending = activation;
    value = node.inputs[0]!;
    if (node.op !== 'dense') continue;
    const [kernel, bias] = node.weights;
    const [inputs, outputs] = graph.weights[kernel!]!.shape as [number, number];
    chain.unshift({kernel: kernel!, bias: node.useBias ? bias : undefined, inputs, outputs, activation: ending});
    ending = 'linear';
  }
  if (value !== input) return `its net reads input ${value}, not its own`;
  return chain.length > 0 && ending === 'linear' ? chain : 'its net has no dense layer';
}

function activationOf(node: Graph['nodes'][number]): HiddenActivation | undefined {
  if (node.op === 'dense' || node.op === 'activation') {
    const {activation} = node;
    return activation === 'linear' || activation === 'relu' || activation === 'tanh' || activation === 'swish' ? activation : undefined;
  }
  return node.op === 'relu' && node.negativeSlope === 0 && node.threshold === 0 && node.maxValue === Infinity ? 'relu' : undefined;
}

/** Multiply-adds times two for one point. */
export function flopsOfCouplings(couplings: readonly Coupling[]): number {
  return couplings.reduce((sum, {dense}) => sum + dense.reduce((own, {inputs, outputs}) => own + 2 * inputs * outputs, 0), 0);
}

/** −log 2π − Σ log std: what log p has beside the log-determinants of the couplings and −½|z|². */
export function logConstant({standardise}: FlowStack): number {
  return -Math.log(2 * Math.PI) + standardisingLogDet(standardise);
}

export function standardisingLogDet({std}: FlowStack['standardise']): number {
  return -std.reduce((sum, value) => sum + Math.log(value), 0);
}
