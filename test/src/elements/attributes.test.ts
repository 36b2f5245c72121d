import {expect} from 'chai';
import {parseChoice, parseSeed, parseState} from '../../../src/elements/attributes.js';
import type {GenerativeError} from '../../../src/format/errors.js';

const codeOf = (act: () => unknown): string | undefined => {
  try {
    act();
  } catch (error) {
    return (error as GenerativeError).code;
  }
  return undefined;
};

describe('attributes', () => {
  it('read a seed as an unsigned 32-bit integer', () => {
    expect(parseSeed('7')).to.equal(7);
    expect(parseSeed(0)).to.equal(0);
    expect(parseSeed(' 4294967295 ')).to.equal(4294967295);
    for (const bad of ['x', '', '-1', '1.5', '0x10', '1e3', '4294967296', NaN, -1, 0.5, 2 ** 32])
      expect(
        codeOf(() => parseSeed(bad)),
        `seed ${bad}`,
      ).to.equal('bad-attribute');
  });

  it('take one of the words there are', () => {
    expect(parseChoice('backend', 'wasm', ['auto', 'wasm'])).to.equal('wasm');
    expect(() => parseChoice('backend', 'WASM', ['auto', 'wasm'])).to.throw('backend="WASM" is not one of auto, wasm.');
  });

  it('read a state from JSON or an object, and nothing else', () => {
    expect(parseState('{"z": [1, 2]}')).to.deep.equal({z: [1, 2]});
    expect(parseState({z: 1})).to.deep.equal({z: 1});
    for (const bad of ['{', '[1]', 'null', '3', null, [], 4]) expect(codeOf(() => parseState(bad))).to.equal('bad-attribute');
  });
});
