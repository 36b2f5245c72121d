import {expect} from 'chai';
import {linkToState, stateOfLink} from '../../../src/elements/link-state.js';

describe('links to a state', () => {
  it('come back as they went, whatever the id and the state', () => {
    for (const id of ['figure', 'a=b&c', 'Ä #1', '图']) {
      for (const state of [{z: [1, -2.5]}, {text: '#&="\'<>%'}, {}]) {
        const link = linkToState('https://a.example/post?x=1#old', id, state);
        expect(link).to.match(/^https:\/\/a\.example\/post\?x=1#/);
        expect(stateOfLink(new URL(link).hash, id)).to.deep.equal(state);
      }
    }
  });

  it('are nothing to another element, and nothing where they are not whole', () => {
    const {hash} = new URL(linkToState('https://a.example/', 'figure', {z: [1, 2]}));
    expect(stateOfLink(hash, 'figur')).to.equal(undefined);
    expect(stateOfLink(hash, '')).to.equal(undefined);
    for (const bad of [
      '',
      '#',
      '#figure',
      '#figure=',
      '#figure=%',
      '#figure=%7B',
      '#figure=1',
      '#figure=[]',
      '#figure=null',
      `#figure={"a":"${'x'.repeat(20_000)}"}`,
    ])
      expect(stateOfLink(bad, 'figure'), bad.slice(0, 20)).to.equal(undefined);
    expect(stateOfLink(hash.slice(0, -4), 'figure')).to.equal(undefined);
  });

  it('cannot reach a prototype', () => {
    const state = stateOfLink('#f={"__proto__":{"polluted":1}}', 'f')!;
    expect(({...state} as {polluted?: number}).polluted).to.equal(undefined);
    expect(({} as {polluted?: number}).polluted).to.equal(undefined);
  });
});
