import {expect} from 'chai';
import {Random} from '../../../src/data/random.js';
import {Field} from '../../../src/format/field.js';
import {halfToFloat} from '../../../src/format/decode-weight.js';
import {readWeights} from '../../../src/format/read-weights.js';
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

  it('wants scale and min, one of each', () => {
    const spec = {name: 'a', shape: [2], dtype: 'float32', quantization: {dtype: 'uint8', scale: [1, 2], min: 0}} as unknown as Spec;
    expect(() => read([spec], new ArrayBuffer(2))).to.throw('w.json: [0].weights[0].quantization.scale: must be a number');
  });
});
