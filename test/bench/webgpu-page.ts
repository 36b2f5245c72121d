// Runs in the browser: the decoders that are shipped, on our WebGPU engine and on tfjs-webgpu, on one adapter.
import '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs';
import {Random} from '../../src/data/random.js';
import {createWebgpuEngine} from '../../src/engine/webgpu/webgpu-engine.js';
import {sizeOf, type Batch} from '../../src/format/graph.js';
import {readLayersModel} from '../../src/format/read-layers-model.js';

/** What a run asked of the device, counted where every library has to pass. */
export type Calls = {dispatches: number; submits: number; bindGroups: number; buffers: number};
export type Contest = {adapter: string; difference: number; ours: Calls; theirs: Calls};

const calls: Calls = {dispatches: 0, submits: 0, bindGroups: 0, buffers: 0};

function count(prototype: object, method: string, what: keyof Calls): void {
  const original = Reflect.get(prototype, method) as (...args: unknown[]) => unknown;
  Reflect.set(prototype, method, function (this: unknown, ...args: unknown[]) {
    calls[what]++;
    return original.apply(this, args);
  });
}
count(GPUComputePassEncoder.prototype, 'dispatchWorkgroups', 'dispatches');
count(GPUQueue.prototype, 'submit', 'submits');
count(GPUDevice.prototype, 'createBindGroup', 'bindGroups');
count(GPUDevice.prototype, 'createBuffer', 'buffers');

async function counted(run: () => Promise<unknown>): Promise<Calls> {
  const before = {...calls};
  await run();
  return Object.fromEntries(Object.entries(calls).map(([what, now]) => [what, now - before[what as keyof Calls]])) as Calls;
}

const contestants: Record<'ours' | 'theirs', () => Promise<Float32Array>> = {ours: nobody, theirs: nobody};
function nobody(): never {
  throw new Error('no net is loaded');
}

/** Loads a net on both sides, compares what they compute and counts what a warm run asks of the device. */
async function prepare(url: string, batch: number): Promise<Contest> {
  const {engine, ...found} = await createWebgpuEngine({software: true, patience: 120_000});
  if (!engine) throw new Error((found as {reason: string}).reason);
  const json = (await (await fetch(url)).json()) as {weightsManifest: {paths: string[]}[]};
  const weights = await (await fetch(new URL(json.weightsManifest[0]!.paths[0]!, url))).arrayBuffer();
  const graph = readLayersModel(json, weights, url);
  const net = await engine.loadNet(graph);
  await tf.setBackend('webgpu');
  const model = await tf.loadLayersModel(url);
  const random = new Random(1);
  const shape = [batch, ...graph.inputs[0]!.shape];
  const z: Batch = {shape, data: Float32Array.from({length: sizeOf(shape)}, () => random.normal())};
  contestants.ours = async () => (await net.run([z])).outputs[0]!.data;
  contestants.theirs = async () => {
    const x = tf.tidy(() => model.predict(tf.tensor(z.data, z.shape)) as tf.Tensor);
    const data = await x.data();
    x.dispose();
    return data as Float32Array;
  };
  const [mine, stock] = [await contestants.ours(), await contestants.theirs()];
  const largest = stock.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const difference = stock.reduce((most, value, i) => Math.max(most, Math.abs(value - mine[i]!)), 0) / largest;
  await contestants.ours();
  await contestants.theirs();
  const adapter = engine.software ? 'software adapter' : 'hardware adapter';
  return {adapter, difference, ours: await counted(contestants.ours), theirs: await counted(contestants.theirs)};
}

/** Milliseconds of one run, on average. */
async function time(who: 'ours' | 'theirs', repeats: number): Promise<number> {
  const started = performance.now();
  for (let repeat = 0; repeat < repeats; repeat++) await contestants[who]();
  return (performance.now() - started) / repeats;
}

Object.assign(globalThis, {bench: {prepare, time}});
