import {createReferenceEngine} from '../../../../src/engine/reference/reference-engine.js';
import type {Engine} from '../engine.js';
import {asEngine} from './ours.js';

export function start(): Engine {
  return asEngine(createReferenceEngine());
}
