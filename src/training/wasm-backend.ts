import * as tf from '@tensorflow/tfjs-core';
import {setWasmPaths} from '@tensorflow/tfjs-backend-wasm';
import type {TrainingBackend} from './driver.js';
import {GameLearner} from './game-learner.js';
import {registerTrainingKernels} from './kernels.js';
import {WasmLearner} from './wasm-learner.js';

const BINARY = 'tfjs-backend-wasm-simd.wasm';

/** tfjs-wasm with our kernels on its heap. */
export const wasmBackend: TrainingBackend = {
  async start(files) {
    const url = files[BINARY]!;
    // The threaded build hides its memory, which our kernels work on.
    tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
    // Every browser that this library supports has SIMD; tfjs wants to hear of all three.
    setWasmPaths({[BINARY]: url, 'tfjs-backend-wasm.wasm': url, 'tfjs-backend-wasm-threaded-simd.wasm': url});
    if (!(await tf.setBackend('wasm'))) return `tfjs-wasm did not start: ${await reason(url)}`;
    await registerTrainingKernels();
    return undefined;
  },
  learner: ({problem, ...options}) =>
    'players' in problem ? new GameLearner({...options, problem}) : new WasmLearner({...options, problem}),
};

/** tfjs only says that it failed. */
async function reason(url: string): Promise<string> {
  try {
    const response = await fetch(url);
    if (!response.ok) return `${url} answers ${response.status}`;
    return 'this browser or this page allows no WebAssembly';
  } catch {
    return `${url} could not be fetched`;
  }
}
