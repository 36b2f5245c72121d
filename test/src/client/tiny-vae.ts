import type {ModelRef} from '../../../src/client/session.js';
import {bakeNet} from '../../../src/format/bake-net.js';
import type {Manifest} from '../../../src/format/manifest.js';

/** Every weight of the decoder: pixel k is sigmoid(WEIGHTS[0][k]·z₁ + WEIGHTS[1][k]·z₂ + BIAS[k]). */
export const WEIGHTS = [
  [1, -1, 0.5, 2],
  [0.25, 1, -2, 0],
];
export const BIAS = [0, 0.5, -0.5, 1];

/** The decoder's formula, independent of every engine. */
export function decodeByHand(z: readonly number[]): number[] {
  return BIAS.map((bias, k) => 1 / (1 + Math.exp(-(bias + WEIGHTS[0]![k]! * z[0]! + WEIGHTS[1]![k]! * z[1]!))));
}

/** The encoder's formula: mean₁ = x₁ − x₂, mean₂ = x₃ + x₄, logVariance = (−1, −2) plus 0.1 x₁ on the first. */
export function encodeByHand(x: readonly number[]): {mean: number[]; logVariance: number[]} {
  return {mean: [x[0]! - x[1]!, x[2]! + x[3]!], logVariance: [-1 + 0.1 * x[0]!, -2]};
}

type Weight = {name: string; shape: number[]; values: number[]};
type Layer = {class_name: string; name: string; config: Record<string, unknown>; inbound_nodes: unknown[]};

const input = (name: string, shape: number[]): Layer => ({
  class_name: 'InputLayer',
  name,
  config: {name, batch_input_shape: [null, ...shape], dtype: 'float32', sparse: false},
  inbound_nodes: [],
});
const after = (name: string): unknown[] => [[[name, 0, 0, {}]]];
const dense = (name: string, units: number, activation: string, from: string): Layer => ({
  class_name: 'Dense',
  name,
  config: {name, units, activation, use_bias: true, trainable: true, dtype: 'float32'},
  inbound_nodes: after(from),
});

function modelJson(layers: Layer[], outputs: string[], weights: Weight[], path: string): unknown {
  const config = {
    name: 'tiny',
    layers,
    input_layers: [[layers[0]!.name, 0, 0]],
    output_layers: outputs.map((name) => [name, 0, 0]),
  };
  return {
    format: 'layers-model',
    modelTopology: {class_name: 'Model', config, keras_version: 'tfjs-layers 4.22.0', backend: 'tensor_flow.js'},
    weightsManifest: [{paths: [path], weights: weights.map(({name, shape}) => ({name, shape, dtype: 'float32'}))}],
  };
}

const DECODER: Weight[] = [
  {name: 'pixels/kernel', shape: [2, 4], values: WEIGHTS.flat()},
  {name: 'pixels/bias', shape: [4], values: BIAS},
];
const ENCODER: Weight[] = [
  {name: 'mean/kernel', shape: [4, 2], values: [1, 0, -1, 0, 0, 1, 0, 1]},
  {name: 'mean/bias', shape: [2], values: [0, 0]},
  {name: 'logVariance/kernel', shape: [4, 2], values: [0.1, 0, 0, 0, 0, 0, 0, 0]},
  {name: 'logVariance/bias', shape: [2], values: [-1, -2]},
];

export const DECODER_JSON = modelJson(
  [
    input('z', [2]),
    dense('pixels', 4, 'sigmoid', 'z'),
    {class_name: 'Reshape', name: 'image', config: {name: 'image', target_shape: [2, 2, 1]}, inbound_nodes: after('pixels')},
  ],
  ['image'],
  DECODER,
  'decoder.bin',
);
export const ENCODER_JSON = modelJson(
  [
    input('x', [2, 2, 1]),
    {class_name: 'Flatten', name: 'flat', config: {name: 'flat'}, inbound_nodes: after('x')},
    dense('mean', 2, 'linear', 'flat'),
    dense('logVariance', 2, 'linear', 'flat'),
  ],
  ['mean', 'logVariance'],
  ENCODER,
  'encoder.bin',
);

export type TinyFiles = Record<string, Uint8Array<ArrayBuffer>>;

export async function tinyVae(): Promise<{manifest: Manifest; files: TinyFiles; topologies: Record<string, unknown>}> {
  const files: TinyFiles = {
    'decoder.json': text(DECODER_JSON),
    'decoder.bin': floats(DECODER),
    'encoder.json': text(ENCODER_JSON),
    'encoder.bin': floats(ENCODER),
    'points.json': text({z: [0.5, -0.5], labels: [0]}),
  };
  const entries = await Promise.all(
    Object.entries(files).map(async ([name, bytes]) => [name, {bytes: bytes.length, sha256: await sha256(bytes)}] as const),
  );
  const manifest: Manifest = {
    format: 1,
    id: 'tiny-vae',
    family: 'vae',
    title: {en: 'Four pixels'},
    nets: {decoder: 'decoder.json', encoder: 'encoder.json'},
    data: {name: 'none', shape: [2, 2, 1], range: [0, 1], source: 'made by hand', license: 'MIT'},
    latent: {size: 2, prior: 'standard-normal'},
    outputs: {encoder: ['mean', 'logVariance']},
    condition: null,
    objective: {likelihood: 'bernoulli', beta: 1},
    metrics: {},
    files: Object.fromEntries(entries),
    extras: {points: 'points.json'},
  };
  return {manifest, files, topologies: {decoder: DECODER_JSON, encoder: ENCODER_JSON}};
}

/** The model's files as blob URLs, which Node, a page and its workers can all fetch. */
export async function tinyRef(
  change: (files: TinyFiles) => void = () => {},
): Promise<ModelRef & {base: string; manifest: Manifest; urls: Record<string, string>}> {
  const {manifest, files} = await tinyVae();
  change(files);
  const all: TinyFiles = {...files, 'manifest.json': text(manifest)};
  const urls = Object.fromEntries(
    Object.entries(all).map(([name, bytes]) => {
      const type = name.endsWith('.json') ? 'application/json' : 'application/octet-stream';
      return [name, URL.createObjectURL(new Blob([bytes], {type}))];
    }),
  );
  return {base: 'https://models.invalid/tiny-vae/', urls, manifest};
}

/** The same model as a build ships it: manifest and graphs in the script, binaries to fetch. */
export async function shippedRef(): Promise<Awaited<ReturnType<typeof tinyRef>>> {
  const {topologies, files} = await tinyVae();
  const baked = Object.entries(topologies).map(([role, json]) => [role, bakeNet(json, files[`${role}.bin`]!.buffer, `${role}.json`)]);
  return {...(await tinyRef()), topologies: Object.fromEntries(baked) as Record<string, unknown>};
}

export function latents(...rows: number[][]): {data: Float32Array; shape: number[]} {
  return {data: Float32Array.from(rows.flat()), shape: [rows.length, 2]};
}

function text(json: unknown): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(JSON.stringify(json));
}

function floats(weights: Weight[]): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Float32Array.from(weights.flatMap(({values}) => values)).buffer);
}

/** As hexadecimal digits. */
export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
