import '@tensorflow/tfjs-backend-wasm';
import {setWasmPaths} from '@tensorflow/tfjs-backend-wasm';
import {createRequire} from 'node:module';
import path from 'node:path';
import {Random} from '../../src/data/random.js';
import type {Net} from '../../src/engine/engine.js';
import {createReferenceEngine} from '../../src/engine/reference/reference-engine.js';
import {createWasmEngine} from '../../src/engine/wasm/wasm-engine.js';
import {sizeOf} from '../../src/format/graph.js';
import {readStock} from '../src/engine/stock.js';
import {tf} from '../tfjs.js';

const ROUNDS = 15;

/** A decoder like that of `vae-fashion-2d`: about 2.5 million multiply-adds. */
function decoder(): tf.LayersModel {
  const up = {kernelSize: 4, strides: 2, padding: 'same', activation: 'relu'} as const;
  return tf.sequential({
    layers: [
      tf.layers.dense({units: 96, inputShape: [2], activation: 'elu'}),
      tf.layers.dense({units: 96, activation: 'elu'}),
      tf.layers.dense({units: 7 * 7 * 8, activation: 'relu'}),
      tf.layers.reshape({targetShape: [7, 7, 8]}),
      tf.layers.conv2dTranspose({filters: 24, ...up}),
      tf.layers.conv2d({filters: 24, kernelSize: 3, padding: 'same', activation: 'relu'}),
      tf.layers.conv2dTranspose({filters: 16, ...up}),
      tf.layers.conv2d({filters: 1, kernelSize: 3, padding: 'same', activation: 'sigmoid'}),
    ],
  });
}

/** An encoder of ordinary convolutions, where tfjs-wasm runs XNNPACK; its transposed ones are plain loops. */
function encoder(): tf.LayersModel {
  const down = {kernelSize: 4, strides: 2, padding: 'same', activation: 'relu'} as const;
  return tf.sequential({
    layers: [
      tf.layers.conv2d({filters: 16, ...down, inputShape: [28, 28, 1]}),
      tf.layers.conv2d({filters: 32, ...down}),
      tf.layers.conv2d({filters: 32, kernelSize: 3, padding: 'same', activation: 'relu'}),
      tf.layers.flatten(),
      tf.layers.dense({units: 96, activation: 'elu'}),
      tf.layers.dense({units: 4}),
    ],
  });
}

/** Median milliseconds of one call, for each contestant; they take turns, so that a busy machine is busy for all. */
async function medians(contestants: Record<string, () => Promise<unknown>>): Promise<Record<string, number>> {
  const times: Record<string, number[]> = {};
  const repeats: Record<string, number> = {};
  for (const [name, run] of Object.entries(contestants)) {
    await run();
    const start = performance.now();
    await run();
    repeats[name] = Math.max(1, Math.min(200, Math.ceil(20 / (performance.now() - start))));
    times[name] = [];
  }
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, run] of Object.entries(contestants)) {
      const start = performance.now();
      for (let repeat = 0; repeat < repeats[name]!; repeat++) await run();
      times[name]!.push((performance.now() - start) / repeats[name]!);
    }
  }
  return Object.fromEntries(Object.entries(times).map(([name, list]) => [name, list.sort((a, b) => a - b)[Math.floor(ROUNDS / 2)]!]));
}

async function main(): Promise<void> {
  const folder = path.dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm/package.json'));
  setWasmPaths(path.join(folder, 'dist', path.sep));
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  await tf.setBackend('wasm');
  const {engine} = await createWasmEngine();
  if (!engine) throw new Error('wasm with SIMD is needed');
  for (const [name, model] of Object.entries({decode: decoder(), encode: encoder()})) {
    const graph = await readStock(model);
    const [wasm, reference] = [await engine.loadNet(graph), await createReferenceEngine().loadNet(graph)];
    for (const batch of [1, 64]) {
      const random = new Random(1);
      const shape = [batch, ...graph.inputs[0]!.shape];
      const input = {data: Float32Array.from({length: sizeOf(shape)}, () => random.normal()), shape};
      const own = (net: Net) => (): Promise<unknown> => net.run([input]);
      const stock = async (): Promise<void> => {
        const result = tf.tidy(() => model.predict(tf.tensor(input.data, input.shape)) as tf.Tensor);
        await result.data();
        result.dispose();
      };
      const found = await medians({wasm: own(wasm), 'tfjs-wasm': stock, reference: own(reference)});
      const gflops = (wasm.flops * batch) / found['wasm']! / 1e6;
      const list = Object.entries(found).map(([engineName, milliseconds]) => `${engineName} ${milliseconds.toFixed(3)} ms`);
      const ratio = (found['tfjs-wasm']! / found['wasm']!).toFixed(2);
      console.log(`${name}, batch ${batch}: ${list.join(', ')}; wasm ${gflops.toFixed(1)} GFLOP/s, ${ratio} times as fast as tfjs-wasm`);
    }
  }
}

await main();
