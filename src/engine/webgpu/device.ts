/** What a shader of this engine takes; the defaults of WebGPU allow twice as much, compatibility mode less. */
const NEEDED = {maxComputeInvocationsPerWorkgroup: 256, maxStorageBuffersPerShaderStage: 3, maxStorageBufferBindingSize: 1 << 27} as const;
/** More than any net here should take; a device may offer less. */
const BUFFER_BYTES = 1 << 29;

export type DeviceOptions = {
  /** Where to look for adapters; that of this thread when left out. */
  gpu?: GPU | undefined;
  /** Whether an adapter that computes on the CPU will do: wasm is many times faster, so only who asks for WebGPU by name should get it. */
  software?: boolean;
};

/** A device for computing, or why there is none. Never throws. */
export async function requestDevice({gpu, software = false}: DeviceOptions): Promise<{device: GPUDevice} | {device: null; reason: string}> {
  const refused = (reason: string) => ({device: null, reason});
  gpu ??= globalThis.navigator?.gpu;
  // Plain http has no WebGPU either.
  if (!gpu) return refused('this browser, or a page that is not secure, has no WebGPU');
  try {
    const adapter = await gpu.requestAdapter({powerPreference: 'low-power'});
    if (!adapter) return refused('this browser found no graphics processor that it lets pages compute on');
    if (isFallback(adapter) && !software) return refused('the only adapter computes on the CPU, slower than WebAssembly does');
    for (const [name, least] of Object.entries(NEEDED)) {
      const found = adapter.limits[name as keyof typeof NEEDED];
      if (!(found >= least)) return refused(`the adapter's ${name} is ${found}, ${least} is needed`);
    }
    const {maxBufferSize, maxStorageBufferBindingSize} = adapter.limits;
    const requiredLimits = {
      maxBufferSize: Math.min(maxBufferSize, BUFFER_BYTES),
      maxStorageBufferBindingSize: Math.min(maxStorageBufferBindingSize, BUFFER_BYTES),
    };
    return {device: await adapter.requestDevice({requiredLimits})};
  } catch (error) {
    return refused(error instanceof Error ? error.message : String(error));
  }
}

/** Chromium had the flag on the adapter before it came to lie in its information. */
function isFallback(adapter: GPUAdapter): boolean {
  return adapter.info?.isFallbackAdapter ?? (adapter as GPUAdapter & {isFallbackAdapter?: boolean}).isFallbackAdapter ?? false;
}
