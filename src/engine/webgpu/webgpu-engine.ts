import type {Graph} from '../../format/graph.js';
import type {Engine, LostReason, Net} from '../engine.js';
import type {DeviceOptions} from './device.js';
import {requestDevice} from './device.js';
import {Gpu} from './gpu.js';
import {selfTest} from './self-test.js';
import {WebgpuNet} from './webgpu-net.js';

export type WebgpuOptions = DeviceOptions & {
  /** Whether to submit while waiting for results; Firefox needs it, and so it does when left out. */
  nudges?: boolean;
};

/** The WebGPU engine, or why this page cannot have it. */
export async function createWebgpuEngine(options: WebgpuOptions = {}): Promise<{engine: WebgpuEngine} | {engine: null; reason: string}> {
  const {device, ...refusal} = await requestDevice(options);
  if (!device) return {engine: null, ...(refusal as {reason: string})};
  const engine = new WebgpuEngine(device, options.nudges ?? navigator.userAgent.includes('Firefox'));
  const fault = await selfTest(engine).catch((error: unknown) => (error instanceof Error ? error.message : String(error)));
  if (fault === undefined) return {engine};
  engine.dispose();
  return {engine: null, reason: `its self-test failed: ${fault}`};
}

/** WGSL kernels on a device of their own. */
export class WebgpuEngine implements Engine {
  readonly backend = 'webgpu';
  readonly lost: Promise<LostReason>;
  readonly #gpu: Gpu;
  readonly #nets = new Set<WebgpuNet>();
  #disposed = false;

  constructor(device: GPUDevice, nudges: boolean) {
    this.#gpu = new Gpu(device, nudges);
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

  async loadNet(graph: Graph): Promise<Net> {
    const net = await WebgpuNet.load(graph, this.#gpu, (gone) => this.#release(gone));
    this.#nets.add(net);
    return net;
  }

  dispose(): void {
    this.#disposed = true;
    for (const net of this.#nets) net.dispose();
    this.#gpu.free();
    this.#gpu.device.destroy();
  }

  #release(net: WebgpuNet): void {
    this.#nets.delete(net);
    if (this.#nets.size === 0) this.#gpu.free();
  }
}
