import {expect} from 'chai';
import {Random} from '../../../src/data/random.js';
import {Field} from '../../../src/format/field.js';
import {halfToFloat} from '../../../src/format/decode-weight.js';
import {readWeights, shardPaths} from '../../../src/format/read-weights.js';
import {tf} from '../../tfjs.js';

type Spec = tf.io.WeightsManifestEntry;

function read(specs: Spec[], bytes: ArrayBuffer): Float32Array[] {
  return readWeights(new Field([{paths: ['w.bin'], weights: specs}], 'w.json'), bytes).map((weight) => weight.data);
}

describe('decoding weights', () => {
  before(() => tf.setBackend('cpu'));

  it('decodes uint8, uint16 and float16 as stock tfjs does, at any offset', () => {
    const random = new Random(3);
    const specs: Spec[] = [
      {name: 'a', shape: [3, 5], dtype: 'float32', quantization: {dtype: 'uint8', scale: 0.0123, min: -1.7}},
      {name: 'b', shape: [7], dtype: 'float32'},
      {name: 'c', shape: [2, 3], dtype: 'float32', quantization: {dtype: 'uint16', scale: 3.1e-5, min: 0.25}},
      {name: 'd', shape: [301], dtype: 'float32', quantization: {dtype: 'float16'}},
      {name: 'e', shape: [], dtype: 'float32', quantization: {dtype: 'uint8', scale: 2, min: 1}},
    ];
    const bytes = Uint8Array.from({length: 15 + 28 + 12 + 602 + 1}, () => random.integer(256));
    // The highest exponents mean infinity and NaN.
    for (let at = 15; at < 43; at += 4) bytes[at + 3]! &= 0xbf;
    for (let at = 55; at < 657; at += 2) bytes[at + 1]! &= 0xbf;
    const stock = tf.io.decodeWeights(bytes.buffer, specs);
    const found = read(specs, bytes.buffer);
    for (const [index, {name}] of specs.entries()) expect([...found[index]!]).to.deep.equal([...stock[name]!.dataSync<'float32'>()]);
  });

  it('decodes every half float as stock tfjs does', () => {
    const halves = Uint16Array.from({length: 65536}, (_, half) => half);
    const spec: Spec = {name: 'h', shape: [65536], dtype: 'float32', quantization: {dtype: 'float16'}};
    const stock = tf.io.decodeWeights(halves.buffer, [spec])['h']!.dataSync<'float32'>();
    expect([...halves].filter((half) => !Object.is(halfToFloat(half), stock[half]!) && !Number.isNaN(stock[half]!))).to.deep.equal([]);
  });

  it('refuses weights that are no numbers, however they are stored', () => {
    const quantized = (scale: number): Spec['quantization'] => ({dtype: 'uint8', scale, min: 0});
    const cases: [Spec['quantization'], Uint8Array<ArrayBuffer>][] = [
      [undefined, new Uint8Array(Float32Array.of(1, NaN).buffer)],
      [undefined, new Uint8Array(Float32Array.of(-Infinity, 1).buffer)],
      [{dtype: 'float16'}, new Uint8Array(Uint16Array.of(0x3c00, 0x7c00).buffer)],
      [quantized(1e38), Uint8Array.of(255, 0)],
    ];
    for (const [quantization, bytes] of cases) {
      expect(() => read([{name: 'a', shape: [2], dtype: 'float32', quantization}], bytes.buffer)).to.throw(
        'w.json: [0].weights[0]: weight "a" holds NaN or an infinite number',
      );
    }
    const zero: Spec = {name: 'a', shape: [2], dtype: 'float32', quantization: quantized(0)};
    expect([...read([zero], Uint8Array.of(255, 0).buffer)[0]!]).to.deep.equal([0, 0]);
  });

  it('counts all groups together, before it decodes any', () => {
    const weights = Array.from({length: 2001}, (_, i) => ({name: `w${i}`, shape: [], dtype: 'float32'}));
    const group = {paths: weights.map(({name}) => name), weights};
    expect(() => readWeights(new Field([group, group], 'w.json'), new ArrayBuffer(0))).to.throw('has more than 4000 weights');
    expect(() => shardPaths(new Field([group, group], 'w.json'))).to.throw('has more than 4000 paths');
    const large = {name: 'a', shape: [2 ** 24], dtype: 'float32', quantization: {dtype: 'uint8', scale: 1, min: 0}};
    const twice = [{paths: [], weights: [large, {...large, name: 'b'}]}];
    expect(() => readWeights(new Field(twice, 'w.json'), new ArrayBuffer(2 ** 25))).to.throw('33554432 weights, more than 16777216');
  });

  it('wants scale and min, one of each', () => {
    const spec = {name: 'a', shape: [2], dtype: 'float32', quantization: {dtype: 'uint8', scale: [1, 2], min: 0}} as unknown as Spec;
    expect(() => read([spec], new ArrayBuffer(2))).to.throw('w.json: [0].weights[0].quantization.scale: must be a number');
  });
});
