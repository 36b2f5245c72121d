import {expect} from 'chai';
import {writeNpy} from '../../../src/data/npy.js';

/** A reader by the format's description (numpy.lib.format, version 1.0), independent of the writer. */
function readNpy(file: Uint8Array): {header: string; start: number; data: Float32Array} {
  expect([...file.subarray(0, 8)]).to.deep.equal([0x93, ...new TextEncoder().encode('NUMPY'), 1, 0]);
  const start = 10 + file[8]! + 256 * file[9]!;
  const header = new TextDecoder().decode(file.subarray(10, start));
  return {header, start, data: new Float32Array(file.slice(start).buffer)};
}

describe('writeNpy', () => {
  for (const [shape, tuple] of [
    [[2, 3], '(2, 3)'],
    [[6], '(6,)'],
    [[], '()'],
    [[1, 2, 3, 1], '(1, 2, 3, 1)'],
    [[0, 28, 28, 1], '(0, 28, 28, 1)'],
  ] as const) {
    it(`writes an array of shape ${tuple}`, () => {
      const values = Float32Array.from({length: shape.reduce((product: number, extent) => product * extent, 1)}, (_, i) => i / 3 - 1);
      const {header, start, data} = readNpy(writeNpy({data: values, shape}));
      expect(header.trimEnd()).to.equal(`{'descr': '<f4', 'fortran_order': False, 'shape': ${tuple}, }`);
      expect(header.endsWith('\n')).to.equal(true);
      expect(start % 64).to.equal(0);
      expect([...data]).to.deep.equal([...values]);
    });
  }

  it('writes what numpy writes', () => {
    // np.save of np.array([[1, -2.5]], '<f4'): the bytes around the padding.
    const file = writeNpy({data: Float32Array.of(1, -2.5), shape: [1, 2]});
    expect(file.length).to.equal(136);
    expect([...file.subarray(6, 10)]).to.deep.equal([1, 0, 118, 0]);
    expect(new TextDecoder().decode(file.subarray(10, 69))).to.equal("{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2), }");
    expect(new Set(file.subarray(69, 127))).to.deep.equal(new Set([0x20]));
    expect([...file.subarray(127)]).to.deep.equal([0x0a, 0, 0, 0x80, 0x3f, 0, 0, 0x20, 0xc0]);
  });

  it('refuses a shape that is not that of the data', () => {
    expect(() => writeNpy({data: new Float32Array(5), shape: [2, 3]})).to.throw(RangeError, '[2, 3]');
  });
});
