import '@tensorflow/tfjs-backend-webgl';
import type {Engine} from '../engine.js';
import {startTfjs} from './tfjs.js';

export function start(): Promise<Engine> {
  return startTfjs('webgl');
}
