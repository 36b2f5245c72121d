import type {Engine as OwnEngine} from '../../../../src/engine/engine.js';
import type {Graph} from '../../../../src/format/graph.js';
import {readLayersModel} from '../../../../src/format/read-layers-model.js';
import type {Engine, NetFiles} from '../engine.js';
import {asBatches} from '../engine.js';

/** The net in a stock topology and its one binary. */
export async function readNet({topology}: NetFiles): Promise<Graph> {
  const json = (await (await fetch(topology)).json()) as {weightsManifest: {paths: string[]}[]};
  const weights = await (await fetch(new URL(json.weightsManifest[0]!.paths[0]!, topology))).arrayBuffer();
  return readLayersModel(json, weights, topology);
}

export function asEngine(engine: OwnEngine, options: {half?: boolean} = {}): Engine {
  return {
    async load(files) {
      const graph = await readNet(files);
      const net = await engine.loadNet(graph, options);
      return {
        async run(inputs, batch) {
          const {outputs, stats} = await net.run(asBatches(graph, inputs, batch));
          return {data: outputs[0]!.data, script: stats.scriptMilliseconds};
        },
        dispose: () => net.dispose(),
      };
    },
  };
}
