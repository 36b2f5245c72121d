import type {BackendChoice, Compute, Engine} from './engine.js';
import {Engines} from './engines.js';

/** Operations of a batch from which a GPU is faster than wasm, the way there and back included. */
const WORTH_THE_WAY = 50e6;

/**
 * The engines that this page can have. A name wants that engine, `auto` wasm and for large batches a real GPU; what cannot be had is replaced by the
 * next best, with the reason in `fallbacks`.
 */
export async function createCompute({backend}: {backend: BackendChoice}, engines = new Engines()): Promise<Compute> {
  const fallbacks: Compute['fallbacks'] = [];
  const half = backend === 'webgpu-f16';
  const without = (missing: Exclude<BackendChoice, 'auto'>, reason: string): void => {
    if (!fallbacks.some((known) => known.backend === missing && known.reason === reason)) fallbacks.push({backend: missing, reason});
  };
  const gpu = async (work: number): Promise<Engine | undefined> => {
    // What comes before it has been found runs on the CPU.
    if (backend === 'auto' && work > WORTH_THE_WAY) return engines.gpu.hardware;
    // Nobody misses a GPU that nobody has asked for.
    if (backend !== 'webgpu' && !half) return undefined;
    const found = await engines.gpu.find(true).catch((error: Error) => ({engine: null, reason: error.message}));
    if (!found.engine) without('webgpu', found.reason);
    return found.engine ?? undefined;
  };
  const compute: Compute = {
    fallbacks,
    half,

    async pick(flops, batch, unfit) {
      const found = unfit?.has('webgpu') ? undefined : await gpu(flops * batch);
      if (found) return found;
      if (backend !== 'reference' && !unfit?.has('wasm')) {
        const wasm = await engines.wasm();
        if (wasm.engine) return wasm.engine;
        without('wasm', wasm.reason);
      }
      return engines.reference();
    },

    async survives(error, engine, unfit) {
      const {code, message} = error as {code?: unknown; message: string};
      if (engine.backend === 'reference' || code === 'bad-data') return false;
      if (engine.backend === 'webgpu') {
        if (code === 'device-lost') engines.gpu.lose(engine);
        if (engines.gpu.isLost(engine)) return true;
      } else if (code !== 'out-of-memory') return false;
      unfit.add(engine.backend);
      without(engine.backend, message);
      return true;
    },
  };
  // What cannot be had is known from here on.
  const engine = await compute.pick(0, 1);
  const refused = half && (await engine.refusesHalf?.());
  if (refused) without('webgpu-f16', refused);
  return compute;
}
