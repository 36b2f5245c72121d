import '@tensorflow/tfjs-backend-webgpu';
import type {Engine} from '../engine.js';
import {startTfjs} from './tfjs.js';

export function start(): Promise<Engine> {
  return startTfjs('webgpu');
}
