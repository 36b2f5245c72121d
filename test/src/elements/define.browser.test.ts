import {expect} from 'chai';
import {define} from '../../../src/elements/define.js';

describe('define', () => {
  it('never throws on a second copy, and warns of another version', () => {
    const make = (version: string) =>
      class extends HTMLElement {
        static readonly version = version;
      };
    const warnings: string[] = [];
    const {warn} = console;
    console.warn = (message: string) => warnings.push(message);
    try {
      const first = make('1.0.0');
      define('defined-twice', first);
      define('defined-twice', make('1.0.0'));
      expect(warnings).to.deep.equal([]);
      define('defined-twice', make('1.1.0'));
      expect(warnings).to.deep.equal(['<defined-twice> is already defined by version 1.0.0; version 1.1.0 is not used.']);
      expect(customElements.get('defined-twice')).to.equal(first);
    } finally {
      console.warn = warn;
    }
  });
});
