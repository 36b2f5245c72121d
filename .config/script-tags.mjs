import fs from 'node:fs/promises';
import {transform} from 'esbuild';
import {root} from './files.mjs';

/** Rollup plugin: `generative-elements.js`, a loader that fetches all chunks at once. */
export function scriptTags(tags) {
  return {
    name: 'script-tags',
    async generateBundle(_options, bundle) {
      const source = await fs.readFile(new URL('src/elements/script-tag.ts', root), 'utf8');
      const firstViews = {};
      for (const tag of tags) firstViews[tag] = JSON.parse(await fs.readFile(new URL(`components/${tag}/first-view.json`, root), 'utf8'));
      const entries = Object.values(bundle).filter((chunk) => chunk.isEntry);
      const define = {CHUNKS: JSON.stringify(chunksOf(entries, bundle)), FIRST_VIEWS: JSON.stringify(firstViews)};
      const {code} = await transform(source, {loader: 'ts', target: 'es2022', minify: true, define});
      this.emitFile({type: 'asset', fileName: 'generative-elements.js', source: code});
    },
  };
}

/** File names of the chunks and of everything that they import statically: what a browser would find out level by level. */
function chunksOf(entries, bundle) {
  const names = new Set();
  const visit = (name) => {
    if (names.has(name)) return;
    names.add(name);
    bundle[name].imports.forEach(visit);
  };
  entries.forEach(({fileName}) => visit(fileName));
  return [...names].map((name) => `./${name}`);
}
