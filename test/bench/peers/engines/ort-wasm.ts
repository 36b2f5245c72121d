import * as ort from 'onnxruntime-web/wasm';
import type {Engine, Places} from '../engine.js';
import {asEngine} from './ort.js';

export function start(places: Places): Engine {
  ort.env.wasm.wasmPaths = {wasm: `${places.ort}ort-wasm-simd-threaded.wasm`};
  ort.env.wasm.numThreads = 1;
  return asEngine(ort, 'wasm');
}
