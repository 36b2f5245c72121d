import {brief} from './field.js';
import type {Field} from './field.js';
import type {WeightSpec} from './graph.js';
import {sizeOf} from './graph.js';
import {LIMITS} from './limits.js';

const BYTES = {float32: 4, float16: 2, uint16: 2, uint8: 1};
type Encoding = keyof typeof BYTES;
type Entry = {name: string; shape: number[]; encoding: Encoding; scale: number; min: number; size: number; model: boolean; field: Field};

/** Paths of the binary shards, in the order in which their bytes are joined. */
export function shardPaths(manifest: Field): string[] {
  return manifest.items(LIMITS.weights).flatMap((group) =>
    group
      .at('paths')
      .items(LIMITS.weights)
      .map((path) => path.string()),
  );
}

/**
 * Decodes a stock weights manifest. All sizes are checked against the bytes at hand before anything is allocated.
 * A weight's `trainable` is settled later, by the layer that owns it.
 */
export function readWeights(manifest: Field, bytes: ArrayBuffer): WeightSpec[] {
  const entries = manifest.items(LIMITS.weights).flatMap((group) => group.at('weights').items(LIMITS.weights).map(readEntry));
  const total = entries.reduce((sum, entry) => sum + entry.size * BYTES[entry.encoding], 0);
  if (total !== bytes.byteLength) {
    manifest.fail(`describes ${total} bytes of weights, but the binary has ${bytes.byteLength}`, 'integrity');
  }
  const names = new Set<string>();
  const weights: WeightSpec[] = [];
  let offset = 0;
  for (const entry of entries) {
    if (names.has(entry.name)) entry.field.at('name').fail(`${brief(entry.name)} appears twice`);
    names.add(entry.name);
    if (entry.model) weights.push({name: entry.name, shape: entry.shape, trainable: true, data: decode(entry, bytes, offset)});
    offset += entry.size * BYTES[entry.encoding];
  }
  return weights;
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

function decode({encoding, scale, min, size}: Entry, bytes: ArrayBuffer, offset: number): Float32Array {
  // Offsets need not be multiples of the element size: a copy is always aligned.
  const part = bytes.slice(offset, offset + size * BYTES[encoding]);
  if (encoding === 'float32') return new Float32Array(part);
  if (encoding === 'float16') return Float32Array.from(new Uint16Array(part), halfToFloat);
  return Float32Array.from(encoding === 'uint8' ? new Uint8Array(part) : new Uint16Array(part), (code) => code * scale + min);
}

/** IEEE 754 half precision, with subnormals, infinities and NaN. */
export function halfToFloat(half: number): number {
  const exponent = (half >> 10) & 31;
  const fraction = half & 1023;
  const sign = half & 0x8000 ? -1 : 1;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
