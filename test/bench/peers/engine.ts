import type {Graph} from '../../../src/format/graph.js';

/** The first output of a net, and the milliseconds until the call had returned its promise. */
export type Ran = {data: Float32Array; script: number};

/** A net that an engine has loaded: from a batch of its only input to its first output. */
export type Runner = {run(input: Float32Array, batch: number): Promise<Ran>; dispose(): void};

/** Where the files of a net are: a stock topology with its binary, and the same as ONNX. */
export type NetFiles = {topology: string; onnx: string};

/** An engine that has started. */
export type Engine = {load(files: NetFiles): Promise<Runner>};

/** Where the page finds binaries of peers. */
export type Places = {tfjs: string; ort: string};

export type StartEngine = (places: Places) => Promise<Engine>;

/** Starts one engine; throws why where it cannot be had. `device` engines are asked for dispatches and compared with each other, so are the others. */
export type Contender = {name: string; device: boolean; ours: boolean; start: StartEngine};

/** Times the synchronous part of a call apart from the whole. */
export async function timed(call: () => Promise<Float32Array>): Promise<Ran> {
  const started = performance.now();
  const running = call();
  const script = performance.now() - started;
  return {data: await running, script};
}

export function inputShape(graph: Graph): number[] {
  return graph.inputs[0]!.shape;
}
