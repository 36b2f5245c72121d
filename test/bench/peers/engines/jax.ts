import {defaultDevice, init, jit, numpy as np, type Device, type NdArray} from '@jax-js/jax';
import type {Engine} from '../engine.js';
import {inputShape, timed} from '../engine.js';
import {kernelsForJax, traceGraph} from './jax-graph.js';
import {readNet} from './ours.js';

/** jax-js runs functions: ours is the graph, compiled by its `jit` for each batch size, with the weights as arguments that lie on the device. */
export async function start(device: Device): Promise<Engine> {
  if (!(await init(device)).includes(device)) throw new Error(`jax-js has no ${device} here`);
  return {
    async load(files) {
      const graph = await readNet(files);
      defaultDevice(device);
      const weights = kernelsForJax(graph).map(({data, shape}) => np.array(data, {shape, device}));
      const run = jit((z: NdArray, ...rest: NdArray[]) => traceGraph(graph, z, rest), {device});
      return {
        run: (input, batch) => {
          defaultDevice(device);
          return timed(async () => {
            const shape = [batch, ...inputShape(graph)];
            return run(np.array(input, {shape, device}), ...weights.map((weight) => weight.ref)).data();
          });
        },
        dispose() {
          run.dispose();
          for (const weight of weights) weight.dispose();
        },
      };
    },
  };
}
