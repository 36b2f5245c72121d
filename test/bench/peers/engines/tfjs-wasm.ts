import {setWasmPaths} from '@tensorflow/tfjs-backend-wasm';
import {env} from '@tensorflow/tfjs-core';
import type {Engine, Places} from '../engine.js';
import {startTfjs} from './tfjs.js';

export function start({tfjs}: Places): Promise<Engine> {
  setWasmPaths(tfjs);
  env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  return startTfjs('wasm');
}
