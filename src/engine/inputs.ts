import {GenerativeError} from '../format/errors.js';
import type {Batch, Graph, TensorSpec, WeightSpec} from '../format/graph.js';
import {sizeOf} from '../format/graph.js';
import {multiplyAddsPerElement} from '../format/graph-builder.js';

const COUNTED = new Set(['dense', 'conv2d', 'conv2dTranspose', 'depthwiseConv2d']);

/** Multiply-adds times two for one example, of the layers that have any to speak of. */
export function flopsOf(graph: Graph): number {
  let total = 0;
  for (const node of graph.nodes) {
    const input = shapeOf(graph, node.inputs[0]!);
    if (COUNTED.has(node.op)) total += 2 * sizeOf(node.shape) * multiplyAddsPerElement(node, input);
  }
  return total;
}

/** Shape of a value of the graph, without the batch. */
export function shapeOf(graph: Graph, value: number): number[] {
  return value < graph.inputs.length ? graph.inputs[value]!.shape : graph.nodes[value - graph.inputs.length]!.shape;
}

export function outputSpecs(graph: Graph): TensorSpec[] {
  return graph.outputs.map((value) => {
    const node = graph.nodes[value - graph.inputs.length];
    return {name: node?.name ?? graph.inputs[value]!.name, shape: shapeOf(graph, value)};
  });
}

/** Checks what a caller hands to a net and returns the number of examples. */
export function checkBatches(specs: readonly TensorSpec[], batches: readonly Batch[], what: 'input' | 'output'): number {
  if (batches.length !== specs.length) fail(`${specs.length} ${what}s expected, found ${batches.length}`);
  const count = batches[0]?.shape[0] ?? 0;
  if (!Number.isInteger(count) || count < 1)
    fail(`${what} ${specs[0]?.name ?? ''}: the batch must hold at least one example, found ${count}`);
  for (const [index, spec] of specs.entries()) {
    const {shape, data} = batches[index]!;
    const expected = [count, ...spec.shape];
    if (shape.length !== expected.length || shape.some((extent, axis) => extent !== expected[axis])) {
      fail(`${what} ${spec.name} must have shape [${expected.join(', ')}], found [${shape.join(', ')}]`);
    }
    if (data.length !== sizeOf(expected)) fail(`${what} ${spec.name} must have ${sizeOf(expected)} values, found ${data.length}`);
  }
  return count;
}

export function checkWeights(specs: readonly WeightSpec[], weights: readonly Float32Array[]): void {
  if (weights.length !== specs.length) fail(`${specs.length} weights expected, found ${weights.length}`);
  for (const [index, spec] of specs.entries()) {
    const found = weights[index]!.length;
    if (found !== sizeOf(spec.shape)) fail(`weight ${spec.name} must have ${sizeOf(spec.shape)} values, found ${found}`);
  }
}

/** The outputs to write into: the caller's, checked, or fresh ones. */
export function outputBatches(specs: readonly TensorSpec[], count: number, out: Batch[] | undefined): Batch[] {
  if (!out) return specs.map(({shape}) => ({data: new Float32Array(count * sizeOf(shape)), shape: [count, ...shape]}));
  if (checkBatches(specs, out, 'output') !== count) fail(`outputs for ${count} examples expected`);
  return out;
}

export function disposed(): never {
  throw new GenerativeError('internal', 'this net has been disposed of');
}

function fail(problem: string): never {
  throw new GenerativeError('bad-data', problem);
}
