import {expect} from 'chai';
import {FormatError, GenerativeError} from '../../../src/format/errors.js';
import {fromPortable, toPortable} from '../../../src/format/portable-error.js';

const across = (error: unknown): Error & {code?: unknown} => fromPortable(structuredClone(toPortable(error)));

describe('errors on their way to the page', () => {
  it('keep name, message and code', () => {
    expect(across(new GenerativeError('bad-data', 'z: too long'))).to.be.instanceOf(GenerativeError);
    expect(across(new GenerativeError('bad-data', 'z: too long'))).to.include({
      name: 'GenerativeError',
      message: 'z: too long',
      code: 'bad-data',
    });
    expect(across(new FormatError('a.json', 'nets', 'is missing'))).to.include({
      name: 'FormatError',
      message: 'a.json: nets: is missing',
      code: 'format',
    });
  });

  it('stay an abort', () => {
    const abort = across(AbortSignal.abort().reason);
    expect(abort).to.be.instanceOf(DOMException);
    expect(abort.name).to.equal('AbortError');
  });

  it('get a code where they have none', () => {
    expect(across(new RangeError('Array buffer allocation failed'))).to.include({code: 'out-of-memory'});
    expect(across(new RangeError('WebAssembly.Memory.grow(): Maximum memory size exceeded'))).to.include({code: 'out-of-memory'});
    expect(across('out of memory'), 'as Firefox says it').to.include({code: 'out-of-memory'});
    expect(across(new RangeError('Invalid array length'))).to.include({code: 'internal', name: 'RangeError'});
    expect(across(new TypeError('x is not a function'))).to.include({code: 'internal', name: 'TypeError'});
    expect(across('a string')).to.include({code: 'internal', message: 'a string'});
  });
});
