import {createWebgpuEngine, type WebgpuEngine, type WebgpuOptions} from '../../../../src/engine/webgpu/webgpu-engine.js';

type Change = {adapter?: ((adapter: GPUAdapter) => void) | undefined; device?: (device: GPUDevice) => void};

/** The browser's own GPU with faults: what `change` does to each adapter and device before the engine sees them. */
export function faultyGpu(change: Change, gpu = navigator.gpu): GPU {
  const requestAdapter = async (options?: GPURequestAdapterOptions): Promise<GPUAdapter | null> => {
    const adapter = await gpu.requestAdapter(options);
    if (!adapter) return null;
    const requestDevice = adapter.requestDevice.bind(adapter);
    adapter.requestDevice = async (descriptor) => {
      const device = await requestDevice(descriptor);
      change.device?.(device);
      return device;
    };
    change.adapter?.(adapter);
    return adapter;
  };
  return {requestAdapter} as GPU;
}

/** A browser without any adapter throws here: nothing is skipped. */
export async function webgpuEngine(options: WebgpuOptions = {}): Promise<WebgpuEngine> {
  const made = await createWebgpuEngine({software: true, ...options});
  if (!made.engine) throw new Error(`no WebGPU: ${made.reason}`);
  return made.engine;
}

/** Why there is no engine. */
export async function refusal(options: WebgpuOptions): Promise<string> {
  const made = await createWebgpuEngine(options);
  if (!made.engine) return made.reason;
  made.engine.dispose();
  throw new Error('an engine was made');
}
