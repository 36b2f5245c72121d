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
import {randomFlow} from '../src/engine/flow-stacks.js';
import {relativeError} from '../src/engine/relative-error.js';

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

const BOX = [-4, -4, 4, 4] as const;
/** As a user of tfjs would: relu, which its fused product knows. */
const FLOW = randomFlow({kinds: Array.from({length: 8}, () => 'affine'), hidden: [64, 64], activation: 'relu', spread: 0.3, seed: 1});

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

/** The same grid as one batch of tfjs operations; weights and points lie on its backend from the start. */
function stockFlow(size: number): () => Promise<Float32Array> {
  const {stack, graph} = FLOW;
  const weights = graph.weights.map(({data, shape}) => tf.tensor(data, shape));
  const {mean, std} = stack.standardise;
  const step = (BOX[2] - BOX[0]) / size;
  const cells = Array.from({length: size * size}, (_, i) => [
    BOX[0] + ((i % size) + 0.5) * step,
    BOX[3] - (Math.floor(i / size) + 0.5) * step,
  ]);
  const columns = [0, 1].map((axis) => tf.tensor2d(cells.map((cell) => [(cell[axis]! - mean[axis]!) / std[axis]!])));
  const dense = (x: tf.Tensor, first: number, activation: 'relu' | 'linear'): tf.Tensor2D =>
    tf.fused.matMul({a: x as tf.Tensor2D, b: weights[first] as tf.Tensor2D, bias: weights[first + 1]!, activation}) as tf.Tensor2D;
  return async () => {
    const result = tf.tidy(() => {
      const point = [...columns] as [tf.Tensor, tf.Tensor];
      let logDet: tf.Tensor = tf.scalar(-Math.log(2 * Math.PI * std[0]! * std[1]!));
      for (const [index, {mask, bound}] of stack.layers.entries()) {
        const passing = mask.indexOf(1);
        const out = dense(dense(dense(point[passing]!, 6 * index, 'relu'), 6 * index + 2, 'relu'), 6 * index + 4, 'linear');
        const [raw, t] = tf.split(out, 2, 1);
        const s = tf.mul(bound, tf.tanh(tf.div(raw!, bound)));
        point[1 - passing] = tf.add(tf.mul(point[1 - passing]!, tf.exp(s)), t!);
        logDet = tf.add(logDet, s);
      }
      return tf.sub(logDet, tf.mul(0.5, tf.add(tf.square(point[0]), tf.square(point[1]))));
    });
    const data = (await result.data()) as Float32Array;
    result.dispose();
    return data;
  };
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
