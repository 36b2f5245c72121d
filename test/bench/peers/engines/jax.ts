import {defaultDevice, init, jit, numpy as np, type Device, type NdArray} from '@jax-js/jax';
import type {Engine} from '../engine.js';
import {timed} from '../engine.js';
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
      const count = graph.inputs.length;
      const run = jit((...arrays: NdArray[]) => traceGraph(graph, arrays.slice(0, count), arrays.slice(count)), {device});
      return {
        run: (inputs, batch) => {
          defaultDevice(device);
          return timed(async () => {
            const arrays = graph.inputs.map(({shape}, at) => np.array(inputs[at]!, {shape: [batch, ...shape], device}));
            return run(...arrays, ...weights.map((weight) => weight.ref)).data();
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
