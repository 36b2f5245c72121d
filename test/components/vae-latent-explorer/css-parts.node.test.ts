import fs from 'node:fs';
import {expect} from 'chai';

const read = (file: string) => fs.readFileSync(new URL(`../../../${file}`, import.meta.url), 'utf8');
const FOLDER = 'components/vae-latent-explorer';

describe('parts of the latent explorer that pages may style', () => {
  it('are documented, all of them and no other', () => {
    const sources = fs.readdirSync(new URL(`../../../${FOLDER}`, import.meta.url)).filter((name) => name.endsWith('.ts'));
    const templates = [...sources.map((name) => `${FOLDER}/${name}`), 'src/elements/generative-element.ts'].map(read).join('\n');
    const inTemplates = [...templates.matchAll(/\spart="([\w-]+)"/g)].map(([, name]) => name);
    const documented = [...read(`${FOLDER}/vae-latent-explorer.ts`).matchAll(/@csspart ([\w-]+) - /g)].map(([, name]) => name);
    expect(documented.sort()).to.deep.equal(inTemplates.sort());
  });
});
