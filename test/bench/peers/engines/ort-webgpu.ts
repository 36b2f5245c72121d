import * as ort from 'onnxruntime-web/webgpu';
import type {Engine, Places} from '../engine.js';
import {asEngine} from './ort.js';

export async function start(places: Places): Promise<Engine> {
  if (!(await navigator.gpu?.requestAdapter())) throw new Error('this browser gives no WebGPU adapter');
  ort.env.wasm.wasmPaths = {wasm: `${places.ort}ort-wasm-simd-threaded.asyncify.wasm`};
  ort.env.wasm.numThreads = 1;
  return asEngine(ort, 'webgpu');
}
