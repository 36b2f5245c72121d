import {expect} from 'chai';
import {Random} from '../../../src/data/random.js';
import type {GenerativeError} from '../../../src/format/errors.js';
import {attack} from './attack.js';
import {FOLDER, ModelServer, type Served} from './model-server.js';
import {KINDS, makeMutant} from './mutants.js';
import {richVictim, tinyVictim, toBytes, vouch, type Json, type Victim} from './victims.js';

type Layer = {class_name: string; name: string; config: Json; inbound_nodes: unknown[]};

type Case = {
  name: string;
  /** Parsed files; sizes and hashes are made afterwards. */
  change?: (victim: Victim, layers: Layer[]) => void;
  /** The manifest as it is sent, with its list of files. */
  manifest?: (manifest: Json) => unknown;
  /** Answers of the server. */
  serve?: Record<string, (body: Uint8Array<ArrayBuffer>) => Served>;
  expected: 'works' | RegExp;
};

const one = (name: string): unknown[] => [[[name, 0, 0, {}]]];
const layer = (className: string, name: string, from: unknown[], config: Json = {}): Layer => ({
  class_name: className,
  name,
  config: {name, ...config},
  inbound_nodes: from,
});

/** Puts layers between the four pixels and the image that is made of them. */
function insert(layers: Layer[], ...more: Layer[]): void {
  layers.splice(2, 0, ...more);
  layers.at(-1)!.inbound_nodes = one(more.at(-1)!.name);
}

const entry = (bytes: number): Json => ({bytes, sha256: '0'.repeat(64)});
const decoderOf = ({jsons}: Victim): {modelTopology: {config: Json}; weightsManifest: {paths: string[]; weights: Json[]}[]} =>
  jsons['decoder.json'] as never;
const quantized = (victim: Victim, scale: unknown, bytes: number): void => {
  decoderOf(victim).weightsManifest[0]!.weights[0]!['quantization'] = {dtype: 'uint8', scale, min: 0};
  victim.binaries['decoder.bin'] = new Uint8Array(bytes).fill(200);
};

/** A net may look small and want a lot: memory, work, or a loop without end. */
const BOMBS: Case[] = [
  {
    name: 'UpSampling2D by a million',
    change: (_, layers) =>
      insert(
        layers,
        layer('Reshape', 'r', one('pixels'), {target_shape: [2, 2, 1]}),
        layer('UpSampling2D', 'u', one('r'), {size: [1e6, 1e6]}),
      ),
    expected: /^format: .*decoder\.json: modelTopology.*size.*whole number from 1 to 4096/,
  },
  {
    name: 'UpSampling2D by 4096 twice',
    change: (_, layers) =>
      insert(
        layers,
        layer('Reshape', 'r', one('pixels'), {target_shape: [2, 2, 1]}),
        layer('UpSampling2D', 'u', one('r'), {size: [4096, 1]}),
        layer('UpSampling2D', 'v', one('u'), {size: [1, 4096]}),
      ),
    expected: /more than 16777216 elements/,
  },
  {
    name: 'Concatenate, doubling forty times',
    change: (_, layers) =>
      insert(
        layers,
        ...Array.from({length: 40}, (_unused, i) =>
          layer('Concatenate', `c${i}`, [[0, 1].map(() => [i === 0 ? 'pixels' : `c${i - 1}`, 0, 0, {}])]),
        ),
      ),
    expected: /more than 16777216 elements/,
  },
  {
    name: 'values that add up',
    change: (_, layers) =>
      insert(
        layers,
        layer('Reshape', 'r', one('pixels'), {target_shape: [2, 2, 1]}),
        layer('UpSampling2D', 'u0', one('r'), {size: [1000, 1000]}),
        ...Array.from({length: 20}, (_unused, i) => layer('ReLU', `u${i + 1}`, one(`u${i}`))),
      ),
    expected: /holds more than 67108864 numbers/,
  },
  {
    name: 'the same output nine hundred times',
    change: (victim, layers) => {
      insert(
        layers,
        layer('Reshape', 'r', one('pixels'), {target_shape: [2, 2, 1]}),
        layer('UpSampling2D', 'u', one('r'), {size: [1000, 1000]}),
      );
      layers.at(-1)!.inbound_nodes = one('pixels');
      const outputs = decoderOf(victim).modelTopology.config['output_layers'] as unknown[];
      outputs.push(...Array.from({length: 900}, () => ['u', 0, 0]));
    },
    expected: /holds more than 67108864 numbers/,
  },
  {
    name: 'zeros around an image that dilation asks for',
    change: (victim, layers) => {
      insert(
        layers,
        layer('Reshape', 'r', one('pixels'), {target_shape: [2, 2]}),
        layer('Conv1D', 'c', one('r'), {filters: 2, kernel_size: 4000, dilation_rate: 4000, padding: 'causal', use_bias: false}),
      );
      decoderOf(victim).weightsManifest[0]!.weights.push({name: 'c/kernel', shape: [4000, 2, 2], dtype: 'float32'});
      victim.binaries['decoder.bin'] = new Uint8Array(12 * 4 + 4000 * 16);
    },
    expected: /with padding has more than 16777216 elements/,
  },
  {
    name: 'a transposed convolution of sixteen million phases',
    change: (victim, layers) => {
      insert(
        layers,
        layer('Reshape', 'r', one('pixels'), {target_shape: [1, 1, 4]}),
        layer('Conv2DTranspose', 't', one('r'), {filters: 1, kernel_size: 1, strides: [4096, 4096], padding: 'same', use_bias: false}),
      );
      decoderOf(victim).weightsManifest[0]!.weights.push({name: 't/kernel', shape: [1, 1, 1, 4], dtype: 'float32'});
      victim.binaries['decoder.bin'] = new Uint8Array(12 * 4 + 16);
    },
    expected: /strides of transposed convolutions multiply to more than 1024/,
  },
  {
    name: 'multiply-adds without weights',
    change: (_, layers) =>
      insert(
        layers,
        layer('Reshape', 'r', one('pixels'), {target_shape: [2, 2, 1]}),
        layer('UpSampling2D', 'u', one('r'), {size: [1000, 1000]}),
        layer('MaxPooling2D', 'm', one('u'), {pool_size: [1500, 1500], strides: 1, padding: 'same'}),
      ),
    expected: /more than 4000000000 multiply-adds/,
  },
  {
    name: 'a value that is averaged again and again',
    change: (_, layers) =>
      insert(
        layers,
        layer('Reshape', 'r', one('pixels'), {target_shape: [2, 2, 1]}),
        layer('UpSampling2D', 'u', one('r'), {size: [2000, 2000]}),
        ...Array.from({length: 300}, (_unused, i) => layer('GlobalAveragePooling2D', `g${i}`, one('u'))),
      ),
    expected: /more than 4000000000 multiply-adds/,
  },
  {
    name: 'one kernel, packed for each of its uses',
    change: (victim, layers) => {
      const uses = Array.from({length: 100}, (_unused, i) => [[i === 0 ? 'wide' : 'shared', Math.max(0, i - 1), 0, {}]]);
      insert(layers, layer('Dense', 'wide', one('pixels'), {units: 2000, use_bias: false}), {
        ...layer('Dense', 'shared', uses, {units: 2000, use_bias: false}),
      });
      const {weights} = decoderOf(victim).weightsManifest[0]!;
      const encoding = {quantization: {dtype: 'uint8', scale: 1, min: 0}};
      weights.push(
        {name: 'wide/kernel', shape: [4, 2000], dtype: 'float32', ...encoding},
        {name: 'shared/kernel', shape: [2000, 2000], dtype: 'float32', ...encoding},
      );
      victim.binaries['decoder.bin'] = new Uint8Array(12 * 4 + 8000 + 4e6);
    },
    expected: /holds more than 67108864 numbers/,
  },
  {
    name: 'a hundred thousand layers',
    change: (_, layers) =>
      layers.push(...Array.from({length: 1e5 / 4}, (_unused, i) => ({class_name: 'ReLU', name: `a${i}`, config: {}, inbound_nodes: []}))),
    expected: /layers: has 25003 entries, more than 1000/,
  },
  {
    name: 'layers in reverse order that read thousands of values each',
    change: (_, layers) => {
      const chain = Array.from({length: 400}, (_unused, i) => layer('ReLU', `a${i}`, one(i === 0 ? 'pixels' : `a${i - 1}`)));
      const readers = Array.from({length: 100}, (_unused, i) =>
        layer('Add', `r${i}`, [[...Array.from({length: 900}, () => ['pixels', 0, 0, {}]), ['a399', 0, 0, {}]]]),
      );
      layers.push(...[...chain, ...readers].reverse());
    },
    expected: /layers read more than 10000 values/,
  },
  {
    name: 'layers that wait for each other',
    change: (_, layers) => insert(layers, layer('ReLU', 'a', one('b')), layer('ReLU', 'b', one('a'))),
    expected: /needs values that no layer makes/,
  },
  {
    name: 'JSON nested a hundred thousand deep',
    serve: {'manifest.json': () => ({body: `${'['.repeat(1e5)}${']'.repeat(1e5)}`})},
    expected: /^format: .*manifest\.json: must be an object/,
  },
  {
    name: 'a model within a model within a model',
    change: (victim) => {
      const nested = (depth: number): unknown =>
        depth === 0
          ? {class_name: 'Flatten', config: {name: 'f', batch_input_shape: [null, 2]}}
          : {class_name: 'Sequential', config: {layers: [nested(depth - 1)]}};
      (victim.jsons['decoder.json'] as Json)['modelTopology'] = nested(500);
    },
    expected: /nested more than 8 deep/,
  },
];

/** Numbers that are none, or not the ones that were meant. */
const NUMBERS: Case[] = [
  {
    name: 'a shape whose product is beyond 2^53',
    change: (victim) => (decoderOf(victim).weightsManifest[0]!.weights[0]!['shape'] = [2 ** 24, 2 ** 24, 2 ** 24]),
    expected: /shape: has .* elements, more than 16777216/,
  },
  {
    name: 'a string for a number',
    change: (_, layers) => (layers[1]!.config['units'] = '4'),
    expected: /units: must be a whole number .*found "4"/,
  },
  {name: 'half a unit', change: (_, layers) => (layers[1]!.config['units'] = 3.5), expected: /units: must be a whole number/},
  {name: 'minus one unit', change: (_, layers) => (layers[1]!.config['units'] = -1), expected: /units: must be a whole number/},
  {
    name: 'infinity, as JSON can say it',
    serve: {'manifest.json': (body) => ({body: new TextDecoder().decode(body).replace('"range":[0,1]', '"range":[0,1e999]')})},
    expected: /^format: .*manifest\.json: data\.range\[1\]: must be a number/,
  },
  {
    name: 'a range that no difference can hold',
    change: ({manifest}) => ((manifest['data'] as Json)['range'] = [-1.7e308, 1.7e308]),
    expected: /data\.range: is too wide/,
  },
  {name: 'a scale of nothing', change: (victim) => quantized(victim, 0, 8 + 16), expected: 'works'},
  {
    name: 'a scale for each channel',
    change: (victim) => quantized(victim, [1, 2], 8 + 16),
    expected: /quantization\.scale: must be a number/,
  },
  {
    name: 'a scale that overflows',
    change: (victim) => quantized(victim, 1e38, 8 + 16),
    expected: /weight "pixels\/kernel" holds NaN or an infinite number/,
  },
  {
    name: 'weights of a kind that is not read',
    change: (victim) => (decoderOf(victim).weightsManifest[0]!.weights[0]!['dtype'] = 'int32'),
    expected: /dtype: must be one of float32, float16/,
  },
  {
    name: 'weights that are NaN',
    change: ({binaries}) => (binaries['decoder.bin'] = new Uint8Array(48).fill(0xff)),
    expected: /^format: .*holds NaN or an infinite number/,
  },
  {
    name: 'a picture that is NaN although no weight is',
    change: (victim, layers) => {
      insert(layers, layer('BatchNormalization', 'n', one('pixels'), {scale: false, center: false}));
      const {weights} = decoderOf(victim).weightsManifest[0]!;
      for (const name of ['n/moving_mean', 'n/moving_variance']) weights.push({name, shape: [4], dtype: 'float32'});
      const {buffer} = Float32Array.from({length: 20}, (_unused, i) => (i < 16 ? 1 : -1));
      victim.binaries['decoder.bin'] = new Uint8Array(buffer);
    },
    expected: /^format: .*decoder\.json: outputs\[0\]: holds NaN or an infinite number/,
  },
  {
    name: 'a binary cut short',
    change: ({binaries}) => (binaries['decoder.bin'] = new Uint8Array(47)),
    expected: /^integrity: .*48 bytes of weights.*has 47/,
  },
  {
    name: 'a binary that is too long',
    change: ({binaries}) => (binaries['decoder.bin'] = new Uint8Array(49)),
    expected: /^integrity: .*has 49/,
  },
  {
    name: 'a latent space of another size',
    change: ({manifest}) => (manifest['latent'] = {size: 3, prior: 'standard-normal'}),
    expected: /^format: .*decoder\.json: inputs\[0\]: \[3\] was expected, \[2\] found/,
  },
  {
    name: 'a picture of another size',
    change: ({manifest}) => ((manifest['data'] as Json)['shape'] = [2, 2, 3]),
    expected: /^format: .*decoder\.json: outputs\[0\]: \[2, 2, 3\] was expected, \[2, 2, 1\] found/,
  },
  {
    name: 'a picture of sixteen megapixels',
    change: ({manifest}) => ((manifest['data'] as Json)['shape'] = [4096, 4096, 1]),
    expected: /data\.shape: has 16777216 elements, more than 262144/,
  },
];

/** A manifest points at nothing but files beside it. */
const PLACES: Case[] = [
  ...[
    '../x', '//elsewhere.invalid/x', 'https://elsewhere.invalid/x', 'a\\b', '%2e%2e/x', '..', '.', 'data:application/json,1', 'blob:https://x/1',
    'javascript:1', 'x?y', 'x#y', '', ' ', 'x'.repeat(101), '\ud800', 'decoder.json\u0000', 'constructor', 'toString', '__proto__', 'CON.', '‥/x',
  ].flatMap((place): Case[] => [
    {
      name: `a net at ${JSON.stringify(place).slice(0, 40)}`,
      manifest: (manifest) => ({...manifest, nets: {decoder: place}, files: {...(manifest['files'] as Json), [place]: entry(100)}}),
      expected: /^format: .*manifest\.json: (files key|files|nets\.decoder).*: (must be the name of a file|must be an object|names)/,
    },
  ]), // prettier-ignore
  {
    name: 'weights elsewhere',
    change: (victim) => (decoderOf(victim).weightsManifest[0]!.paths = ['https://elsewhere.invalid/decoder.bin']),
    expected: /^format: .*decoder\.json: weightsManifest: "https:\/\/elsewhere\.invalid\/decoder\.bin" is not in the manifest's files/,
  },
  {
    name: 'weights by a name that all objects know',
    change: (victim) => (decoderOf(victim).weightsManifest[0]!.paths = ['toString']),
    expected: /"toString" is not in the manifest's files/,
  },
  {
    name: 'a binary named a thousand times',
    change: (victim) => {
      victim.binaries['decoder.bin'] = new Uint8Array(1e5);
      decoderOf(victim).weightsManifest[0]!.paths = Array.from({length: 1000}, () => 'decoder.bin');
    },
    expected: /weightsManifest: its files have 100000000 bytes, more than 64000000/,
  },
  {
    name: 'a redirection to another origin',
    serve: {'decoder.bin': (body) => ({body, redirectedTo: 'https://elsewhere.invalid/decoder.bin'})},
    expected: /^network: .*decoder\.bin: the server sends it from another place, https:\/\/elsewhere\.invalid/,
  },
  {
    name: 'a redirection within the origin',
    serve: {'decoder.bin': (body) => ({body, redirectedTo: `${FOLDER}v1/decoder.bin`})},
    expected: 'works',
  },
];

/** Names that every object answers to, and names that mean something else. */
const KEYS: Case[] = [
  ...['constructor', 'toString', 'valueOf', 'hasOwnProperty', '__proto__', '__defineGetter__', 'x y', '', '\ud800', 'x'.repeat(101)].map(
    (role): Case => ({
      name: `a role ${JSON.stringify(role).slice(0, 40)}`,
      serve: {
        'manifest.json': (body) => ({
          body: new TextDecoder().decode(body).replace('"nets":{', `"nets":{${JSON.stringify(role)}:"encoder.json",`),
        }),
      },
      expected: /^format: .*manifest\.json: nets key: is not a plain name/,
    }),
  ),
  {
    name: 'a prototype in place of a manifest',
    serve: {'manifest.json': (body) => ({body: `{"__proto__":${new TextDecoder().decode(body)}}`})},
    expected: /^format: .*manifest\.json: format: must be 1, found nothing/,
  },
  {
    name: 'layers named as what all objects know',
    change: (_, layers) => {
      const names = ['__proto__', 'constructor', 'toString'];
      insert(layers, ...names.map((name, i) => layer('ReLU', name, one(i === 0 ? 'pixels' : names[i - 1]!))));
    },
    expected: 'works',
  },
  {name: 'two layers of one name', change: (_, layers) => layers.push({...layers[1]!}), expected: /name: "pixels" appears twice/},
  {
    name: 'two weights of one name',
    change: (victim) => {
      const {weights} = decoderOf(victim).weightsManifest[0]!;
      weights.push({...weights[1]!});
      victim.binaries['decoder.bin'] = new Uint8Array(64);
    },
    expected: /name: "pixels\/bias" appears twice/,
  },
  {name: 'a class named constructor', change: (_, layers) => (layers[1]!.class_name = 'constructor'), expected: /^unsupported-layer: /},
  {
    name: 'a name of a megabyte',
    change: (_, layers) => (layers[1]!.class_name = 'x'.repeat(1e6)),
    expected: /class_name: is longer than 1000 characters/,
  },
  {name: 'an activation toString', change: (_, layers) => (layers[1]!.config['activation'] = 'toString'), expected: /^unsupported-layer: /},
  {name: 'half a character', change: (_, layers) => insert(layers, layer('ReLU', '\ud800', one('pixels'))), expected: 'works'},
];

const endless = (chunk: number): ReadableStream<Uint8Array<ArrayBuffer>> =>
  new ReadableStream({pull: (controller) => controller.enqueue(new Uint8Array(chunk).fill(0x20))});

/** What comes over the line. */
const FILES: Case[] = [
  {name: 'no manifest', serve: {'manifest.json': () => ({body: null, status: 404})}, expected: /^not-found: /},
  {name: 'an empty manifest', serve: {'manifest.json': () => ({body: ''})}, expected: /^format: .*manifest\.json: is no JSON/},
  {
    name: 'a manifest without end',
    serve: {'manifest.json': () => ({body: endless(65_536)})},
    expected: /^integrity: .*at most 4000000 bytes/,
  },
  {
    name: 'weights without end',
    serve: {'decoder.bin': () => ({body: endless(7)})},
    expected: /^integrity: .*decoder\.bin: wrong size: 48 bytes/,
  },
  {
    name: 'a length that is a lie',
    serve: {'decoder.bin': (body) => ({body, headers: {'content-length': '99999999999'}})},
    expected: 'works',
  },
  {
    name: 'a file that says it is larger than any may be',
    manifest: (manifest) => ({...manifest, files: {...(manifest['files'] as Json), 'decoder.bin': entry(64e6 + 1)}}),
    expected: /files\.decoder\.bin\.bytes: must be a whole number from 1 to 64000000/,
  },
  {
    name: 'a topology of many megabytes',
    manifest: (manifest) => ({...manifest, files: {...(manifest['files'] as Json), 'decoder.json': entry(5e6)}}),
    expected: /^format: .*decoder\.json: has 5000000 bytes, more than 4000000/,
  },
  {
    name: 'points of many megabytes',
    manifest: (manifest) => ({...manifest, files: {...(manifest['files'] as Json), 'points.json': entry(5e6)}}),
    expected: /^format: .*points\.json: has 5000000 bytes, more than 4000000/,
  },
  {
    name: 'another hash',
    manifest: (manifest) => ({...manifest, files: {...(manifest['files'] as Json), 'decoder.bin': entry(48)}}),
    expected: /^integrity: .*decoder\.bin: wrong content: sha256/,
  },
  {
    name: 'a manifest of another family',
    change: ({manifest}) => (manifest['family'] = 'gan'),
    expected: /^wrong-family: .*is a gan, not a vae/,
  },
  {name: 'no latent space', change: ({manifest}) => delete manifest['latent'], expected: /^format: .*manifest\.json: latent: is missing/},
  {
    name: 'no decoder',
    change: ({manifest}) => (manifest['nets'] = {encoder: 'encoder.json'}),
    expected: /^format: .*nets\.decoder: is missing/,
  },
  {
    name: 'twenty nets',
    change: ({manifest}) => (manifest['nets'] = Object.fromEntries(Array.from({length: 20}, (_unused, i) => [`net${i}`, 'decoder.json']))),
    expected: /^format: .*nets: has more than 16 entries/,
  },
  {name: 'a list in place of topologies', manifest: (manifest) => ({manifest, topologies: [1, 2]}), expected: 'works'},
  {
    name: 'a topology that is none',
    manifest: (manifest) => ({manifest, topologies: {decoder: 7}}),
    expected: /^format: .*decoder\.json: must be an object/,
  },
];

async function answer(server: ModelServer, {change, manifest, serve = {}}: Case): Promise<string> {
  const victim = structuredClone(await tinyVictim());
  change?.(victim, decoderOf(victim).modelTopology.config['layers'] as Layer[]);
  const files = toBytes(victim);
  await vouch(victim.manifest, files);
  files['manifest.json'] = new TextEncoder().encode(JSON.stringify(manifest ? manifest(victim.manifest) : victim.manifest));
  let message = '';
  const outcome = await attack(
    server,
    Object.fromEntries(
      Object.entries(files).map(([name, body]) => [name, (): Served => (Object.hasOwn(serve, name) ? serve[name]!(body) : {body})]),
    ),
    (error: GenerativeError) => (message = error.message),
  );
  return outcome === 'works' ? outcome : `${outcome}: ${message}`;
}

describe('a hostile model', () => {
  let server: ModelServer;
  before(() => (server = new ModelServer()));
  after(() => server.close());

  for (const [group, cases] of Object.entries({BOMBS, NUMBERS, PLACES, KEYS, FILES})) {
    for (const one of cases) {
      it(`${group.toLowerCase()}: ${one.name}`, async () => {
        const found = await answer(server, one);
        if (one.expected === 'works') expect(found).to.equal('works');
        else expect(found).to.match(one.expected);
      });
    }
  }

  it('is a working model or an error with a name, three hundred times', async () => {
    const random = new Random(3);
    const victims = [await tinyVictim(), await richVictim(random)];
    const counts: Record<string, number> = {};
    for (let index = 0; index < 300; index++) {
      const outcome = await attack(server, await makeMutant(KINDS[index % KINDS.length]!, victims[index % 2]!, random));
      counts[outcome] = (counts[outcome] ?? 0) + 1;
    }
    expect(counts['works']).to.be.above(20);
    expect(counts['format']).to.be.above(100);
  });
});
