import {Random} from '../../../src/data/random.js';
import {mutate} from '../format/mutate.js';
import type {Served, ServedFiles} from './model-server.js';
import {encode, toBytes, vouch, type Bytes, type Json, type Victim} from './victims.js';

export const KINDS = ['manifest', 'bundle', 'topology', 'layers', 'text', 'weights', 'transport'] as const;
export type Kind = (typeof KINDS)[number];

const copy = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;
const pick = <T>(random: Random, list: readonly T[]): T => list[random.integer(list.length)]!;

/** Files of a model that is out of order in one way; the same for the same seed. */
export async function makeMutant(kind: Kind, victim: Victim, random: Random): Promise<ServedFiles> {
  const whole = bytesOf(victim);
  const manifest = copy(victim.manifest);
  const decoder = copy(victim.jsons['decoder.json']) as Json;
  if (kind === 'topology') mutate(decoder, random);
  if (kind === 'layers') for (let count = 1 + random.integer(3); count > 0; count--) alterLayers(decoder, random);
  const files = {...whole};
  if (kind === 'topology' || kind === 'layers') files['decoder.json'] = encode(decoder);
  if (kind === 'weights') files['decoder.bin'] = spoil(files['decoder.bin']!, random);
  if (kind === 'text') files['decoder.json'] = garble(files['decoder.json']!, random);
  // Some do not care to say what their files hold.
  await vouch(manifest, random.uniform() < 0.9 ? files : whole);
  if (kind === 'manifest') mutate(manifest, random);
  const bundle = {manifest, topologies: {decoder}};
  if (kind === 'bundle') mutate(bundle, random);
  let text = encode(kind === 'bundle' ? bundle : manifest);
  if (kind === 'text' && random.uniform() < 0.5) text = garble(text, random);
  return serve({...files, 'manifest.json': text}, kind === 'transport' ? random : undefined);
}

const wholes = new WeakMap<Victim, Bytes>();

function bytesOf(victim: Victim): Bytes {
  const bytes = wholes.get(victim) ?? toBytes(victim);
  wholes.set(victim, bytes);
  return bytes;
}

function serve(files: Bytes, random: Random | undefined): ServedFiles {
  const served: ServedFiles = Object.fromEntries(Object.entries(files).map(([name, body]) => [name, (): Served => ({body})]));
  if (!random) return served;
  const name = pick(random, ['manifest.json', 'decoder.json', 'decoder.bin']);
  const body = files[name] ?? new Uint8Array(0);
  const how = random.integer(TRANSPORTS.length);
  const seed = random.integer(2 ** 31);
  // Each request draws the same.
  return {...served, [name]: () => TRANSPORTS[how]!(body, new Random(seed))};
}

/** What a server or the line may do to a body. */
const TRANSPORTS: readonly ((body: Uint8Array<ArrayBuffer>, random: Random) => Served)[] = [
  (body, random) => ({body, status: pick(random, [201, 206, 400, 401, 403, 404, 410, 418, 429, 500, 503])}),
  (body, random) => ({body: body.slice(0, random.integer(body.length + 1))}),
  (body, random) => ({body: new Uint8Array([...body, ...body.slice(0, 1 + random.integer(body.length))])}),
  (body, random) => ({body: inChunks(body, 1 + random.integer(200))}),
  (body, random) => ({body: inChunks(body, 1 + random.integer(200), new TypeError('terminated'))}),
  () => ({body: endless()}),
  () => ({body: null}),
  () => ({body: new Uint8Array(0)}),
  (body, random) => ({body, headers: {'content-type': pick(random, ['text/html', 'TEXT/HTML; charset=utf-7', 'image/svg+xml', '', 'x'])}}),
  (body, random) => ({body, headers: {'content-length': pick(random, ['0', '-1', '99999999999', 'NaN', ''])}}),
  () => ({body: '<!DOCTYPE html><title>Sign in</title>'}),
  () => ({body: '\ufeff  <html>'}),
  (body, random) => ({
    body,
    redirectedTo: pick(random, ['https://elsewhere.invalid/x', 'http://models.invalid/m/x', 'https://models.invalid/y']),
  }),
  (_, random) => ({body: `${'['.repeat(random.integer(200_000))}`}),
  (_, random) => ({body: `${'[{"a":'.repeat(random.integer(20_000))}`}),
];

function inChunks(body: Uint8Array<ArrayBuffer>, size: number, end?: Error): ReadableStream<Uint8Array<ArrayBuffer>> {
  let at = 0;
  const stop = end ? body.length / 2 : body.length;
  return new ReadableStream({
    pull(controller) {
      if (at < stop) controller.enqueue(body.slice(at, (at += size)));
      else if (end) controller.error(end);
      else controller.close();
    },
  });
}

/** What a few kilobytes of gzip inflate to: a stream that does not end. */
function endless(): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new ReadableStream({pull: (controller) => controller.enqueue(new Uint8Array(65_536).fill(0x20))});
}

function garble(bytes: Uint8Array<ArrayBuffer>, random: Random): Uint8Array<ArrayBuffer> {
  const at = random.integer(bytes.length);
  const kind = random.integer(5);
  if (kind === 0) return bytes.slice(0, at);
  const text = new TextDecoder().decode(bytes);
  if (kind === 1)
    return new TextEncoder().encode(
      text.replaceAll(/"(name|config|layers|files|nets|shape)"/g, (key) => (random.uniform() < 0.1 ? '"__proto__"' : key)),
    );
  if (kind === 2)
    return new TextEncoder().encode(
      text.replaceAll(/\d+/g, (digits) => (random.uniform() < 0.02 ? pick(random, ['1e999', '-0', '1e3', '00', '9'.repeat(400)]) : digits)),
    );
  if (kind === 3)
    return new TextEncoder().encode(
      `${text.slice(0, at)}${pick(random, ['"', '{', '}', '[', ']', ',', '\\ud800', '\u0000', '\u2028', 'NaN'])}${text.slice(at)}`,
    );
  const flipped = bytes.slice();
  for (let count = 1 + random.integer(4); count > 0; count--) flipped[random.integer(flipped.length)]! ^= 1 << random.integer(8);
  return flipped;
}

function spoil(bytes: Uint8Array<ArrayBuffer>, random: Random): Uint8Array<ArrayBuffer> {
  const at = random.integer(bytes.length);
  switch (random.integer(7)) {
    case 0:
      return bytes.slice(0, at);
    case 1:
      return new Uint8Array([...bytes, ...bytes.slice(at)]);
    case 2:
      return bytes.slice(at).fill(0);
    case 3:
      return bytes.slice().fill(0xff, at);
    case 4:
      return bytes.map(() => random.integer(256));
    case 5:
      return bytes.slice().reverse();
    default: {
      const flipped = bytes.slice();
      for (let count = 1 + random.integer(16); count > 0; count--) flipped[random.integer(flipped.length)]! ^= 1 << random.integer(8);
      return flipped;
    }
  }
}

type LayerJson = {class_name: string; name: string; config: Json; inbound_nodes: unknown[][][]};

const CLASSES = [
  'InputLayer', 'Dense', 'Conv1D', 'Conv2D', 'Conv2DTranspose', 'DepthwiseConv2D', 'BatchNormalization', 'LayerNormalization', 'Activation',
  'ReLU', 'LeakyReLU', 'ELU', 'PReLU', 'Softmax', 'Reshape', 'Flatten', 'Permute', 'Dropout', 'ZeroPadding2D', 'Cropping2D', 'UpSampling2D',
  'MaxPooling2D', 'AveragePooling2D', 'GlobalAveragePooling2D', 'Add', 'Subtract', 'Multiply', 'Concatenate', 'Model', 'Sequential', 'Functional',
]; // prettier-ignore

const SIZES = [
  0,
  1,
  2,
  3,
  5,
  7,
  64,
  255,
  4096,
  65_536,
  1e6,
  2 ** 24,
  2 ** 31,
  [1, 4096],
  [4096, 1],
  [4096, 4096],
  [64, 64],
  [
    [4096, 0],
    [0, 4096],
  ],
];

/** Options that decide how much is allocated and computed. */
const OPTIONS: Record<string, readonly unknown[]> = {
  units: SIZES,
  filters: SIZES,
  kernel_size: SIZES,
  strides: SIZES,
  dilation_rate: SIZES,
  pool_size: SIZES,
  size: SIZES,
  padding: [...SIZES, 'same', 'valid', 'causal'],
  cropping: SIZES,
  depth_multiplier: SIZES,
  target_shape: [[-1], [-1, -1], [6, 6, -1], [1, 1, 1, 1, 1, 36], [0], [36, 4], [2 ** 24], [null, 4]],
  axis: [-1, 0, 1, 2, 3, 9, [1], [-1]],
  epsilon: [-1, 0, 1e30, -1e-3],
  activation: ['softmax', 'linear', 'relu6', 'selu', 'exp', 'toString'],
  interpolation: ['nearest', 'bilinear'],
  data_format: ['channels_first', 'channels_last', 'x'],
  alpha: [1e38, -1e38, 0],
  max_value: [-1, 0, 1e-40, null],
  negative_slope: [1e38, -1],
  use_bias: [false, true],
  scale: [false, true],
  center: [false, true],
  dims: [
    [2, 1],
    [3, 2, 1],
    [1, 2, 3],
    [1, 1],
  ],
};

/** Changes that leave a file well-formed: other classes, other options, other edges, and bombs. */
function alterLayers(json: Json, random: Random): void {
  const {config} = json['modelTopology'] as {config: {layers: LayerJson[]; output_layers: unknown[]}};
  const {layers} = config;
  const at = random.integer(layers.length);
  const layer = layers[at]!;
  switch (random.integer(9)) {
    case 0:
      layer.class_name = pick(random, CLASSES);
      return;
    case 1: {
      // The first two of these do something wherever there is one input and no weight.
      const name = `new_${at}_${layers.length}`;
      const className = pick(random, [
        'UpSampling2D',
        'ZeroPadding2D',
        'Flatten',
        'GlobalAveragePooling2D',
        'ReLU',
        'Concatenate',
        'Add',
        'Softmax',
      ]);
      const inputs = Array.from({length: pick(random, [1, 2, 40])}, () => [layer.name, 0, 0, {}]);
      layers.push({class_name: className, name, config: {name}, inbound_nodes: [inputs]});
      for (const other of layers)
        if (other !== layers.at(-1) && random.uniform() < 0.3)
          for (const node of other.inbound_nodes)
            for (const edge of node) if (edge[0 as never] === layer.name) (edge as unknown as unknown[])[0] = name;
      return;
    }
    case 2:
      layers.reverse();
      return;
    case 3: {
      const node = layer.inbound_nodes[0];
      if (node) node.push(...copy(node));
      return;
    }
    case 4: {
      const other = pick(random, layers);
      [layer.inbound_nodes, other.inbound_nodes] = [other.inbound_nodes, layer.inbound_nodes];
      return;
    }
    case 5:
      config.output_layers.push(...Array.from({length: pick(random, [1, 10, 900])}, () => [layer.name, 0, 0]));
      return;
    case 6:
      // The same layer, applied to itself again and again.
      for (let call = layer.inbound_nodes.length; call < 60; call++) layer.inbound_nodes.push([[layer.name, call - 1, 0, {}]] as never);
      return;
    default: {
      const known = Object.keys(layer.config).filter((key) => Object.hasOwn(OPTIONS, key));
      const key = known.length > 0 && random.uniform() < 0.9 ? pick(random, known) : pick(random, Object.keys(OPTIONS));
      layer.config[key] = copy(pick(random, OPTIONS[key]!));
    }
  }
}
