import type {BackendName, Net, RunOptions, RunStats} from '../engine/engine.js';
import {sizeOf, type Batch} from '../format/graph.js';
import {Slicer, type Slicing} from './slicer.js';

export type {Slicing} from './slicer.js';

/** A net whose large batches run in slices. */
export class SlicedNet implements Net {
  readonly #net: Net;
  readonly #slicer: Slicer;

  constructor(net: Net, backend: BackendName, slicing: Slicing) {
    this.#net = net;
    this.#slicer = new Slicer(net.flops, backend, slicing);
  }

  get inputs() {
    return this.#net.inputs;
  }

  get outputs() {
    return this.#net.outputs;
  }

  get flops() {
    return this.#net.flops;
  }

  async run(inputs: Batch[], options: RunOptions = {}): Promise<{outputs: Batch[]; stats: RunStats}> {
    const total = inputs[0]?.shape[0] ?? 1;
    const outputs = options.out ?? this.outputs.map(({shape}) => emptyBatch([total, ...shape]));
    const stats = await this.#slicer.run(total, options, async (start, count) => {
      const slices = inputs.map((batch) => slice(batch, start, count));
      const out = outputs.map((batch) => slice(batch, start, count));
      return (await this.#net.run(slices, {signal: options.signal, out})).stats;
    });
    return {outputs, stats};
  }

  setWeights(weights: Float32Array[]): void {
    this.#net.setWeights(weights);
  }

  dispose(): void {
    this.#net.dispose();
  }
}

function emptyBatch(shape: number[]): Batch {
  return {data: new Float32Array(sizeOf(shape)), shape};
}

function slice({data, shape}: Batch, start: number, count: number): Batch {
  const size = sizeOf(shape.slice(1));
  return {data: data.subarray(start * size, (start + count) * size), shape: [count, ...shape.slice(1)]};
}
