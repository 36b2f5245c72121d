import {createWebgpuEngine} from '../../../../src/engine/webgpu/webgpu-engine.js';
import type {Engine} from '../engine.js';
import {asEngine} from './ours.js';

export async function start(half = false): Promise<Engine> {
  const made = await createWebgpuEngine({software: true, patience: 120_000});
  if (!made.engine) throw new Error(made.reason);
  const refused = half ? await made.engine.refusesHalf() : undefined;
  if (refused !== undefined) throw new Error(refused);
  return asEngine(made.engine, {half});
}
