import type {Random} from '../../../src/data/random.js';
import type {Batch, Graph} from '../../../src/format/graph.js';
import {sizeOf} from '../../../src/format/graph.js';

/** The first output of a net, and the milliseconds until the call had returned its promise. */
export type Ran = {data: Float32Array; script: number};

/** A net that an engine has loaded: from a batch of each input, in the order of its topology, to its first output. */
export type Runner = {run(inputs: readonly Float32Array[], batch: number): Promise<Ran>; dispose(): void};

/** Where the files of a net are: a stock topology with its binary, and the same as ONNX. */
export type NetFiles = {topology: string; onnx: string};

/** An engine that has started. */
export type Engine = {load(files: NetFiles): Promise<Runner>};

/** Where the page finds binaries of peers. */
export type Places = {tfjs: string; ort: string};

export type StartEngine = (places: Places) => Promise<Engine>;

/** Starts one engine; throws why where it cannot be had. `device` engines are asked for dispatches and compared with each other, so are the others; what `startsAlike` starts as the one before it. */
export type Contender = {name: string; device: boolean; ours: boolean; start: StartEngine; startsAlike?: boolean};

/** Times the synchronous part of a call apart from the whole. */
export async function timed(call: () => Promise<Float32Array>): Promise<Ran> {
  const started = performance.now();
  const running = call();
  const script = performance.now() - started;
  return {data: await running, script};
}

/** What the nets of the bench are asked: draws from the prior, and of a conditional one a class each in turn. */
export function draw({inputs}: Graph, batch: number, random: Random): Float32Array[] {
  return inputs.map(({name, shape}) => {
    const size = sizeOf(shape);
    const value = name === 'label' ? (at: number) => Number(at % size === Math.floor(at / size) % size) : () => random.normal();
    return Float32Array.from({length: batch * size}, (_, at) => value(at));
  });
}

/** The same with their shapes. */
export function asBatches({inputs}: Graph, values: readonly Float32Array[], batch: number): Batch[] {
  return inputs.map(({shape}, at) => ({data: values[at]!, shape: [batch, ...shape]}));
}
