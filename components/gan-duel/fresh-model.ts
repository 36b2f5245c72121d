import type {ModelRef} from '../../src/client/session.js';
import {DENSITIES} from '../../src/data/densities.js';
import type {DensityName} from '../../src/data/density-names.js';
import {bakeNet} from '../../src/format/bake-net.js';
import {fileEntry} from '../../src/format/file-entry.js';
import {sizeOf} from '../../src/format/graph.js';
import type {FileEntry, Manifest} from '../../src/format/manifest.js';
import {Topology} from '../../src/format/topology.js';
import {writeLayersModel} from '../../src/format/write.js';
import {scratch} from '../../src/training/scratch.js';
import {readLayersModel} from '../../src/format/read-layers-model.js';
import type {Settings, Side} from './duel-state.js';

export type FreshModel = {id: string; data: DensityName; seed: number} & Pick<Settings, 'layers' | 'width'>;

/** The last layer of a net begins this much smaller than by He's rule, so that nothing is sure of anything. */
const GAIN = 0.5;

/** Two nets with random weights, as files in memory: stock models as those in `pretrained/` are. */
export async function freshModel({id, data, seed, layers, width}: FreshModel): Promise<ModelRef> {
  const shapes = {
    discriminator: {input: 'x', outputs: 1},
    generator: {input: 'z', outputs: 2},
  };
  const {box} = DENSITIES[data];
  const files: Record<string, Uint8Array<ArrayBuffer>> = {};
  const topologies: Record<string, unknown> = {};
  for (const [place, side] of (['discriminator', 'generator'] as const).entries()) {
    const {topology, weights} = net(side, shapes[side], layers[side], width[side]);
    const write = (data: (index: number, size: number) => Float32Array) =>
      writeLayersModel(
        topology,
        weights.map(({name, shape}, index) => ({name, shape, data: data(index, sizeOf(shape)), encoding: 'float32' as const})),
        `${side}.bin`,
      );
    const blank = write((_, size) => new Float32Array(size));
    const graph = scratch(readLayersModel(JSON.parse(blank.json), blank.bytes.buffer, side), (seed + place * 2 ** 16) >>> 0, GAIN);
    const {json, bytes} = write((index) => graph.weights[index]!.data);
    files[`${side}.json`] = new TextEncoder().encode(json);
    files[`${side}.bin`] = bytes;
    topologies[side] = bakeNet(JSON.parse(json), bytes.buffer, side);
  }
  const entries = await Promise.all(Object.entries(files).map(async ([name, bytes]) => [name, await entryOf(bytes)] as const));
  const manifest: Manifest = {
    format: 1,
    id,
    family: 'gan',
    title: {en: 'Two nets with random weights', 'zh-Hans': '两个随机权重的网络'},
    nets: {generator: 'generator.json', discriminator: 'discriminator.json'},
    data: {name: data, shape: [2], range: [Math.min(...box), Math.max(...box)], source: 'src/data/densities.ts', license: 'MIT'},
    latent: {size: 2, prior: 'standard-normal'},
    inputs: {generator: ['z'], discriminator: ['x']},
    outputs: {generator: ['x'], discriminator: ['logit']},
    condition: null,
    metrics: {},
    files: Object.fromEntries(entries),
  };
  // A copy for each request: what is handed over is gone.
  const primed = Object.fromEntries(Object.entries(files).map(([name, bytes]) => [name, Promise.resolve(bytes.buffer)]));
  return {manifest, topologies, primed};
}

function net(side: Side, {input, outputs}: {input: string; outputs: number}, layers: number, width: number) {
  const topology = new Topology();
  let x = topology.input(input, [2]);
  for (let layer = 0; layer < layers; layer++) x = topology.dense(x, width, {activation: 'relu'});
  const last = topology.dense(x, outputs);
  return {topology: topology.build(side, [last]), weights: topology.weights};
}

/** Where a page may not compute a hash, it is not checked either. */
const entryOf = async (bytes: Uint8Array<ArrayBuffer>): Promise<FileEntry> =>
  (await fileEntry(bytes)) ?? {bytes: bytes.length, sha256: '0'.repeat(64)};
