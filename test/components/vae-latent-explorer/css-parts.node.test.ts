import fs from 'node:fs';
import {expect} from 'chai';

const read = (file: string) => fs.readFileSync(new URL(`../../../${file}`, import.meta.url), 'utf8');
const FOLDER = 'components/vae-latent-explorer';

describe('parts of the latent explorer that pages may style', () => {
  it('are documented, all of them and no other', () => {
    const sources = fs.readdirSync(new URL(`../../../${FOLDER}`, import.meta.url)).filter((name) => name.endsWith('.ts'));
    const shared = ['generative-element.ts', 'footer-menu.ts', 'menu/menu.ts', 'picture/picture-panel.ts'].map(
      (name) => `src/elements/${name}`,
    );
    const templates = [...sources.map((name) => `${FOLDER}/${name}`), ...shared].map(read).join('\n');
    const inTemplates = [...templates.matchAll(/\spart="([\w-]+)"/g)].map(([, name]) => name);
    const documented = [...read(`${FOLDER}/vae-latent-explorer.ts`).matchAll(/@csspart ([\w-]+) - /g)].map(([, name]) => name);
    expect(documented.sort()).to.deep.equal(inTemplates.sort());
  });
});
