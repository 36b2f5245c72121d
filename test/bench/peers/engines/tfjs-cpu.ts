import '@tensorflow/tfjs-backend-cpu';
import type {Engine} from '../engine.js';
import {startTfjs} from './tfjs.js';

export function start(): Promise<Engine> {
  return startTfjs('cpu');
}
