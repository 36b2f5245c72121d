import {createRequire} from 'node:module';
import {dirname, sep} from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
// For its side effect: tfjs-core alone has no gradients registered.
import '@tensorflow/tfjs';
import {setWasmPaths} from '@tensorflow/tfjs-backend-wasm';
import {registerTrainingKernels} from '../../src/training/kernels.js';

/** Starts tfjs-wasm in Node, single-threaded (the threaded build hides its heap), with our kernels on it. */
export async function startWasmBackend(): Promise<void> {
  const main = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm');
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  setWasmPaths(dirname(main) + sep);
  await tf.setBackend('wasm');
  await registerTrainingKernels();
}
