// Runs in the browser: the decoders that are shipped, on our WebGPU engine and on tfjs-webgpu, on one adapter.
import '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs';
import {Random} from '../../src/data/random.js';
import {createWebgpuEngine, type WebgpuEngine} from '../../src/engine/webgpu/webgpu-engine.js';
import {sizeOf, type Batch} from '../../src/format/graph.js';
import {readLayersModel} from '../../src/format/read-layers-model.js';
import {counted, type Calls} from './device-calls.js';

export type Contest = {adapter: string; difference: number; ours: Calls; theirs: Calls};

/** Milliseconds of a run: in all, and of the page's thread. */
export type Cost = {whole: number; script: number};
type Ran = {data: Float32Array; script: number};

const contestants: Record<'ours' | 'theirs', () => Promise<Ran>> = {ours: nobody, theirs: nobody};
function nobody(): never {
  throw new Error('no net is loaded');
}

async function start(): Promise<WebgpuEngine> {
  const made = await createWebgpuEngine({software: true, patience: 120_000});
  if (!made.engine) throw new Error(made.reason);
  return made.engine;
}

let engine: WebgpuEngine | undefined;
let dispose = (): void => {};

/** Loads a net on both sides, compares what they compute and counts what a warm run asks of the device. */
async function prepare(url: string, batch: number): Promise<Contest> {
  dispose();
  engine ??= await start();
  const json = (await (await fetch(url)).json()) as {weightsManifest: {paths: string[]}[]};
  const weights = await (await fetch(new URL(json.weightsManifest[0]!.paths[0]!, url))).arrayBuffer();
  const graph = readLayersModel(json, weights, url);
  const net = await engine.loadNet(graph);
  await tf.setBackend('webgpu');
  const model = await tf.loadLayersModel(url);
  dispose = () => {
    net.dispose();
    model.dispose();
  };
  const random = new Random(1);
  const shape = [batch, ...graph.inputs[0]!.shape];
  const z: Batch = {shape, data: Float32Array.from({length: sizeOf(shape)}, () => random.normal())};
  contestants.ours = async () => {
    const {outputs, stats} = await net.run([z]);
    return {data: outputs[0]!.data, script: stats.scriptMilliseconds};
  };
  contestants.theirs = async () => {
    const started = performance.now();
    // The whole batch at once, as ours: by itself tfjs takes 32 examples at a time.
    const x = tf.tidy(() => model.predict(tf.tensor(z.data, z.shape), {batchSize: batch}) as tf.Tensor);
    const reading = x.data();
    // What it computes when the results have come is not counted.
    const script = performance.now() - started;
    const data = (await reading) as Float32Array;
    x.dispose();
    return {data, script};
  };
  const [{data: mine}, {data: stock}] = [await contestants.ours(), await contestants.theirs()];
  const largest = stock.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const difference = stock.reduce((most, value, i) => Math.max(most, Math.abs(value - mine[i]!)), 0) / largest;
  const adapter = engine.software ? 'software adapter' : 'hardware adapter';
  return {adapter, difference, ours: await counted(contestants.ours), theirs: await counted(contestants.theirs)};
}

/** One run, on average. */
async function time(who: 'ours' | 'theirs', repeats: number): Promise<Cost> {
  const started = performance.now();
  let script = 0;
  for (let repeat = 0; repeat < repeats; repeat++) script += (await contestants[who]()).script;
  return {whole: (performance.now() - started) / repeats, script: script / repeats};
}

Object.assign(globalThis, {bench: {prepare, time}});
