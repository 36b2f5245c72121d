import {inflate} from '../../format/inflate.js';

/** A module without functions whose one global is a vector, which needs SIMD. */
const VECTOR = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0, 6, 22, 1, 123, 0, 253, 12, ...new Uint8Array(16), 11);

/**
 * A memory for kernels.
 * @throws Error saying why, where the platform has no WebAssembly or no SIMD, or where the page's content security policy forbids it.
 */
export async function createMemory(): Promise<WebAssembly.Memory> {
  // False too where only SIMD is missing; a forbidden module is valid, and refused when it is compiled.
  if (!globalThis.WebAssembly?.validate(VECTOR)) throw new Error('this browser has no WebAssembly SIMD');
  await WebAssembly.instantiate(VECTOR);
  return new WebAssembly.Memory({initial: 1});
}

/** What a module, deflated and in base64, exports when it works on `memory`. */
export async function instantiate(deflated: string, memory: WebAssembly.Memory): Promise<WebAssembly.Exports> {
  const {instance} = await WebAssembly.instantiate(fuse(await inflate(deflated)), {env: {memory}});
  return instance.exports;
}

/** The module with x·y + z as one instruction of relaxed SIMD where the platform has it: of `f32x4.mul, local.get z, f32x4.add` the first becomes three `nop`, the last `f32x4.relaxed_madd`. */
export function fuse(module: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const text = String.fromCharCode(...module).replace(/\xfd\xe6[^]( [^])\xfd\xe4[^]/g, '\x01\x01\x01$1\xfd\x85\x02');
  const fused = Uint8Array.from(text, (byte) => byte.charCodeAt(0));
  return WebAssembly.validate(fused) ? fused : module;
}
