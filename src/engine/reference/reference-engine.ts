import type {Batch, Graph, GraphNode, TensorSpec} from '../../format/graph.js';
import {sizeOf} from '../../format/graph.js';
import type {Engine, LostReason, Net, RunOptions, RunStats} from '../engine.js';
import {FlowNet} from '../flow/flow-net.js';
import {checkBatches, checkWeights, disposed, flopsOf, outputBatches, outputSpecs, shapeOf} from '../inputs.js';
import {Pacer} from '../pacer.js';
import {conv2d, conv2dTranspose, dense, depthwiseConv2d} from './convolution.js';
import {activation, batchNormalization, combine, elu, layerNormalization, prelu, relu} from './elementwise.js';
import {ReferenceFlow} from './flow.js';
import {concatenate, permute, reshape} from './layout.js';
import {crop, globalAveragePool, pad, pool, upsample} from './spatial.js';
import type {Tensor} from './tensor.js';

/** Plain loops over the graph as it was read, nothing fused or folded: the oracle of the fast engines, and what runs where wasm is forbidden. */
export function createReferenceEngine(): Engine {
  return {
    backend: 'reference',
    lost: new Promise<LostReason>(() => undefined),
    loadNet: (graph) => Promise.resolve(new ReferenceNet(graph)),
    loadFlow: (stack, graph) => Promise.resolve().then(() => new FlowNet(new ReferenceFlow(stack, graph))),
    dispose: () => undefined,
  };
}

class ReferenceNet implements Net {
  readonly inputs: TensorSpec[];
  readonly outputs: TensorSpec[];
  readonly flops: number;
  readonly #graph: Graph;
  #weights: Float32Array[] | undefined;

  constructor(graph: Graph) {
    this.#graph = graph;
    this.#weights = graph.weights.map((weight) => weight.data);
    this.inputs = graph.inputs;
    this.outputs = outputSpecs(graph);
    this.flops = flopsOf(graph);
  }

  async run(inputs: Batch[], options: RunOptions = {}): Promise<{outputs: Batch[]; stats: RunStats}> {
    const count = checkBatches(this.inputs, inputs, 'input');
    const outputs = outputBatches(this.outputs, count, options.out);
    const started = performance.now();
    const pacer = new Pacer(options.signal);
    let waited = 0;
    for (let example = 0; example < count; example++) {
      const weights = this.#live();
      const values: Tensor[] = this.inputs.map(({shape}, index) => ({data: part(inputs[index]!.data, example, shape), shape}));
      for (const node of this.#graph.nodes) {
        values.push({data: this.#compute(node, values, weights), shape: node.shape});
        if (!pacer.due) continue;
        const from = performance.now();
        await pacer.pause();
        waited += performance.now() - from;
      }
      for (const [index, value] of this.#graph.outputs.entries()) {
        part(outputs[index]!.data, example, values[value]!.shape).set(values[value]!.data);
      }
    }
    const milliseconds = performance.now() - started;
    const stats = {milliseconds, scriptMilliseconds: milliseconds - waited, dispatches: 0, submits: 0, bytes: 0};
    return {outputs, stats: {backend: 'reference', ...stats}};
  }

  setWeights(weights: Float32Array[]): void {
    this.#live();
    checkWeights(this.#graph.weights, weights);
    this.#weights = weights.map((weight) => weight.slice());
  }

  dispose(): void {
    this.#weights = undefined;
  }

  #live(): Float32Array[] {
    return this.#weights ?? disposed();
  }

  #compute(node: GraphNode, values: Tensor[], all: Float32Array[]): Float32Array {
    const inputs = node.inputs.map((value) => values[value]!);
    const weights = node.weights.map((index) => all[index]!);
    switch (node.op) {
      case 'dense':
        return dense(node, inputs, weights);
      case 'conv2d':
        return conv2d(node, inputs, weights);
      case 'conv2dTranspose':
        return conv2dTranspose(node, inputs, weights);
      case 'depthwiseConv2d':
        return depthwiseConv2d(node, inputs, weights);
      case 'batchNormalization':
        return batchNormalization(node, inputs, weights);
      case 'layerNormalization':
        return layerNormalization(node, inputs, weights);
      case 'activation':
        return activation(node, inputs, weights);
      case 'relu':
        return relu(node, inputs, weights);
      case 'elu':
        return elu(node, inputs, weights);
      case 'prelu':
        return prelu(inputs[0]!.data, shapeOf(this.#graph, node.inputs[0]!), weights[0]!, this.#graph.weights[node.weights[0]!]!.shape);
      case 'reshape':
        return reshape(node, inputs, weights);
      case 'permute':
        return permute(node, inputs, weights);
      case 'pad':
        return pad(node, inputs, weights);
      case 'crop':
        return crop(node, inputs, weights);
      case 'upsample':
        return upsample(node, inputs, weights);
      case 'maxPool':
      case 'averagePool':
        return pool(node, inputs, weights);
      case 'globalAveragePool':
        return globalAveragePool(node, inputs, weights);
      case 'add':
      case 'subtract':
      case 'multiply':
        return combine(node, inputs, weights);
      case 'concatenate':
        return concatenate(node, inputs, weights);
    }
  }
}

function part(data: Float32Array, example: number, shape: number[]): Float32Array {
  const size = sizeOf(shape);
  return data.subarray(example * size, (example + 1) * size);
}
