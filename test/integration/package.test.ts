import fs from 'node:fs';
import {expect} from 'chai';
import type {Manifest} from '../../src/format/manifest.js';
import {VERSION} from '../../src/elements/define.js';

const root = new URL('../../', import.meta.url);
const read = (file: string): string => fs.readFileSync(new URL(file, root), 'utf8');
const exists = (file: string): boolean => fs.existsSync(new URL(file, root));
const folders = (folder: string): string[] =>
  fs.readdirSync(new URL(folder, root), {withFileTypes: true}).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));

const tags = folders('components/');
const models = folders('pretrained/').filter((name) => exists(`pretrained/${name}/manifest.json`));

type Tables = {readmeOf(manifest: object, readme: string): Promise<string>; undocumented(manifest: object): string[]};
type Target = string | {types: string; default: string};
type Named = {name: string};
type Declaration = {tagName?: string; attributes?: Named[]; events?: Named[]; cssParts?: Named[]; slots?: Named[]};

describe('the package', () => {
  const {version, exports, customElements} = JSON.parse(read('package.json')) as {
    version: string;
    exports: Record<string, Target>;
    customElements: string;
  };

  let tables: Tables;
  before(async () => {
    tables = (await import(new URL('.config/readme-tables.mjs', root).href)) as Tables;
  });

  it('holds what it exports, code and types, for each element and model', () => {
    const names: Record<string, string[]> = {'./components/*.js': tags, './models/*.js': models};
    for (const [entry, target] of Object.entries(exports)) {
      const files = typeof target === 'string' ? [target] : Object.values(target);
      const stars = names[entry] ?? [''];
      for (const file of files)
        for (const name of stars) expect(exists(file.replaceAll('*', name)), file.replaceAll('*', name)).to.equal(true);
    }
  });

  it('holds the files of each model as they are', () => {
    for (const id of models) {
      const manifest = JSON.parse(read(`dist/pretrained/${id}/manifest.json`)) as Manifest;
      for (const [name, {bytes}] of Object.entries(manifest.files))
        expect(fs.statSync(new URL(`dist/pretrained/${id}/${name}`, root)).size, name).to.equal(bytes);
    }
  });

  it('says its own version', () => {
    expect(VERSION).to.equal(version);
  });

  it('tells editors of every element, and README of all that they have', () => {
    const {modules} = JSON.parse(read(customElements)) as {modules: {declarations?: Declaration[]}[]};
    const elements = modules.flatMap(({declarations = []}) => declarations.filter(({tagName}) => tagName !== undefined));
    expect(elements.map(({tagName}) => tagName)).to.have.members(tags);
    for (const {attributes = [], events = [], cssParts = [], slots = []} of elements)
      expect(attributes.length * events.length * cssParts.length * slots.length).to.be.greaterThan(0);
  });

  it('has a README whose tables are those of custom-elements.json: `npm run docs` writes them', async () => {
    const manifest = JSON.parse(read(customElements)) as object;
    expect(read('README.md')).to.equal(await tables.readmeOf(manifest, read('README.md')));
  });

  it('knows what is public and has no words', () => {
    const described = (name: string, more: object = {}) => ({name, description: 'Words.', ...more});
    const element = {
      tagName: 'a-b',
      summary: 'Words.',
      members: [{name: 'silent'}, {name: 'own', privacy: 'private'}, {name: '#own'}, {name: 'connectedCallback'}, described('said')],
      attributes: [described('a'), {name: 'mute', description: ' '}],
      cssParts: [{name: 'bare'}],
    };
    const silent = tables.undocumented({modules: [{declarations: [element, {name: 'not an element'}]}]});
    expect(silent).to.deep.equal(['<a-b> silent', '<a-b> mute', '<a-b> bare']);
    expect(tables.undocumented({modules: [{declarations: [{tagName: 'c-d'}]}]})).to.deep.equal(['<c-d>']);
  });

  it('has pages that link to files that exist', () => {
    const links = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md'].flatMap((page) =>
      Array.from(read(page).matchAll(/\]\(([^)#]+)\)/g), ([, target]) => target!),
    );
    const files = links.filter((target) => !/^https?:/.test(target));
    expect(files).to.include('LICENSE');
    expect(files.filter((target) => !exists(target))).to.deep.equal([]);
  });
});
