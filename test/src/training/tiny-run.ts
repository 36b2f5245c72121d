import {initialGraphs} from '../../../pretrained/tools/graphs.js';
import type {ModelRef} from '../../../src/client/session.js';
import type {Batch} from '../../../src/format/graph.js';
import type {Manifest} from '../../../src/format/manifest.js';
import type {Checkpoint, FromTraining, StartRun, ToTraining, TrainStep} from '../../../src/training/protocol.js';
import type {TrainingPort} from '../../../src/training/protocol.js';
import {writeLayersModel} from '../../../src/format/write.js';
import {blocks, recipe} from './tiny-vae.js';

export const manifest: Manifest = {
  format: 1,
  id: 'tiny-blocks',
  family: 'vae',
  title: {en: 'Blocks'},
  nets: {encoder: 'encoder.json', decoder: 'decoder.json'},
  data: {name: 'blocks', shape: [10, 10, 1], range: [0, 1], source: 'made by hand', license: 'MIT'},
  latent: {size: 2, prior: 'standard-normal'},
  condition: null,
  objective: {likelihood: 'bernoulli', beta: 1},
  metrics: {},
  files: {},
};

/** The blocks as a page hands images over. */
export function blockImages(count: number): Batch {
  const {images, shape} = blocks(count);
  return {data: Float32Array.from(images, (value) => value / 255), shape: [count, ...shape]};
}

/** The model's files by name, its manifest among them. */
export async function modelFiles(): Promise<Record<string, Uint8Array<ArrayBuffer>>> {
  const files: Record<string, Uint8Array<ArrayBuffer>> = {};
  for (const [role, {weights}] of Object.entries(initialGraphs(recipe))) {
    const stored = weights.map((weight) => ({...weight, encoding: 'float32' as const}));
    const {json, bytes} = writeLayersModel(recipe.nets[role]!.topology, stored, `${role}.bin`);
    Object.assign(files, {[`${role}.json`]: new TextEncoder().encode(json), [`${role}.bin`]: bytes});
  }
  const entries = await Promise.all(
    Object.entries(files).map(async ([name, bytes]) => {
      const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
      return [name, {bytes: bytes.length, sha256: Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')}] as const;
    }),
  );
  const own: Manifest = {...manifest, files: Object.fromEntries(entries)};
  return {...files, 'manifest.json': new TextEncoder().encode(JSON.stringify(own))};
}

/** The model as blob URLs, which a page and its workers can fetch. */
export async function blocksRef(): Promise<ModelRef> {
  const files = Object.entries(await modelFiles());
  const urls = files.map(([name, bytes]) => [name, URL.createObjectURL(new Blob([bytes]))] as const);
  return {base: 'https://models.invalid/blocks/', urls: Object.fromEntries(urls)};
}

export function startRun(more: Partial<StartRun> = {}): StartRun {
  const options = {learningRate: 3e-3, batchSize: 16, objective: {}};
  const start = {type: 'start', run: 1, manifest, graphs: initialGraphs(recipe), scratch: false, data: blockImages(64), seed: 11} as const;
  return {...start, options, paused: true, checkpoint: undefined, ...more};
}

type Of<Type extends FromTraining['type']> = Extract<FromTraining, {type: Type}>;

/** A page that talks to a driver over a channel and remembers what it heard. */
export class TrainingPage {
  readonly heard: FromTraining[] = [];
  /** Answers each hand-over of weights at once. */
  shows = true;
  readonly #port: MessagePort;
  #waiting: {is: (message: FromTraining) => boolean; resolve: (message: never) => void}[] = [];

  /** @param start starts the driver on its end of the channel. */
  constructor(start: (port: TrainingPort) => unknown) {
    const {port1, port2} = new MessageChannel();
    this.#port = port1;
    port1.onmessage = ({data}: MessageEvent<FromTraining>) => this.#hear(data);
    start(port2 as unknown as TrainingPort);
  }

  say(message: ToTraining): void {
    this.#port.postMessage(message);
  }

  /** The next message of a type, from now on, that passes `is`. */
  next<Type extends FromTraining['type']>(type: Type, is: (message: Of<Type>) => boolean = () => true): Promise<Of<Type>> {
    return new Promise((resolve) => {
      this.#waiting.push({is: (message) => message.type === type && is(message as Of<Type>), resolve});
    });
  }

  /** Says it, and waits for the step that the run then reports at rest. */
  async steps(count: number, until: number, run = 1): Promise<TrainStep> {
    const rested = this.next('progress', (message) => message.run === run && message.step.step === until);
    this.say({type: 'steps', run, count});
    return (await rested).step;
  }

  checkpoint(run = 1): Checkpoint {
    return (this.heard.findLast((message) => message.type === 'checkpoint' && message.run === run) as Of<'checkpoint'>).checkpoint;
  }

  close(): void {
    this.#port.close();
  }

  #hear(message: FromTraining): void {
    this.heard.push(message);
    if (this.shows && message.type === 'progress' && message.weights) this.say({type: 'shown', run: message.run});
    const due = this.#waiting.filter(({is}) => is(message));
    this.#waiting = this.#waiting.filter((waiter) => !due.includes(waiter));
    for (const {resolve} of due) resolve(message as never);
  }
}
