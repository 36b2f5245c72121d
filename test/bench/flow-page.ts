// In the page of the flow bench: a density grid on our engines and on tfjs, the same weights, one run, taking turns.
import {setWasmPaths} from '@tensorflow/tfjs-backend-wasm';
import '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs-core';
import type {Engine} from '../../src/engine/engine.js';
import type {FlowNet} from '../../src/engine/flow/flow-net.js';
import {createWasmEngine} from '../../src/engine/wasm/wasm-engine.js';
import {createWebgpuEngine} from '../../src/engine/webgpu/webgpu-engine.js';
import {readLayersModel, weightPaths} from '../../src/format/read-layers-model.js';
import {readManifest} from '../../src/format/read-manifest.js';
import {relativeError} from '../src/engine/relative-error.js';
import {BOX, FLOW, stockFlow} from './stock-flow.js';

export type FlowBench = {
  name: string;
  adapter: string;
  ours: number[];
  theirs: number[];
  difference: number;
  dispatches: number;
  submits: number;
  script: number;
};

async function bench(size: number, rounds: number, wasmPath: string): Promise<FlowBench[]> {
  setWasmPaths(wasmPath);
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  const wasm = (await createWasmEngine()).engine;
  const {engine: webgpu} = await createWebgpuEngine({software: true, patience: 120_000});
  const found: FlowBench[] = [];
  for (const [name, engine] of [
    ['webgpu', webgpu],
    ['wasm', wasm],
  ] as const) {
    if (!engine) throw new Error(`no ${name}`);
    found.push(await compare(name, engine, size, rounds));
  }
  return found;
}

async function compare(name: 'webgpu' | 'wasm', engine: Engine, size: number, rounds: number): Promise<FlowBench> {
  await tf.setBackend(name);
  const loading = performance.now();
  const net: FlowNet = await engine.loadFlow(FLOW.stack, FLOW.graph);
  console.log(`${name}, loading: ${(performance.now() - loading).toFixed(0)} ms`);
  const stock = stockFlow(size);
  const started = performance.now();
  const own = await net.grid(BOX, [size, size]);
  const first = performance.now();
  const difference = relativeError(own.logProb.data, await stock());
  console.log(
    `${name}, first run, shaders included: ${(first - started).toFixed(0)} ms, tfjs ${(performance.now() - first).toFixed(0)} ms`,
  );
  const {dispatches, submits} = own.stats;
  const [ours, theirs, scripts]: number[][] = [[], [], []];
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    const {stats} = await net.grid(BOX, [size, size]);
    const between = performance.now();
    await stock();
    ours!.push(between - start);
    theirs!.push(performance.now() - between);
    scripts!.push(stats.scriptMilliseconds);
  }
  net.dispose();
  const adapter = 'software' in engine ? (engine.software ? ', software adapter' : ', hardware adapter') : '';
  return {name, adapter, ours: ours!, theirs: theirs!, difference, dispatches, submits, script: Math.min(...scripts!)};
}

/** Milliseconds of grids of a shipped flow on wasm, as an element shows it while it trains. */
async function grids(folder: string, sizes: readonly number[], rounds: number): Promise<number[][]> {
  const {engine} = await createWasmEngine();
  const json = async (name: string): Promise<unknown> => (await fetch(folder + name)).json();
  const {flow, nets} = readManifest(await json('manifest.json'), folder);
  const topology = await json(nets.couplings!);
  const weights = await (await fetch(folder + weightPaths(topology, folder)[0]!)).arrayBuffer();
  const net = await engine!.loadFlow(flow!, readLayersModel(topology, weights, folder));
  const found: number[][] = [];
  for (const size of sizes) {
    const times: number[] = [];
    // The first ones warm up.
    for (let round = -3; round < rounds; round++) {
      const start = performance.now();
      await net.grid(BOX, [size, size]);
      if (round >= 0) times.push(performance.now() - start);
    }
    found.push(times);
  }
  return found;
}

Object.assign(globalThis, {bench, grids});
