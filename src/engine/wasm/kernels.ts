import {instantiate} from './instantiate.js';
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

/** The kernels on a memory of the engine's. */
export async function instantiateKernels(memory: WebAssembly.Memory): Promise<Kernels> {
  return (await instantiate(KERNELS_DEFLATED, memory)) as Kernels;
}
