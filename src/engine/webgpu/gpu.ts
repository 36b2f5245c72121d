import {GenerativeError} from '../../format/errors.js';
import type {Staging} from './staging.js';
import {COMPUTE_STAGE, USAGE} from './usage.js';

/** After so many runs numbers begin anew: a refused one could be taken for one that lies just so many back, and for no other. */
const NUMBERS = 1024;

/** What a net binds, and the kinds of runs that the device has accepted with it. */
export type Bindings = {arena: GPUBuffer; group: GPUBindGroup; accepted: Set<string>};

/** What the nets of one device share: pipelines, the arena, read-back buffers. */
export class Gpu {
  readonly device: GPUDevice;
  readonly layout: GPUBindGroupLayout;
  readonly staging: Staging;
  readonly #pipelineLayout: GPUPipelineLayout;
  readonly #pipelines = new Map<string, Promise<GPUComputePipeline>>();
  #runs = 0;
  #numbers: GPUBuffer | undefined;
  #arena: GPUBuffer | undefined;

  constructor(device: GPUDevice, staging: Staging) {
    this.device = device;
    this.staging = staging;
    const types = ['storage', 'read-only-storage', 'read-only-storage', 'uniform'] as const;
    const entries = types.map((type, binding) => ({binding, visibility: COMPUTE_STAGE, buffer: {type}}));
    this.layout = device.createBindGroupLayout({entries});
    this.#pipelineLayout = device.createPipelineLayout({bindGroupLayouts: [this.layout]});
  }

  /** One for each text, compiled off the thread; a failure is forgotten, so that the next caller tries again. */
  pipeline(code: string): Promise<GPUComputePipeline> {
    let pipeline = this.#pipelines.get(code);
    if (!pipeline) {
      pipeline = this.#compile(code);
      pipeline.catch(() => this.#pipelines.delete(code));
      this.#pipelines.set(code, pipeline);
    }
    return pipeline;
  }

  async #compile(code: string): Promise<GPUComputePipeline> {
    const module = this.device.createShaderModule({code});
    try {
      return await this.device.createComputePipelineAsync({layout: this.#pipelineLayout, compute: {module}});
    } catch (cause) {
      const {messages} = await module.getCompilationInfo();
      const found = messages.map(({message, lineNum}) => `${message} (line ${lineNum})`);
      throw new GenerativeError('internal', `a shader was refused: ${[(cause as Error).message, ...found].join('; ')}`, {cause});
    }
  }

  /** @throws GenerativeError `out-of-memory` */
  async buffer(bytes: number, usage: GPUBufferUsageFlags): Promise<GPUBuffer> {
    const most = this.device.limits.maxStorageBufferBindingSize;
    if (bytes > most) throw new GenerativeError('out-of-memory', `the net needs a buffer of ${bytes} bytes, this device gives ${most}`);
    this.device.pushErrorScope('out-of-memory');
    const buffer = this.device.createBuffer({size: bytes, usage});
    const error = await this.device.popErrorScope();
    if (!error) return buffer;
    buffer.destroy();
    throw new GenerativeError('out-of-memory', `this device has no ${Math.ceil(bytes / 1e6)} MB left: ${error.message}`);
  }

  /** The values of all nets lie in one arena, since runs follow each other on the device. It has at least `bytes` from when this resolves. */
  async reserve(bytes: number): Promise<void> {
    if (this.#arena && this.#arena.size >= bytes) return;
    const grown = await this.buffer(bytes, USAGE.storage | USAGE.copyTarget | USAGE.copySource);
    // Another run may have been here in the meantime. What is submitted already keeps the buffer that it uses.
    if (this.#arena && this.#arena.size >= bytes) return grown.destroy();
    this.#arena?.destroy();
    this.#arena = grown;
  }

  /** A number for a run, which lies at that place of `numbers`. */
  nextRun(): number {
    return (this.#runs = (this.#runs % NUMBERS) + 1);
  }

  /** All numbers of runs as the device has them, written once: a run that leaves its own behind its result need not write it first. */
  get numbers(): GPUBuffer {
    if (!this.#numbers) {
      const numbers = Int32Array.from({length: NUMBERS + 1}, (_, index) => index);
      this.#numbers = this.device.createBuffer({size: numbers.byteLength, usage: USAGE.copyTarget | USAGE.copySource});
      this.device.queue.writeBuffer(this.#numbers, 0, numbers);
    }
    return this.#numbers;
  }

  /** The same as long as the arena stays. */
  bind(known: Bindings | undefined, weights: GPUBuffer, uniforms: GPUBuffer): Bindings {
    const arena = this.#arena!;
    if (known?.arena === arena) return known;
    const entries = [arena, weights, weights, uniforms].map((buffer, binding) => ({binding, resource: {buffer}}));
    return {arena, group: this.device.createBindGroup({layout: this.layout, entries}), accepted: new Set()};
  }

  /** Bytes on the device, without those of weights. */
  get bytes(): number {
    return (this.#arena?.size ?? 0) + this.staging.bytes;
  }

  /** Frees what only runs need. */
  free(): void {
    this.#arena?.destroy();
    this.#numbers?.destroy();
    this.#arena = this.#numbers = undefined;
    this.staging.dispose();
  }
}
