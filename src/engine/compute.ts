import type {BackendChoice, BackendName, Compute, Engine} from './engine.js';
import {createWasmEngine} from './wasm/wasm-engine.js';

/**
 * The engines that this page can have. `auto` and `wasm` want wasm, `reference` wants plain TypeScript; what cannot be had is replaced by the next
 * best, with the reason in `fallbacks`. The reference engine is fetched only when it is needed.
 */
export async function createCompute({backend}: {backend: BackendChoice}): Promise<Compute> {
  const fallbacks: {backend: BackendName; reason: string}[] = [];
  if (backend === 'webgpu') fallbacks.push({backend, reason: 'this version computes on the CPU only'});
  let engine: Engine | null = null;
  if (backend !== 'reference') {
    const wasm = await createWasmEngine();
    if (!wasm.engine) fallbacks.push({backend: 'wasm', reason: wasm.reason});
    engine = wasm.engine;
  }
  const picked = engine ?? (await import('./reference/reference-engine.js')).createReferenceEngine();
  return {pick: () => picked, fallbacks};
}
