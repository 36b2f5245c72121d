import {Field, brief} from './field.js';
import {sizeOf} from './graph.js';
import {LIMITS} from './limits.js';
import type {FamilyName, FileEntry, Manifest, Metric} from './manifest.js';
import {readFlow} from './read-flow.js';

const FAMILIES: readonly FamilyName[] = ['vae', 'gan', 'flow', 'autoregressive', 'classifier'];
const ENTRIES = 200;

/**
 * Checks a parsed `manifest.json` and copies what is known of it; fields that this version does not know are left out.
 * Files lie directly in the model's folder, so a manifest can point nowhere else.
 * @throws FormatError naming the URL and the field.
 */
export function readManifest(json: unknown, url: string): Manifest {
  const file = new Field(json, url);
  if (file.at('format').value !== 1) file.at('format').fail(`must be 1, found ${brief(file.at('format').value)}`);
  const title = record(file.at('title'), (field) => text(field));
  if (title['en'] === undefined) file.at('title.en').fail('is missing');
  const files = record(file.at('files'), readFile, fileName);
  const listed = (field: Field): string => {
    const name = fileName(field);
    if (!Object.hasOwn(files, name)) field.fail(`names ${brief(name)}, which is not in files`);
    return name;
  };
  return {
    format: 1,
    id: identifier(file.at('id')),
    family: file.at('family').oneOf(FAMILIES),
    title,
    nets: record(file.at('nets'), listed, identifier, LIMITS.nets),
    data: readData(file.at('data')),
    latent: optional(file.at('latent'), readLatent),
    inputs: optional(file.at('inputs'), (field) => record(field, texts)),
    outputs: optional(file.at('outputs'), (field) => record(field, readOutput)),
    flow: optional(file.at('flow'), (field) => readFlow(field, file.at('nets'))),
    condition: optional(file.at('condition'), readCondition) ?? null,
    objective: optional(file.at('objective'), (field) => ({
      likelihood: text(field.at('likelihood')),
      beta: field.at('beta').number(),
      scale: optional(field.at('scale'), positive),
    })),
    metrics: record(file.at('metrics'), readMetric),
    training: optional(file.at('training'), readTraining),
    files,
    extras: optional(file.at('extras'), (field) => record(field, listed)),
  };
}

function optional<T>(field: Field, read: (field: Field) => T): T | undefined {
  return field.present ? read(field) : undefined;
}

/** An object with free keys, rebuilt without a prototype's names: `__proto__` and the like are refused. */
function record<T>(field: Field, read: (field: Field) => T, key: (field: Field) => string = identifier, most = ENTRIES): Record<string, T> {
  const keys = field.keys();
  if (keys.length > most) field.fail(`has more than ${most} entries`);
  return Object.fromEntries(keys.map((name) => [key(new Field(name, field.url, `${field.path} key`)), read(field.at(name))]));
}

function identifier(field: Field): string {
  const value = field.string();
  if (!/^[A-Za-z0-9][\w.-]{0,99}$/.test(value) || value in Object.prototype) field.fail(`is not a plain name: ${brief(value)}`);
  return value;
}

function fileName(field: Field): string {
  const value = field.string();
  if (!/^[A-Za-z0-9][\w-]*(\.[\w-]+)*$/.test(value) || value.length > 100 || value in Object.prototype) {
    field.fail(`must be the name of a file in the model's own folder, found ${brief(value)}`);
  }
  return value;
}

function text(field: Field): string {
  return field.string(10_000);
}

const texts = (field: Field): string[] => field.items(1000).map(text);
const numbers = (field: Field): number[] => field.items(65_536).map((item) => item.number());

function positive(field: Field): number {
  const value = field.number();
  return value > 0 ? value : field.fail('must be above 0');
}

function range(field: Field): [number, number] {
  const [low, high, ...rest] = numbers(field);
  if (low === undefined || high === undefined || rest.length > 0 || !(low < high))
    return field.fail('must be two numbers, the lower one first');
  if (high - low === Infinity) field.fail('is too wide');
  return [low, high];
}

function readFile(field: Field): FileEntry {
  const sha256 = field.at('sha256');
  if (!/^[0-9a-f]{64}$/.test(sha256.string())) sha256.fail('must be 64 hexadecimal digits in lower case');
  return {bytes: field.at('bytes').integer(1, LIMITS.bytes), sha256: sha256.string()};
}

function readData(field: Field): Manifest['data'] {
  const shape = field
    .at('shape')
    .items(LIMITS.rank)
    .map((extent) => extent.integer(1, LIMITS.elements));
  if (sizeOf(shape) > LIMITS.example) field.at('shape').fail(`has ${sizeOf(shape)} elements, more than ${LIMITS.example}`);
  return {
    name: text(field.at('name')),
    shape,
    range: range(field.at('range')),
    labels: optional(field.at('labels'), texts),
    source: text(field.at('source')),
    license: text(field.at('license')),
  };
}

function readLatent(field: Field): NonNullable<Manifest['latent']> {
  const size = field.at('size').integer(1, 65_536);
  const point = (item: Field): number[] => {
    const values = numbers(item);
    return values.length === size ? values : item.fail(`must have ${size} numbers`);
  };
  return {
    size,
    prior: field.at('prior').oneOf(['standard-normal']),
    start: optional(field.at('start'), point),
    directions: optional(field.at('directions'), (item) => record(item, point)),
  };
}

function readOutput(field: Field): string[] | {range: [number, number]; activation: string} {
  if (Array.isArray(field.value)) return texts(field);
  return {range: range(field.at('range')), activation: text(field.at('activation'))};
}

function readCondition(field: Field): Manifest['condition'] {
  return {kind: field.at('kind').oneOf(['one-hot']), size: field.at('size').integer(1, 65_536)};
}

function readMetric(field: Field): Metric {
  return {
    value: field.at('value').number(),
    unit: text(field.at('unit')),
    stderr: optional(field.at('stderr'), (item) => item.number()),
    split: text(field.at('split')),
    n: field.at('n').integer(0, 1e9),
    protocol: text(field.at('protocol')),
  };
}

function readTraining(field: Field): NonNullable<Manifest['training']> {
  return {
    recipe: text(field.at('recipe')),
    seed: field.at('seed').integer(0, 2 ** 32 - 1),
    steps: field.at('steps').integer(0, 1e12),
    seconds: field.at('seconds').number(),
    commit: text(field.at('commit')),
  };
}
