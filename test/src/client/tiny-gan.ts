import type {ModelRef} from '../../../src/client/session.js';
import {Random} from '../../../src/data/random.js';
import type {FileEntry, Manifest} from '../../../src/format/manifest.js';
import {Topology} from '../../../src/format/topology.js';
import {sizeOf} from '../../../src/format/graph.js';
import {writeLayersModel} from '../../../src/format/write.js';

export const LATENT = 6;
export const CLASSES = 4;

/** A GAN of 12×12 pictures with random weights, as its files and parsed topologies; with classes as a second input of both nets where it is conditional. */
export async function tinyGan({conditional = false} = {}): Promise<{
  manifest: Manifest;
  files: Record<string, Uint8Array<ArrayBuffer>>;
  topologies: Record<string, unknown>;
}> {
  const topologies: Record<string, unknown> = {};
  const files: Record<string, Uint8Array<ArrayBuffer>> = {};
  for (const [role, build] of Object.entries({generator, discriminator})) {
    const topology = new Topology();
    const json = topology.build(role, [build(topology, conditional)]);
    const random = new Random(role.length);
    const weights = topology.weights.map(({name, shape, fanIn}) => ({
      name,
      shape,
      data: Float32Array.from({length: sizeOf(shape)}, () => random.normal() * (fanIn > 0 ? Math.sqrt(2 / fanIn) : 0.1)),
      encoding: 'float32' as const,
    }));
    const written = writeLayersModel(json, weights, `${role}.bin`);
    topologies[role] = JSON.parse(written.json);
    files[`${role}.bin`] = written.bytes;
    files[`${role}.json`] = new TextEncoder().encode(written.json);
  }
  const entries = Object.entries(files).map(async ([name, bytes]) => [name, await entryOf(bytes)] as const);
  const label = conditional ? ['label'] : [];
  const manifest: Manifest = {
    format: 1,
    id: 'tiny-gan',
    family: 'gan',
    title: {en: 'Random pictures'},
    nets: {generator: 'generator.json', discriminator: 'discriminator.json'},
    data: {name: 'none', shape: [12, 12, 1], range: [0, 1], source: 'made by hand', license: 'MIT'},
    latent: {size: LATENT, prior: 'standard-normal'},
    inputs: {generator: ['z', ...label], discriminator: ['x', ...label]},
    outputs: {generator: {range: [0, 1], activation: 'sigmoid'}, discriminator: ['logit']},
    condition: conditional ? {kind: 'one-hot', size: CLASSES} : null,
    metrics: {},
    files: Object.fromEntries(await Promise.all(entries)),
  };
  return {manifest, files, topologies};
}

/** The model's files as blob URLs. */
export async function ganRef(options = {}): Promise<ModelRef & {manifest: Manifest; urls: Record<string, string>}> {
  const {manifest, files} = await tinyGan(options);
  const urls = Object.fromEntries(Object.entries(files).map(([name, bytes]) => [name, URL.createObjectURL(new Blob([bytes]))]));
  return {base: 'https://models.invalid/tiny-gan/', urls, manifest};
}

function generator(t: Topology, conditional: boolean) {
  const z = t.input('z', [LATENT]);
  let x = conditional ? t.concatenate([z, t.input('label', [CLASSES])]) : z;
  x = t.reshape(t.dense(x, 3 * 3 * 8, {activation: 'relu'}), [3, 3, 8]);
  x = t.conv2dTranspose(x, 8, {kernel: 4, stride: 2, activation: 'relu'});
  x = t.conv2dTranspose(x, 5, {kernel: 4, stride: 2, activation: 'relu'});
  return t.conv2d(x, 1, {kernel: 3, activation: 'sigmoid'});
}

function discriminator(t: Topology, conditional: boolean) {
  let x = t.leakyRelu(t.conv2d(t.input('image', [12, 12, 1]), 6, {kernel: 4, stride: 2}), 0.2);
  x = t.leakyRelu(t.conv2d(x, 8, {kernel: 4, stride: 2}), 0.2);
  x = t.flatten(x);
  return t.dense(conditional ? t.concatenate([x, t.input('label', [CLASSES])]) : x, 1, {name: 'logit'});
}

async function entryOf(bytes: Uint8Array<ArrayBuffer>): Promise<FileEntry> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return {bytes: bytes.length, sha256: Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')};
}
