import {createWasmEngine} from '../../../../src/engine/wasm/wasm-engine.js';
import type {Engine} from '../engine.js';
import {asEngine} from './ours.js';

export async function start(): Promise<Engine> {
  const made = await createWasmEngine();
  if (!made.engine) throw new Error(made.reason);
  return asEngine(made.engine);
}
