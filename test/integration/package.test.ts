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

type Target = string | {types: string; default: string};
type Named = {name: string};
type Declaration = {tagName?: string; attributes?: Named[]; events?: Named[]; cssParts?: Named[]; slots?: Named[]};

describe('the package', () => {
  const {version, exports, customElements} = JSON.parse(read('package.json')) as {
    version: string;
    exports: Record<string, Target>;
    customElements: string;
  };

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
    const readme = read('README.md');
    for (const {attributes = [], events = [], cssParts = [], slots = []} of elements) {
      for (const {name} of [...attributes, ...events, ...cssParts, ...slots]) expect(readme).to.include(`\`${name}\``);
      expect(attributes.length * events.length * cssParts.length * slots.length).to.be.greaterThan(0);
    }
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
