import type {TrainingBackendName} from '../training/protocol.js';

/** Absolute URLs of what training fetches. */
export type TrainingFiles = {scripts: Record<TrainingBackendName, string>; files: Record<string, string>};

/** In the folder `base`, or beside this build: each URL stands here in full, so that bundlers see it. */
export function trainingFiles(base?: string): TrainingFiles {
  const binary = 'tfjs-backend-wasm-simd.wasm';
  if (base !== undefined) {
    const inBase = (path: string) => new URL(path, new URL(base.endsWith('/') ? base : `${base}/`, globalThis.document?.baseURI)).href;
    return {
      scripts: {wasm: inBase('training.js'), webgpu: inBase('training-webgpu.js')},
      files: {[binary]: inBase(`training/${binary}`)},
    };
  }
  return {
    scripts: {wasm: new URL('../training.js', import.meta.url).href, webgpu: new URL('../training-webgpu.js', import.meta.url).href},
    files: {[binary]: new URL('../training/tfjs-backend-wasm-simd.wasm', import.meta.url).href},
  };
}
