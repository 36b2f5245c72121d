import type {Net, RunOptions, RunStats} from '../engine/engine.js';
import {flopsOf, outputSpecs} from '../engine/inputs.js';
import {GenerativeError} from '../format/errors.js';
import {sizeOf, type Batch, type Graph, type TensorSpec} from '../format/graph.js';
import {MOST_ELEMENTS} from '../format/limits.js';
import {Routed, type Routing} from './routed.js';
import {SlicedNet} from './sliced-net.js';

/** A net on the engine that suits each batch. */
export class RoutedNet implements Net {
  readonly inputs: TensorSpec[];
  readonly outputs: TensorSpec[];
  readonly flops: number;
  readonly #routed: Routed<Net>;

  constructor(graph: Graph, routing: Routing) {
    this.inputs = graph.inputs;
    this.outputs = outputSpecs(graph);
    this.flops = flopsOf(graph);
    this.#routed = new Routed<Net>(
      graph,
      routing,
      async (engine, own) => new SlicedNet(await engine.loadNet(own, routing.compute), engine.backend, routing),
    );
  }

  async run(inputs: Batch[], options: RunOptions = {}): Promise<{outputs: Batch[]; stats: RunStats}> {
    const batch = inputs[0]?.shape[0] ?? 1;
    const numbers = batch * this.outputs.reduce((sum, {shape}) => sum + sizeOf(shape), 0);
    if (numbers > MOST_ELEMENTS) {
      throw new GenerativeError('out-of-memory', `${batch} outputs of this net are ${numbers} numbers, more than ${MOST_ELEMENTS}`);
    }
    return this.#routed.run({flops: this.flops, batch, signal: options.signal}, (net) => net.run(inputs, options));
  }

  setWeights(weights: Float32Array[]): void {
    this.#routed.setWeights(weights);
  }

  dispose(): void {
    this.#routed.dispose();
  }
}
