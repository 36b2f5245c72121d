import {expect} from 'chai';
import {bytes, fixed, milliseconds, significant} from '../../../src/elements/numbers.js';

describe('numbers for readers', () => {
  it('have a fixed count of digits, a true minus and no negative zero', () => {
    expect([fixed(1, 2), fixed(-0.4, 2), fixed(-0.001, 2), fixed(-3, 0)]).to.deep.equal(['1.00', '−0.40', '0.00', '−3']);
  });

  it('keep two significant digits', () => {
    expect([1.64, 9.94, 9.96, 12.4, 863, 8103].map(significant)).to.deep.equal(['1.6', '9.9', '10', '12', '860', '8100']);
  });

  it('carry their units', () => {
    expect([bytes(61_400), bytes(1_740_000)]).to.deep.equal(['61 kB', '1.7 MB']);
    expect([milliseconds(0.01), milliseconds(0.23), milliseconds(17.4)]).to.deep.equal(['< 0.1 ms', '0.2 ms', '17 ms']);
  });
});
