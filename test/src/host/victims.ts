import type {Random} from '../../../src/data/random.js';
import type {FileEntry} from '../../../src/format/manifest.js';
import {writeLayersModel, type Encoding} from '../../../src/format/write.js';
import {tf} from '../../tfjs.js';
import {sha256, tinyVae} from '../client/tiny-vae.js';
import {saveStock} from '../engine/stock.js';

export type Json = Record<string, unknown>;

/** A model as parsed files, to be put out of order: `manifest.files` is written when it is served. */
export type Victim = {manifest: Json; jsons: Record<string, unknown>; binaries: Record<string, Uint8Array<ArrayBuffer>>};

export const parse = (bytes: Uint8Array): Json => JSON.parse(new TextDecoder().decode(bytes)) as Json;

/** The VAE of four pixels. */
export async function tinyVictim(): Promise<Victim> {
  const {manifest, files} = await tinyVae();
  const victim: Victim = {manifest: structuredClone(manifest) as unknown as Json, jsons: {}, binaries: {}};
  for (const [name, bytes] of Object.entries(files)) {
    if (name.endsWith('.json')) victim.jsons[name] = parse(bytes);
    else victim.binaries[name] = bytes;
  }
  return victim;
}

/** A decoder with nearly every layer class, a model inside of it that is applied twice, and weights in every encoding. */
export async function richVictim(random: Random): Promise<Victim> {
  const {manifest} = await tinyVae();
  const model = richDecoder();
  const {json, weights} = await saveStock(model);
  model.dispose();
  const [{weights: specs}] = json['weightsManifest'] as [{weights: {name: string; shape: number[]}[]}];
  let offset = 0;
  const encodings: readonly Encoding[] = ['float32', 'float16', 'uint16', 'uint8'];
  const stored = specs.map(({name, shape}, index) => {
    const size = shape.reduce((product, extent) => product * extent, 1);
    const data = new Float32Array(weights.slice(offset, (offset += size * 4)));
    // Initial kernels are drawn by tfjs; ours repeat. A variance stays positive.
    for (let i = 0; i < size; i++) data[i] = name.includes('variance') ? 1 : 0.3 * random.normal();
    return {name, shape, data, encoding: encodings[index % encodings.length]!};
  });
  const written = writeLayersModel(json['modelTopology'], stored, 'decoder.bin');
  const rich = {...manifest, id: 'rich-vae', nets: {decoder: 'decoder.json'}, data: {...manifest.data, shape: [6, 6, 1]}, extras: {}};
  return {
    manifest: structuredClone(rich) as unknown as Json,
    jsons: {'decoder.json': JSON.parse(written.json) as unknown},
    binaries: {'decoder.bin': written.bytes},
  };
}

function richDecoder(): tf.LayersModel {
  const {layers} = tf;
  type Value = tf.SymbolicTensor;
  const inner = tf.input({shape: [6, 6, 4], name: 'inner'});
  const norm = layers.batchNormalization({name: 'norm'}).apply(inner) as Value;
  const block = tf.model({inputs: inner, outputs: layers.reLU({name: 'relu'}).apply(norm) as Value, name: 'block'});
  const z = tf.input({shape: [2], name: 'z'});
  let x = layers.dense({units: 36, activation: 'tanh', name: 'wide'}).apply(z) as Value;
  x = layers.reshape({targetShape: [3, 3, 4], name: 'image'}).apply(x) as Value;
  const up = layers.upSampling2d({size: [2, 2], name: 'up'}).apply(x) as Value;
  const transposed = layers.conv2dTranspose({filters: 4, kernelSize: 3, strides: 2, padding: 'same', name: 'transposed'}).apply(x) as Value;
  const twice = block.apply(block.apply(up) as Value) as Value;
  x = layers.add({name: 'add'}).apply([twice, transposed]) as Value;
  const padded = layers.zeroPadding2d({padding: 1, name: 'pad'}).apply(x) as Value;
  const deep = layers.depthwiseConv2d({kernelSize: 3, name: 'deep'}).apply(padded) as Value;
  const dilated = layers.conv2d({filters: 4, kernelSize: 3, dilationRate: 2, padding: 'same', name: 'dilated'}).apply(deep) as Value;
  const pooled = layers.maxPooling2d({poolSize: 2, strides: 1, padding: 'same', name: 'pool'}).apply(dilated) as Value;
  const gate = layers
    .multiply({name: 'gate'})
    .apply([pooled, layers.activation({activation: 'sigmoid', name: 'open'}).apply(deep) as Value]);
  x = layers.layerNormalization({name: 'layer_norm'}).apply(gate) as Value;
  const series = layers.reshape({targetShape: [36, 4], name: 'series'}).apply(x) as Value;
  const along = layers.conv1d({filters: 4, kernelSize: 3, padding: 'same', name: 'along'}).apply(series) as Value;
  const turned = layers.permute({dims: [2, 1], name: 'turned'}).apply(along) as Value;
  const back = layers.reshape({targetShape: [6, 6, 4], name: 'back'}).apply(turned) as Value;
  x = layers.concatenate({name: 'both'}).apply([back, x]) as Value;
  x = layers.prelu({sharedAxes: [1, 2], name: 'prelu'}).apply(x) as Value;
  x = layers.conv2d({filters: 1, kernelSize: 1, name: 'grey'}).apply(x) as Value;
  const flat = layers.flatten({name: 'flat'}).apply(x) as Value;
  x = layers.dense({units: 36, activation: 'sigmoid', name: 'last'}).apply(flat) as Value;
  return tf.model({inputs: z, outputs: layers.reshape({targetShape: [6, 6, 1], name: 'out'}).apply(x) as Value});
}

export type Bytes = Record<string, Uint8Array<ArrayBuffer>>;

export const encode = (json: unknown): Uint8Array<ArrayBuffer> => new TextEncoder().encode(JSON.stringify(json));

export function toBytes({jsons, binaries}: Victim): Bytes {
  return {...Object.fromEntries(Object.entries(jsons).map(([name, json]) => [name, encode(json)])), ...binaries};
}

/** Sizes and hashes of all files into the manifest, as an attacker writes them who wants to be read. */
export async function vouch(manifest: Json, files: Bytes): Promise<void> {
  const entries = await Promise.all(Object.entries(files).map(async ([name, bytes]) => [name, await entryOf(bytes)] as const));
  manifest['files'] = Object.fromEntries(entries);
}

const known = new WeakMap<Uint8Array, FileEntry>();

/** Most files of most mutants are as they were. */
async function entryOf(bytes: Uint8Array<ArrayBuffer>): Promise<FileEntry> {
  const entry = known.get(bytes) ?? {bytes: bytes.length, sha256: await sha256(bytes)};
  known.set(bytes, entry);
  // A copy, to be put out of order.
  return {...entry};
}
