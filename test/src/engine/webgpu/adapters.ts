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

/** From now on the device has no memory for buffers of over `bytes`; returns the sizes that it refused. */
export function outOfMemory(device: GPUDevice, bytes: number): number[] {
  const scopes: {filter: GPUErrorFilter; error: GPUError | null}[] = [];
  const refused: number[] = [];
  const push = device.pushErrorScope.bind(device);
  const pop = device.popErrorScope.bind(device);
  const create = device.createBuffer.bind(device);
  device.pushErrorScope = (filter) => {
    scopes.push({filter, error: null});
    push(filter);
  };
  device.popErrorScope = async () => {
    const scope = scopes.pop();
    const found = await pop();
    return scope?.error ?? found;
  };
  device.createBuffer = (descriptor) => {
    if (descriptor.size <= bytes) return create(descriptor);
    refused.push(descriptor.size);
    const scope = scopes.findLast(({filter}) => filter === 'out-of-memory');
    if (scope) scope.error = new GPUOutOfMemoryError('none left');
    // No such buffer can be made: commands that use it are invalid, as they are where memory was missing.
    return create({...descriptor, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.MAP_WRITE});
  };
  return refused;
}

/** A device without half precision then computes as one that has it, with shaders that round as it does. */
export function emulateHalf(device: GPUDevice): void {
  if (device.features.has('shader-f16')) return;
  Object.defineProperty(device, 'features', {value: new Set(['shader-f16'])});
  const create = device.createShaderModule.bind(device);
  device.createShaderModule = ({code}) => create({code: code.startsWith('enable f16;') ? rounding(code) : code});
}

function rounding(code: string): string {
  const emulated = code
    .replace('enable f16;', '')
    .replace('quads: array<vec4h>', 'quads: array<vec2u>')
    .replace('numbers: array<f16>', 'numbers: array<u32>')
    .replaceAll(/\bquads\[([^\]]*)\]/g, 'quad_at($1)')
    .replaceAll(/\bnumbers\[([^\]]*)\]/g, 'number_at($1)')
    .replaceAll(/(h\d) \+= k \* f16\(([^;]*)\);/g, '$1 = rounded($1 + rounded(k * rounded(vec4f($2))));')
    .replaceAll('vec4h', 'vec4f');
  return `${emulated}
fn quad_at(i: i32) -> vec4f { let q = quads[i]; return vec4f(unpack2x16float(q.x), unpack2x16float(q.y)); }
// The builtin quantizeToF16 cuts off where it should round (SwiftShader); this is Veltkamp's way to eleven bits.
fn rounded(x: vec4f) -> vec4f { let c = x * 8193; return c - (c - x); }
fn number_at(i: i32) -> f32 { return unpack2x16float(numbers[i / 2])[i % 2]; }
`;
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
