// The density of a flow on a grid: ours in one call, tfjs operation by operation, jax-js compiled.
import * as tf from '@tensorflow/tfjs-core';
import type {Engine as OwnEngine} from '../../../src/engine/engine.js';
import {createReferenceEngine} from '../../../src/engine/reference/reference-engine.js';
import {createWasmEngine} from '../../../src/engine/wasm/wasm-engine.js';
import {createWebgpuEngine} from '../../../src/engine/webgpu/webgpu-engine.js';
import {BOX, FLOW, stockFlow} from '../stock-flow.js';
import type {Places, Ran} from './engine.js';
import {timed} from './engine.js';

export type FlowContender = {
  name: string;
  device: boolean;
  start: (places: Places) => Promise<(size: number) => Promise<() => Promise<Ran>>>;
};

export const FLOW_CONTENDERS: readonly FlowContender[] = [
  {name: 'ours, wasm', device: false, start: async () => own((await createWasmEngine()).engine)},
  {name: 'ours, plain loops', device: false, start: () => own(createReferenceEngine())},
  {
    name: 'tfjs-wasm',
    device: false,
    start: async (places) => stock('wasm', (await import('./engines/tfjs-wasm.js')).start(places)),
  },
  {name: 'tfjs-cpu', device: false, start: async () => stock('cpu', (await import('./engines/tfjs-cpu.js')).start())},
  {name: 'jax-js, wasm', device: false, start: async () => (await import('./engines/jax-flow.js')).start('wasm')},
  {name: 'ours, WebGPU', device: true, start: async () => own((await createWebgpuEngine({software: true, patience: 120_000})).engine)},
  {name: 'tfjs-webgpu', device: true, start: async () => stock('webgpu', (await import('./engines/tfjs-webgpu.js')).start())},
  {name: 'tfjs-webgl', device: true, start: async () => stock('webgl', (await import('./engines/tfjs-webgl.js')).start())},
  {name: 'jax-js, WebGPU', device: true, start: async () => (await import('./engines/jax-flow.js')).start('webgpu')},
];

async function own(engine: OwnEngine | null): Promise<(size: number) => Promise<() => Promise<Ran>>> {
  if (!engine) throw new Error('this browser does not have it');
  const net = await engine.loadFlow(FLOW.stack, FLOW.graph);
  return (size) =>
    Promise.resolve(async () => {
      const {logProb, stats} = await net.grid(BOX, [size, size]);
      return {data: logProb.data, script: stats.scriptMilliseconds};
    });
}

async function stock(backend: string, started: Promise<unknown>): Promise<(size: number) => Promise<() => Promise<Ran>>> {
  await started;
  return async (size) => {
    await tf.setBackend(backend);
    const run = stockFlow(size);
    return async () => {
      if (tf.getBackend() !== backend) await tf.setBackend(backend);
      return timed(run);
    };
  };
}
