import {GenerativeError} from '../../format/errors.js';
import type {Graph} from '../../format/graph.js';
import type {FlowStack} from '../../format/manifest.js';
import type {Engine, Found, Load, LostReason, Net} from '../engine.js';
import type {FlowNet} from '../flow/flow-net.js';
import type {DeviceOptions} from './device.js';
import {PATIENCE, requestDevice} from './device.js';
import {Gpu} from './gpu.js';
import {selfTest} from './self-test.js';
import {Staging} from './staging.js';
import type {WebgpuFlow} from './webgpu-flow.js';
import {WebgpuNet} from './webgpu-net.js';
import {within} from './within.js';

/** Of the largest value; half precision has eleven bits. */
const HALF_TOLERANCE = 1e-2;

export type WebgpuOptions = DeviceOptions & {
  /** Whether to submit while waiting for results; Firefox needs it, and so it does when left out. */
  nudges?: boolean;
  /** The engine that the device's own is compared with before anything else runs on it; plain loops when left out. */
  oracle?: () => Promise<Engine>;
  load?: Load;
};

/** The WebGPU engine, or why this page cannot have it. `software` says what kind it is, or whether nothing else than its kind was against it. */
export async function createWebgpuEngine(options: WebgpuOptions = {}): Promise<Found<WebgpuEngine> & {software: boolean}> {
  const requested = await requestDevice(options);
  const {device, software} = requested;
  if (!device) return {engine: null, software, reason: requested.reason};
  const {
    patience = PATIENCE,
    nudges = navigator.userAgent.includes('Firefox'),
    oracle = plainLoops,
    load = (importPart) => importPart(),
  } = options;
  const engine = new WebgpuEngine(device, {software, nudges, patience, load});
  const fault = await reasonOf(within(patience, 'result', selfTest(engine, await oracle())));
  if (fault === undefined) return {engine, software};
  engine.dispose();
  // Nothing is gained by asking for another device of the same adapter.
  return {engine: null, software: false, reason: `its self-test failed: ${fault}`};
}

/** What a test found wrong, or what kept it from its end. */
function reasonOf(test: Promise<string | undefined>): Promise<string | undefined> {
  return test.catch((error: unknown) => (error instanceof Error ? error.message : String(error)));
}

async function plainLoops(): Promise<Engine> {
  return (await import('../reference/reference-engine.js')).createReferenceEngine();
}

/** WGSL kernels on a device of their own. */
export class WebgpuEngine implements Engine {
  readonly backend = 'webgpu';
  readonly lost: Promise<LostReason>;
  /** Whether the device computes on the CPU. */
  readonly software: boolean;
  readonly #gpu: Gpu;
  readonly #nets = new Set<WebgpuNet | WebgpuFlow>();
  readonly #load: Load;
  readonly #patience: number;
  #flowTest: Promise<void> | undefined;
  #halfTest: Promise<string | undefined> | undefined;
  #disposed = false;

  constructor(device: GPUDevice, {software, nudges, patience, load}: {software: boolean; nudges: boolean; patience: number; load: Load}) {
    this.#load = load;
    this.#patience = patience;
    this.software = software;
    // A batch waits for those before it.
    this.#gpu = new Gpu(device, new Staging(device, {nudges, patience: 3 * patience}));
    this.lost = new Promise((resolve) => {
      // The reason that a browser gives cannot be trusted, so a loss is whatever this engine did not do itself.
      void device.lost.then(({reason, message}) => {
        if (!this.#disposed) resolve({reason, message});
      });
    });
  }

  /** Bytes on the device that runs share: the arena and the buffers that results come back through. */
  get bytesInUse(): number {
    return this.#gpu.bytes;
  }

  async loadNet(graph: Graph, {half = false} = {}): Promise<Net> {
    return this.#loadNet(graph, half && (await this.refusesHalf()) === undefined);
  }

  /** Compared once with what this engine computes in single precision. */
  refusesHalf(): Promise<string | undefined> {
    return (this.#halfTest ??= this.#gpu.device.features.has('shader-f16')
      ? reasonOf(within(this.#patience, 'result', selfTest({loadNet: (graph) => this.#loadNet(graph, true)}, this, HALF_TOLERANCE)))
      : Promise.resolve('this graphics processor computes in no half precision'));
  }

  async #loadNet(graph: Graph, half: boolean): Promise<Net> {
    const net = await WebgpuNet.load(graph, half, this.#gpu, this.#load, (gone) => this.#release(gone));
    this.#nets.add(net);
    return net;
  }

  async loadFlow(stack: FlowStack, graph: Graph): Promise<FlowNet> {
    await (this.#flowTest ??= this.#testFlows());
    return this.#loadFlow(stack, graph);
  }

  dispose(): void {
    this.#disposed = true;
    for (const net of this.#nets) net.dispose();
    this.#gpu.free();
    this.#gpu.device.destroy();
  }

  async #loadFlow(stack: FlowStack, graph: Graph): Promise<FlowNet> {
    const [{FlowNet}, {WebgpuFlow}] = await Promise.all([
      this.#load(() => import('../flow/flow-net.js')),
      this.#load(() => import('./webgpu-flow.js')),
    ]);
    const flow = await WebgpuFlow.load(stack, graph, this.#gpu, (gone) => this.#release(gone));
    this.#nets.add(flow);
    return new FlowNet(flow);
  }

  /** Once, before the first flow: pages without one need not wait for it. */
  async #testFlows(): Promise<void> {
    const {selfTestFlows} = await this.#load(() => import('./flow-self-test.js'));
    const fault = await selfTestFlows((stack, graph) => this.#loadFlow(stack, graph));
    if (fault !== undefined) throw new GenerativeError('internal', `its self-test failed: ${fault}`);
  }

  #release(net: WebgpuNet | WebgpuFlow): void {
    this.#nets.delete(net);
    if (this.#nets.size === 0) this.#gpu.free();
  }
}
