import type {BackendChoice, BackendName, Compute, Engine} from './engine.js';
import {createWasmEngine} from './wasm/wasm-engine.js';

/** Operations of a batch from which a GPU is faster than wasm, the way there and back included. */
const WORTH_THE_WAY = 50e6;

/**
 * The engines that this page can have. A name wants that engine, `auto` wasm and for large batches a real GPU; what cannot be had is replaced by the
 * next best, with the reason in `fallbacks`, and so is a GPU that was lost. Engines that few pages need are fetched only then.
 */
export async function createCompute({backend}: {backend: BackendChoice}): Promise<Compute> {
  const fallbacks: {backend: BackendName; reason: string}[] = [];
  const cpu = async (): Promise<Engine> => {
    if (backend !== 'reference') {
      const wasm = await createWasmEngine();
      if (wasm.engine) return wasm.engine;
      fallbacks.push({backend: 'wasm', reason: wasm.reason});
    }
    return (await import('./reference/reference-engine.js')).createReferenceEngine();
  };
  const named = backend === 'webgpu';
  let picked: Engine | undefined;
  let gpu: Engine | undefined;
  const findGpu = async (): Promise<void> => {
    const {createWebgpuEngine} = await import('./webgpu/webgpu-engine.js');
    const made = await createWebgpuEngine({software: named});
    gpu = made.engine ?? undefined;
    // Nobody misses a GPU that nobody has asked for.
    if (!made.engine) return void (named && fallbacks.push({backend: 'webgpu', reason: made.reason}));
    void made.engine.lost.then(async ({message}) => {
      fallbacks.push({backend: 'webgpu', reason: message});
      picked ??= await cpu();
      gpu = undefined;
    });
  };
  if (named) await findGpu();
  if (!gpu) picked = await cpu();
  let searched = backend !== 'auto';
  const pick = (flops: number, batch: number): Engine => {
    const large = flops * batch > WORTH_THE_WAY;
    // What comes before the GPU has been found runs on the CPU, and so does everything in the usual worker, which is built without this engine.
    if (large && !searched) void findGpu().catch(() => undefined);
    searched ||= large;
    return (large || named ? gpu : undefined) ?? picked!;
  };
  return {pick, fallbacks};
}
