// One dense layer without bias or activation: the products that all else is made of.
import {setWasmPaths} from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import {Random} from '../../../src/data/random.js';
import {createWasmEngine} from '../../../src/engine/wasm/wasm-engine.js';
import type {Graph} from '../../../src/format/graph.js';
import {relativeError} from '../../src/engine/relative-error.js';
import type {Places} from './engine.js';
import {timed} from './engine.js';
import {race, sample, type Pace, type Race} from './rounds.js';

/** Rows, inputs and outputs: the largest dense layer of a shipped net at 64 and at 400 examples, then squares. */
export const PRODUCTS = [
  [64, 104, 1536],
  [400, 104, 1536],
  [256, 256, 256],
  [512, 512, 512],
  [1024, 1024, 1024],
] as const;

export type Product = {shape: readonly [number, number, number]; difference: number; races: Race[]};

export async function products({tfjs}: Places, pace: Pace): Promise<Product[]> {
  setWasmPaths(tfjs);
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  await tf.setBackend('wasm');
  const {engine} = await createWasmEngine();
  if (!engine) throw new Error('wasm with SIMD is needed');
  const random = new Random(1);
  const found: Product[] = [];
  for (const shape of PRODUCTS) {
    const [rows, inputs, outputs] = shape;
    const normals = (length: number): Float32Array => Float32Array.from({length}, () => random.normal());
    const [x, kernel] = [normals(rows * inputs), normals(inputs * outputs)];
    const net = await engine.loadNet(denseGraph(inputs, outputs, kernel));
    const [a, b] = [tf.tensor2d(x, [rows, inputs]), tf.tensor2d(kernel, [inputs, outputs])];
    const ours = async (): Promise<Float32Array> => (await net.run([{data: x, shape: [rows, inputs]}])).outputs[0]!.data;
    const theirs = async (): Promise<Float32Array> => {
      const product = tf.matMul(a, b);
      const data = (await product.data()) as Float32Array;
      product.dispose();
      return data;
    };
    const difference = relativeError(await ours(), await theirs());
    const racers = [];
    for (const [name, run] of [['ours, wasm', ours] as const, ['tfjs-wasm', theirs] as const]) {
      racers.push({name, run: () => timed(run), sample: await sample(() => timed(run))});
    }
    const races = await race(racers, pace);
    found.push({shape, difference, races});
    net.dispose();
    tf.dispose([a, b]);
  }
  return found;
}

function denseGraph(inputs: number, outputs: number, data: Float32Array): Graph {
  return {
    inputs: [{name: 'x', shape: [inputs]}],
    outputs: [1],
    nodes: [{name: 'product', op: 'dense', useBias: false, activation: 'linear', inputs: [0], weights: [0], shape: [outputs]}],
    weights: [{name: 'kernel', shape: [inputs, outputs], trainable: true, data}],
  };
}
