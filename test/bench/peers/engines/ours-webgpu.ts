import {createWebgpuEngine} from '../../../../src/engine/webgpu/webgpu-engine.js';
import type {Engine} from '../engine.js';
import {asEngine, type AsEngineOptions} from './ours.js';

export async function start(options: AsEngineOptions = {}): Promise<Engine> {
  const made = await createWebgpuEngine({software: true, patience: 120_000});
  if (!made.engine) throw new Error(made.reason);
  const refused = options.half ? await made.engine.refusesHalf() : undefined;
  if (refused !== undefined) throw new Error(refused);
  return asEngine(made.engine, options);
}
