import {decodeWeight, ENCODED_BYTES, type StoredWeight} from './decode-weight.js';
import {brief} from './field.js';
import type {Field} from './field.js';
import type {WeightSpec} from './graph.js';
import {sizeOf} from './graph.js';
import {LIMITS} from './limits.js';

/** `model` is false for an optimizer's numbers, which take room in the binary and belong to no layer. */
type Entry = StoredWeight & {name: string; size: number; model: boolean; field: Field};

/** Paths of the binary shards, in the order in which their bytes are joined. */
export function shardPaths(manifest: Field): string[] {
  return entriesOf(manifest, 'paths').map((path) => path.string());
}

/** One list of all groups, no longer than the list of one may be. */
function entriesOf(manifest: Field, key: string): Field[] {
  const entries: Field[] = [];
  for (const group of manifest.items(LIMITS.weights)) {
    entries.push(...group.at(key).items(LIMITS.weights));
    if (entries.length > LIMITS.weights) manifest.fail(`has more than ${LIMITS.weights} ${key}`);
  }
  return entries;
}

/**
 * Decodes a stock weights manifest. All sizes are checked against the bytes at hand before anything is allocated.
 * A weight's `trainable` is settled later, by the layer that owns it.
 */
export function readWeights(manifest: Field, bytes: ArrayBuffer): WeightSpec[] {
  const entries = readEntries(manifest);
  const total = entries.reduce((sum, entry) => sum + entry.size * ENCODED_BYTES[entry.encoding], 0);
  if (total !== bytes.byteLength) {
    manifest.fail(`describes ${total} bytes of weights, but the binary has ${bytes.byteLength}`, 'integrity');
  }
  const elements = entries.reduce((sum, entry) => sum + entry.size, 0);
  if (elements > LIMITS.elements) manifest.fail(`describes ${elements} weights, more than ${LIMITS.elements}`);
  const names = new Set<string>();
  const weights: WeightSpec[] = [];
  let offset = 0;
  for (const entry of entries) {
    if (names.has(entry.name)) entry.field.at('name').fail(`${brief(entry.name)} appears twice`);
    names.add(entry.name);
    if (entry.model) weights.push({name: entry.name, shape: entry.shape, trainable: true, data: decode(entry, bytes, offset)});
    offset += entry.size * ENCODED_BYTES[entry.encoding];
  }
  return weights;
}

/** A net with one such number computes nothing but such numbers. */
function decode(entry: Entry, bytes: ArrayBuffer, offset: number): Float32Array {
  const data = decodeWeight(entry, bytes, offset);
  if (!data.every(Number.isFinite)) entry.field.fail(`weight ${brief(entry.name)} holds NaN or an infinite number`);
  return data;
}

/** What the manifest says of each weight, in the order of the binary. */
export function readEntries(manifest: Field): Entry[] {
  return entriesOf(manifest, 'weights').map(readEntry);
}

function readEntry(field: Field): Entry {
  const shape = field
    .at('shape')
    .items(LIMITS.rank)
    .map((extent) => extent.integer(1, LIMITS.elements));
  const size = sizeOf(shape);
  if (size > LIMITS.elements) field.at('shape').fail(`has ${size} elements, more than ${LIMITS.elements}`);
  field.at('dtype').oneOf(['float32', 'float16']);
  const entry: Entry = {name: field.at('name').string(), shape, encoding: 'float32', scale: 1, min: 0, size, model: true, field};
  entry.model = field.at('group').value !== 'optimizer';
  if (field.at('dtype').value === 'float16') entry.encoding = 'float16';
  const quantization = field.at('quantization');
  if (!quantization.present) return entry;
  entry.encoding = quantization.at('dtype').oneOf(['uint8', 'uint16', 'float16']);
  if (entry.encoding !== 'float16') {
    entry.scale = quantization.at('scale').number();
    entry.min = quantization.at('min').number();
  }
  return entry;
}
