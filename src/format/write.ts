import {decodeWeight} from './decode-weight.js';
import {floatToHalf} from './float-to-half.js';
import {sizeOf} from './graph.js';

/** How a weight is stored: as it is, as a half float, or as codes with one scale and minimum per weight. */
export type Encoding = 'float32' | 'float16' | 'uint8' | 'uint16';

export type StoredWeight = {
  name: string;
  shape: readonly number[];
  data: Float32Array;
  encoding: Encoding;
  /** Largest code of a `uint8` weight, 255 where nothing is said. Fewer codes take as many bytes on disk and fewer after gzip. */
  levels?: number;
};

export type WrittenModel = {json: string; bytes: Uint8Array<ArrayBuffer>};

/**
 * Writes a stock tfjs layers model: the text of its model.json, which names `binary` as its one shard, and the bytes of that shard.
 * @param topology a Keras topology, as `Topology.build` makes it
 * @param weights in stock order: layer by layer, kernel before bias
 */
export function writeLayersModel(topology: unknown, weights: readonly StoredWeight[], binary: string): WrittenModel {
  const parts = weights.map(encode);
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.bytes.length, 0));
  let offset = 0;
  for (const part of parts) {
    bytes.set(part.bytes, offset);
    offset += part.bytes.length;
  }
  const manifest = [{paths: [binary], weights: parts.map((part) => part.entry)}];
  const file = {
    format: 'layers-model',
    generatedBy: 'generative-elements',
    convertedBy: null,
    modelTopology: topology,
    weightsManifest: manifest,
  };
  return {json: `${JSON.stringify(file)}\n`, bytes};
}

/** What readers get of a weight that is stored so: its values, rounded as its encoding does. */
export function roundTrip(weight: StoredWeight): Float32Array {
  const {entry, bytes} = encode(weight);
  const {scale = 1, min = 0} = entry.quantization ?? {};
  return decodeWeight({shape: [...weight.shape], encoding: weight.encoding, scale, min}, bytes.buffer, bytes.byteOffset);
}

type Entry = {
  name: string;
  shape: readonly number[];
  dtype: 'float32';
  quantization?: {dtype: Encoding; original_dtype: 'float32'; min?: number; scale?: number};
};

function encode({name, shape, data, encoding, levels = 255}: StoredWeight): {entry: Entry; bytes: Uint8Array<ArrayBuffer>} {
  if (sizeOf(shape) !== data.length) throw new RangeError(`${name}: shape [${shape.join(', ')}] does not hold ${data.length} values`);
  const entry: Entry = {name, shape, dtype: 'float32'};
  if (encoding === 'float32') return {entry, bytes: bytesOf(data.slice())};
  if (encoding === 'float16') {
    return {
      entry: {...entry, quantization: {dtype: encoding, original_dtype: 'float32'}},
      bytes: bytesOf(Uint16Array.from(data, floatToHalf)),
    };
  }
  const {scale, min, codes} = quantize(data, encoding === 'uint8' ? levels : 65535);
  const bytes = bytesOf(encoding === 'uint8' ? Uint8Array.from(codes) : codes);
  return {entry: {...entry, quantization: {dtype: encoding, original_dtype: 'float32', min, scale}}, bytes};
}

/** Affine codes 0 … levels of values: value ≈ code · scale + min, off by at most half a scale. Zero is one of the values where the range includes it. */
export function quantize(data: Float32Array, levels: number): {scale: number; min: number; codes: Uint16Array<ArrayBuffer>} {
  let low = 0;
  let high = 0;
  for (const value of data) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  // Six digits: the file stays short, and the decoded values are the same on every reader.
  const scale = Number(((high - low) / levels || 1).toPrecision(6));
  const min = Number((Math.round(low / scale) * scale).toPrecision(9));
  const codes = new Uint16Array(data.length);
  // A plain loop: training at rounded weights does this in every step.
  for (let i = 0; i < data.length; i++) codes[i] = Math.min(levels, Math.max(0, Math.round((data[i]! - min) / scale)));
  return {scale, min, codes};
}

// The tfjs format is little-endian, as is every platform that runs it.
function bytesOf(values: Float32Array<ArrayBuffer> | Uint16Array<ArrayBuffer> | Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}
