import type {Engine as OwnEngine} from '../../../../src/engine/engine.js';
import type {Batch, Graph} from '../../../../src/format/graph.js';
import {readLayersModel} from '../../../../src/format/read-layers-model.js';
import type {Engine, NetFiles} from '../engine.js';
import {asBatches} from '../engine.js';

/** The net in a stock topology and its one binary. */
export async function readNet({topology}: NetFiles): Promise<Graph> {
  const json = (await (await fetch(topology)).json()) as {weightsManifest: {paths: string[]}[]};
  const weights = await (await fetch(new URL(json.weightsManifest[0]!.paths[0]!, topology))).arrayBuffer();
  return readLayersModel(json, weights, topology);
}

/** `reuses`: results of one size are all written into the same arrays, as a page can have it that is through with a frame before it asks for the next. */
export type AsEngineOptions = {half?: boolean; reuses?: boolean};

export function asEngine(engine: OwnEngine, {half = false, reuses = false}: AsEngineOptions = {}): Engine {
  return {
    async load(files) {
      const graph = await readNet(files);
      const net = await engine.loadNet(graph, {half});
      const written = new Map<number, Batch[]>();
      return {
        async run(inputs, batch) {
          const out = written.get(batch);
          const {outputs, stats} = await net.run(asBatches(graph, inputs, batch), out ? {out} : {});
          if (reuses) written.set(batch, outputs);
          return {data: outputs[0]!.data, script: stats.scriptMilliseconds};
        },
        dispose: () => net.dispose(),
      };
    },
  };
}
