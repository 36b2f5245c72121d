import {computesOnCpu} from './adapter.js';
import {within} from './within.js';

/** What a shader of this engine takes; the defaults of WebGPU allow twice as much, compatibility mode less. */
const NEEDED = {maxComputeInvocationsPerWorkgroup: 256, maxStorageBuffersPerShaderStage: 3, maxStorageBufferBindingSize: 1 << 27} as const;
export const PATIENCE = 10_000;
/** More than any net here should take; a device may offer less. */
const BUFFER_BYTES = 1 << 29;

export type DeviceOptions = {
  /** Where to look for adapters; that of this thread when left out. */
  gpu?: GPU | undefined;
  /** Whether an adapter that computes on the CPU will do: wasm is many times faster, so only who asks for WebGPU by name should get it. */
  software?: boolean;
  /** Milliseconds until a browser that gives no adapter, device or result is given up; slow drivers take one or two thousand at their first start. */
  patience?: number;
};

/** `software` says what kind the device is, or whether nothing else than its kind was against it. */
type Requested = {software: boolean} & ({device: GPUDevice} | {device: null; reason: string});

/** A device for computing, or why there is none. Never throws. */
export async function requestDevice({gpu, software: allowed = false, patience = PATIENCE}: DeviceOptions): Promise<Requested> {
  const refused = (reason: string, software = false): Requested => ({device: null, software, reason});
  gpu ??= globalThis.navigator?.gpu;
  // Plain http has no WebGPU either.
  if (!gpu) return refused('this browser, or a page that is not secure, has no WebGPU');
  try {
    const adapter = await within(patience, 'adapter', gpu.requestAdapter({powerPreference: 'low-power'}));
    if (!adapter) return refused('this browser found no graphics processor that it lets pages compute on');
    const software = computesOnCpu(adapter);
    if (software && !allowed) return refused('the only adapter computes on the CPU, slower than WebAssembly does', true);
    for (const [name, least] of Object.entries(NEEDED)) {
      const found = adapter.limits[name as keyof typeof NEEDED];
      if (!(found >= least)) return refused(`the adapter's ${name} is ${found}, ${least} is needed`);
    }
    const {maxBufferSize, maxStorageBufferBindingSize} = adapter.limits;
    const requiredLimits = {
      maxBufferSize: Math.min(maxBufferSize, BUFFER_BYTES),
      maxStorageBufferBindingSize: Math.min(maxStorageBufferBindingSize, BUFFER_BYTES),
    };
    const requiredFeatures = (['shader-f16'] as const).filter((name) => adapter.features.has(name));
    const requested = adapter.requestDevice({requiredLimits, requiredFeatures});
    const device = await within(patience, 'device', requested).catch((error: unknown) => {
      // One that comes too late is nobody's.
      requested.then((late) => late.destroy()).catch(() => undefined);
      throw error;
    });
    return {device, software};
  } catch (error) {
    return refused(error instanceof Error ? error.message : String(error));
  }
}
