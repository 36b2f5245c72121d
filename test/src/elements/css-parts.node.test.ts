import fs from 'node:fs';
import {expect} from 'chai';

const read = (file: string) => fs.readFileSync(new URL(`../../../${file}`, import.meta.url), 'utf8');
const SHARED = ['generative-element.ts', 'footer-menu.ts', 'menu/menu.ts', 'picture/picture-panel.ts', 'controls/tabs.ts'];

describe('parts that pages may style', () => {
  for (const tag of ['vae-latent-explorer', 'gan-sampler'])
    it(`of <${tag}> are documented, all of them and no other`, () => {
      const folder = `components/${tag}`;
      const sources = fs.readdirSync(new URL(`../../../${folder}`, import.meta.url)).filter((name) => name.endsWith('.ts'));
      const files = [...sources.map((name) => `${folder}/${name}`), ...SHARED.map((name) => `src/elements/${name}`)];
      const inTemplates = [
        ...files
          .map(read)
          .join('\n')
          .matchAll(/\spart=(?:"|\$\{\w+ \? ')([\w-]+)["']/g),
      ].map(([, name]) => name);
      const documented = [...read(`${folder}/${tag}.ts`).matchAll(/@csspart ([\w-]+) - /g)].map(([, name]) => name);
      expect(documented.sort()).to.deep.equal([...new Set(inTemplates)].sort());
    });
});
