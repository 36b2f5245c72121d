// The part of each peer that the bench uses. They are installed in this folder only, where somebody runs the bench: types must hold without them.

declare module 'onnxruntime-web/wasm' {
  export class Tensor {
    constructor(type: 'float32', data: Float32Array, dims: readonly number[]);
    getData(): Promise<Float32Array>;
  }
  export type Session = {
    inputNames: readonly string[];
    outputNames: readonly string[];
    inputMetadata: readonly {shape: readonly (number | string)[]}[];
    run(feeds: Record<string, Tensor>): Promise<Record<string, Tensor>>;
    release(): Promise<void>;
  };
  export const InferenceSession: {create(url: string, options: {executionProviders: readonly string[]}): Promise<Session>};
  export const env: {wasm: {wasmPaths: {wasm: string}; numThreads: number}};
}

declare module 'onnxruntime-web/webgpu' {
  import type {InferenceSession as Sessions, Tensor as OneTensor, env as environment} from 'onnxruntime-web/wasm';
  export const InferenceSession: typeof Sessions;
  export const Tensor: typeof OneTensor;
  export const env: typeof environment;
}

declare module '@jax-js/jax' {
  /** An array is used up by what takes it; `ref` is one more use. */
  export type NdArray = {
    readonly ref: NdArray;
    readonly shape: number[];
    add(other: NdArray | number): NdArray;
    mul(other: NdArray | number): NdArray;
    sub(other: NdArray | number): NdArray;
    div(other: NdArray | number): NdArray;
    reshape(shape: readonly number[]): NdArray;
    transpose(order: readonly number[]): NdArray;
    data(): Promise<Float32Array>;
    dispose(): void;
  };
  export type Device = 'wasm' | 'webgpu';
  export function init(...devices: Device[]): Promise<Device[]>;
  export function defaultDevice(device: Device): Device;
  export function jit<Arguments extends NdArray[]>(
    run: (...args: Arguments) => NdArray,
    options: {device: Device},
  ): ((...args: Arguments) => NdArray) & {dispose(): void};
  export const numpy: {
    array(data: Float32Array, options: {shape: readonly number[]; device: Device}): NdArray;
    matmul(a: NdArray, b: NdArray): NdArray;
    exp(x: NdArray): NdArray;
    tanh(x: NdArray): NdArray;
    concatenate(xs: NdArray[], axis: number): NdArray;
    repeat(x: NdArray, repeats: number, axis: number): NdArray;
    square(x: NdArray): NdArray;
    split(x: NdArray, parts: number, axis: number): NdArray[];
  };
  export const nn: Record<'relu' | 'sigmoid' | 'silu' | 'elu' | 'softplus', (x: NdArray) => NdArray> & {
    softmax(x: NdArray, axis: number): NdArray;
  };
  export const lax: {
    convGeneralDilated(
      x: NdArray,
      kernel: NdArray,
      strides: readonly number[],
      padding: readonly (readonly [number, number])[],
      options?: {lhsDilation?: readonly number[]; rhsDilation?: readonly number[]},
    ): NdArray;
  };
}
