import type {RunStats} from '../engine/engine.js';
import {flopsOfCouplings, readCouplings, type FlowJob, type FlowOptions, type FlowRunner} from '../engine/flow/flow-net.js';
import type {Graph} from '../format/graph.js';
import type {FlowStack} from '../format/manifest.js';
import {Routed, type Routing} from './routed.js';
import {Slicer} from './slicer.js';

type Loaded = {runner: FlowRunner; slicer: Slicer; setWeights(weights: Float32Array[]): void; dispose(): void};

/** A flow on the engine that suits each request, many points in slices. */
export class RoutedFlow implements FlowRunner {
  readonly couplings: number;
  readonly flops: number;
  readonly #routed: Routed<Loaded>;

  /** @throws GenerativeError `format`, `unsupported-layer` where the graph is not what the stack says */
  constructor(stack: FlowStack, graph: Graph, routing: Routing) {
    const couplings = readCouplings(stack, graph);
    this.couplings = couplings.length;
    this.flops = flopsOfCouplings(couplings);
    this.#routed = new Routed(graph, routing, async (engine, own) => {
      const runner = await engine.loadFlow(stack, own);
      return {
        runner,
        slicer: new Slicer(runner.flops, engine.backend, routing),
        setWeights: (weights) => runner.setWeights(weights),
        dispose: () => runner.dispose(),
      };
    });
  }

  run(job: FlowJob, first: number, count: number, options: FlowOptions = {}): Promise<RunStats> {
    const {signal} = options;
    return this.#routed.run({flops: this.flops, batch: count, signal}, ({runner, slicer}) =>
      slicer.run(count, options, (start, size) => runner.run(job, first + start, size, {signal})),
    );
  }

  setWeights(weights: Float32Array[]): void {
    this.#routed.setWeights(weights);
  }

  dispose(): void {
    this.#routed.dispose();
  }
}
