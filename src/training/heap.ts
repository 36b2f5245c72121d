import * as tf from '@tensorflow/tfjs-core';
import {instantiate} from '../engine/wasm/instantiate.js';
import {KERNELS_DEFLATED} from './gradients.generated.js';

/** What assembly/index.ts exports. All arguments are byte offsets, sizes or flags. */
export type GradientKernels = {
  adam(...args: number[]): void;
  affineCoupling(...args: number[]): void;
  affineCouplingGradient(...args: number[]): void;
  biasGradient(...args: number[]): void;
  conv2d(...args: number[]): void;
  conv2dFilterGradient(...args: number[]): void;
  conv2dInputGradient(...args: number[]): void;
  conv2dInputGradientScratch(...args: number[]): number;
  conv2dScratch(...args: number[]): number;
  leakyRelu(...args: number[]): void;
  leakyReluGradient(...args: number[]): void;
  matMul(...args: number[]): void;
  matMulScratch(...args: number[]): number;
  matMulTransposedA(...args: number[]): void;
  relu(...args: number[]): void;
  reluGradient(...args: number[]): void;
  sigmoidCrossEntropy(...args: number[]): void;
  splineCoupling(...args: number[]): void;
  splineCouplingGradient(...args: number[]): void;
  splineScratch(bins: number): number;
  tanh(...args: number[]): void;
  tanhGradient(...args: number[]): void;
};

/** The part of tfjs-wasm's backend that a kernel needs. */
export type HeapBackend = {
  readonly dataIdMap: {get(dataId: object): {memoryOffset: number}};
  readonly wasm: {asm: {memory?: WebAssembly.Memory}};
  makeOutput(shape: number[], dtype: 'float32'): tf.TensorInfo;
  disposeData(dataId: object): boolean;
  incRef(dataId: object): void;
  typedArrayFromHeap(tensor: tf.TensorInfo): Float32Array;
};

/** Byte offset of a tensor's data on the heap. It moves only when the tensor is disposed; the heap itself may grow under any allocation. */
export function offsetOf(backend: HeapBackend, tensor: tf.TensorInfo): number {
  return backend.dataIdMap.get(tensor.dataId).memoryOffset;
}

/** Instantiates our kernels on the heap of the active tfjs-wasm backend. */
export async function instantiateKernels(): Promise<GradientKernels> {
  const {memory} = (tf.backend() as unknown as HeapBackend).wasm.asm;
  if (!memory)
    throw new Error("tfjs-wasm's threaded build hides its memory: set WASM_HAS_MULTITHREAD_SUPPORT to false before the backend starts");
  return (await instantiate(KERNELS_DEFLATED, memory)) as unknown as GradientKernels;
}

/** Runs `body` with `bytes` of heap that are freed afterwards. */
export function withScratch(backend: HeapBackend, bytes: number, body: (offset: number) => void): void {
  const scratch = backend.makeOutput([Math.ceil(bytes / 4)], 'float32');
  body(offsetOf(backend, scratch));
  backend.disposeData(scratch.dataId);
}
