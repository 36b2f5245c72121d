import {inflate} from '../../format/inflate.js';
import {KERNELS_DEFLATED} from './kernels.generated.js';

/** A kernel takes the address of its record, that of the arena, and the number of examples. */
type Kernel = (record: number, arena: number, examples: number) => void;

type KernelName =
  | 'activate'
  | 'affine'
  | 'bilinear'
  | 'border'
  | 'broadcast'
  | 'combine'
  | 'convolve'
  | 'convolveFew'
  | 'copy'
  | 'depthwise'
  | 'frame'
  | 'normalize'
  | 'permute'
  | 'pool'
  | 'prelu'
  | 'softmax';

export type Kernels = Record<KernelName, Kernel>;

/**
 * Instantiates the kernels on a memory.
 * @throws Error saying why, where the platform has no WebAssembly or no SIMD, or where the page's content security policy forbids it.
 */
export async function instantiateKernels(memory: () => WebAssembly.Memory): Promise<{kernels: Kernels; memory: WebAssembly.Memory}> {
  if (typeof WebAssembly === 'undefined') throw new Error('this browser has no WebAssembly');
  const bytes = await inflate(KERNELS_DEFLATED);
  // False too where only SIMD is missing; a forbidden module is valid, and refused when it is compiled.
  if (!WebAssembly.validate(bytes)) throw new Error('this browser has no WebAssembly SIMD');
  const shared = memory();
  const {instance} = await WebAssembly.instantiate(bytes, {env: {memory: shared}});
  return {kernels: instance.exports as Kernels, memory: shared};
}
