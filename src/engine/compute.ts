import type {BackendChoice, BackendName, Compute} from './engine.js';
import {createReferenceEngine} from './reference/reference-engine.js';

/** Chooses the engines of a page. What was asked for and is not there is a fallback with its reason. */
export function createCompute({backend}: {backend: BackendChoice}): Promise<Compute> {
  const engine = createReferenceEngine();
  const missing: BackendName[] = backend === 'auto' ? ['wasm'] : backend === 'reference' ? [] : [backend];
  return Promise.resolve({
    pick: () => engine,
    fallbacks: missing.map((name) => ({backend: name, reason: 'this version has no such engine'})),
  });
}
