import {expect} from 'chai';
import {readIdx, writeIdx} from '../../../src/data/idx.js';

describe('readIdx', () => {
  const header = [0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3];

  it('reads shape and bytes', () => {
    const {shape, data} = readIdx(Uint8Array.from([...header, 1, 2, 3, 4, 5, 255]));
    expect(shape).to.deep.equal([2, 3]);
    expect([...data]).to.deep.equal([1, 2, 3, 4, 5, 255]);
  });

  it('reads a view into a larger buffer', () => {
    const bytes = Uint8Array.from([9, 9, 9, ...header, 1, 2, 3, 4, 5, 6]).subarray(3);
    expect([...readIdx(bytes).data]).to.deep.equal([1, 2, 3, 4, 5, 6]);
  });

  for (const [what, bytes] of Object.entries({
    'another type': [0, 0, 13, 1, 0, 0, 0, 1, 0, 0, 0, 0],
    'a gzip file': [0x1f, 0x8b, 8, 0, 0, 0],
    'a header cut short': [0, 0, 8, 3, 0, 0, 0, 2],
    'missing data': [...header, 1, 2, 3],
    'more data than the shape': [...header, 1, 2, 3, 4, 5, 6, 7],
    nothing: [],
  })) {
    it(`refuses ${what}`, () => expect(() => readIdx(Uint8Array.from(bytes))).to.throw(RangeError));
  }
});

describe('writeIdx', () => {
  it('writes what is read', () => {
    const array = {shape: [2, 1, 300], data: Uint8Array.from({length: 600}, (_, i) => i)};
    expect(readIdx(writeIdx(array))).to.deep.equal(array);
  });
});
