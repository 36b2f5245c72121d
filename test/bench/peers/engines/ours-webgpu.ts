import {createWebgpuEngine} from '../../../../src/engine/webgpu/webgpu-engine.js';
import type {Engine} from '../engine.js';
import {asEngine} from './ours.js';

export async function start(): Promise<Engine> {
  const made = await createWebgpuEngine({software: true, patience: 120_000});
  if (!made.engine) throw new Error(made.reason);
  return asEngine(made.engine);
}
