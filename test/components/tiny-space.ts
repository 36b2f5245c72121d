import type {ModelRef} from '../../src/client/session.js';
import {registerModel} from '../../src/elements/models.js';
import type {Manifest} from '../../src/format/manifest.js';
import {Topology} from '../../src/format/topology.js';
import {writeLayersModel} from '../../src/format/write.js';

/** Latents of the model below. */
export const SIZE = 5;
export const START = [0.5, -0.25, 1, 0, -1];
/** Not of length one, and not at right angles. */
export const DIRECTIONS = {glasses: [2, 0, 0, 0, 0], 'hair-colour': [0.6, 0.8, 0, 0, 0]};
const SHAPE = [2, 2, 3];
const PIXELS = 12;

const weight = (k: number, i: number) => (k % SIZE === i ? 1 : 0);

/** The decoder's formula: value k is sigmoid(zᵢ), i = k modulo 5. */
export function decodeByHand(z: readonly number[]): number[] {
  return Array.from({length: PIXELS}, (_, k) => 1 / (1 + Math.exp(-z[k % SIZE]!)));
}

/** The encoder's formula: mean i is value i of the picture, log variance i is −1 − i. */
export const LOG_VARIANCE = Array.from({length: SIZE}, (_, i) => -1 - i);

/** Test images, row by row: the third latent varies most, then the first; the others hardly do. */
export const POINTS = {
  z: [
    [1, 0, 2, 0.1, 0],
    [-1, 0.1, 2, 0, 0],
    [1, 0, -2, 0.1, 0.1],
    [-1, 0.1, -2, 0, 0.1],
  ].flat(),
  labels: [0, 0, 1, 1],
};

/** A VAE of five latents with pictures of two by two pixels in colour, registered under `id`. */
export async function registerSpace(id: string, change: Partial<Manifest> = {}): Promise<ModelRef> {
  const decoder = new Topology();
  const image = decoder.reshape(decoder.dense(decoder.input('z', [SIZE]), PIXELS, {name: 'pixels', activation: 'sigmoid'}), SHAPE);
  const encoder = new Topology();
  const flat = encoder.flatten(encoder.input('x', SHAPE));
  const heads = [encoder.dense(flat, SIZE, {name: 'mean'}), encoder.dense(flat, SIZE, {name: 'logVariance'})];
  const floats = (name: string, shape: number[], data: number[]) => ({
    name,
    shape,
    data: Float32Array.from(data),
    encoding: 'float32' as const,
  });
  const square = (rows: number, columns: number, at: (row: number, column: number) => number) =>
    Array.from({length: rows * columns}, (_, i) => at(Math.floor(i / columns), i % columns));
  const decoderFiles = writeLayersModel(
    decoder.build('decoder', [image]),
    [
      floats(
        'pixels/kernel',
        [SIZE, PIXELS],
        square(SIZE, PIXELS, (i, k) => weight(k, i)),
      ),
      floats('pixels/bias', [PIXELS], new Array<number>(PIXELS).fill(0)),
    ],
    'decoder.bin',
  );
  const encoderFiles = writeLayersModel(
    encoder.build('encoder', heads),
    [
      floats(
        'mean/kernel',
        [PIXELS, SIZE],
        square(PIXELS, SIZE, (k, i) => Number(k === i)),
      ),
      floats('mean/bias', [SIZE], new Array<number>(SIZE).fill(0)),
      floats('logVariance/kernel', [PIXELS, SIZE], new Array<number>(PIXELS * SIZE).fill(0)),
      floats('logVariance/bias', [SIZE], LOG_VARIANCE),
    ],
    'encoder.bin',
  );
  const blobs: Record<string, Blob> = {
    'decoder.json': new Blob([decoderFiles.json], {type: 'application/json'}),
    'decoder.bin': new Blob([decoderFiles.bytes]),
    'encoder.json': new Blob([encoderFiles.json], {type: 'application/json'}),
    'encoder.bin': new Blob([encoderFiles.bytes]),
    'points.json': new Blob([JSON.stringify(POINTS)], {type: 'application/json'}),
    'examples.png': await exampleSheet(),
  };
  const manifest: Manifest = {
    format: 1,
    id,
    family: 'vae',
    title: {en: 'Five latents'},
    nets: {decoder: 'decoder.json', encoder: 'encoder.json'},
    data: {name: 'none', shape: SHAPE, range: [0, 1], labels: ['Red', 'Blue'], source: 'made by hand', license: 'MIT'},
    latent: {size: SIZE, prior: 'standard-normal', start: START, directions: DIRECTIONS},
    outputs: {encoder: ['mean', 'logVariance']},
    condition: null,
    objective: {likelihood: 'laplace', scale: 0.1, beta: 1},
    metrics: {},
    files: Object.fromEntries(await Promise.all(Object.entries(blobs).map(async ([name, blob]) => [name, await entryOf(blob)] as const))),
    extras: {points: 'points.json', examples: 'examples.png'},
    ...change,
  };
  const urls = Object.fromEntries(Object.entries(blobs).map(([name, blob]) => [name, URL.createObjectURL(blob)]));
  const ref = {base: 'https://models.invalid/space/', urls, manifest};
  registerModel(id, ref);
  return ref;
}

/** What the manifest says of a file. */
export async function entryOf(blob: Blob): Promise<{bytes: number; sha256: string}> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', await blob.arrayBuffer()));
  return {bytes: blob.size, sha256: Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')};
}

/** Value k of example i is k / 20 + i / 10. */
export const exampleValues = (i: number): number[] => Array.from({length: PIXELS}, (_, k) => k / 20 + i / 10);

async function exampleSheet(): Promise<Blob> {
  const canvas = Object.assign(document.createElement('canvas'), {width: 8, height: 2});
  const context = canvas.getContext('2d')!;
  for (let i = 0; i < 4; i++) {
    const image = new ImageData(2, 2);
    exampleValues(i).forEach((value, k) => {
      image.data[4 * Math.floor(k / 3) + (k % 3)] = Math.round(255 * value);
      image.data[4 * Math.floor(k / 3) + 3] = 255;
    });
    context.putImageData(image, 2 * i, 0);
  }
  return new Promise((resolve, reject) => canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no PNG')))));
}
