import {expect} from 'chai';
import type {ModelRef} from '../../../src/client/session.js';
import {modelIds, offerModel, registerModel, resolveModel, type ModelChoice} from '../../../src/elements/models.js';

const ref: ModelRef = {
  base: 'https://cdn.example/pretrained/m/',
  urls: {'decoder.bin': 'https://cdn.example/a1.bin'},
  topologies: {decoder: {}},
  primed: {},
};

/** What is known needs no wait. */
const resolved = (choice: ModelChoice) => resolveModel(choice) as ModelRef;

describe('resolveModel', () => {
  before(() => registerModel('m', ref));

  it('finds a shipped model by its id', () => {
    expect(resolveModel({model: 'm', src: undefined, base: undefined})).to.equal(ref);
    expect(() => resolveModel({model: 'n', src: undefined, base: undefined})).to.throw(/model="n" is not a shipped model.*\bm\b/);
  });

  it('moves it by base, and forgets where a build had put its files', () => {
    const expected = new URL('/copy/pretrained/m/', document.baseURI).href;
    for (const base of ['/copy', '/copy/']) {
      const moved = resolved({model: 'm', src: undefined, base});
      expect(moved.base).to.equal(expected);
      expect(moved.urls).to.equal(undefined);
      expect(moved.primed).to.equal(undefined);
      expect(moved.topologies).to.equal(ref.topologies);
    }
  });

  it('takes the URL of a manifest, which wins over an id', () => {
    expect(resolveModel({model: 'n', src: 'mine/manifest.json?v=2', base: undefined})).to.deep.equal({
      base: new URL('mine/', document.baseURI).href,
    });
    expect(() => resolveModel({model: 'm', src: 'mine/', base: undefined})).to.throw('src="mine/" must be the URL of a manifest.json.');
    for (const src of ['data:application/json,/manifest.json', 'blob:https://x.invalid/manifest.json', 'mailto:x/manifest.json'])
      expect(() => resolveModel({model: 'm', src, base: undefined})).to.throw('must be the URL of a manifest.json.');
    expect(() => resolveModel({model: 'm', src: 'http://[', base: undefined})).to.throw('src="http://[" is not a URL.');
  });

  it('looks for a model that no script has brought along beside one that is known, or below base', () => {
    registerModel('k', {urls: {'decoder.bin': 'https://cdn.example/pretrained/k/decoder.bin'}});
    expect(resolveModel({model: 'other', src: undefined, base: undefined})).to.deep.equal({base: 'https://cdn.example/pretrained/other/'});
    expect(resolved({model: 'other', src: undefined, base: '/copy'}).base).to.equal(
      new URL('/copy/pretrained/other/', document.baseURI).href,
    );
    expect(() => resolveModel({model: '../k', src: undefined, base: '/copy'})).to.throw('is not a shipped model');
  });

  it('waits for an offered model the first time, and moves it by base like one that is known', async () => {
    let fetched = 0;
    const urls = {'decoder.bin': 'https://cdn.example/pretrained/offered/decoder.bin'};
    offerModel('offered', () => {
      fetched++;
      registerModel('offered', {urls, topologies: {decoder: {}}});
      return Promise.resolve();
    });
    expect(modelIds()).to.include('offered');
    expect(fetched).to.equal(0);
    const moved = resolveModel({model: 'offered', src: undefined, base: '/copy'});
    expect(moved).to.be.instanceOf(Promise);
    expect((await moved).base).to.equal(new URL('/copy/pretrained/offered/', document.baseURI).href);
    expect((await moved).urls).to.equal(undefined);
    expect(resolved({model: 'offered', src: undefined, base: undefined}).urls).to.equal(urls);
    expect(fetched).to.equal(1);
    expect(resolved({model: 'offered', src: 'mine/manifest.json', base: undefined}).topologies).to.equal(undefined);
  });

  it('takes an offered model whose module cannot be had from its files, and asks for the module again the next time', async () => {
    let asked = 0;
    offerModel('broken', () => {
      asked++;
      return Promise.reject(new TypeError('Failed to fetch dynamically imported module'));
    });
    for (const count of [1, 2]) {
      expect(await resolveModel({model: 'broken', src: undefined, base: undefined})).to.deep.equal({
        base: 'https://cdn.example/pretrained/broken/',
      });
      expect(asked).to.equal(count);
    }
  });
});
