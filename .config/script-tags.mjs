import {fileURLToPath} from 'node:url';
import {build} from 'esbuild';
import {root} from './files.mjs';
import {firstViewOf} from './generate-models.mjs';

/** Rollup plugin: `generative-elements.js`, a loader that fetches all chunks of the elements on a page at once, and those of the others when it is idle. */
export function scriptTags(tags) {
  return {
    name: 'script-tags',
    async generateBundle(_options, bundle) {
      const entries = Object.values(bundle).filter((chunk) => chunk.isEntry);
      const firstViews = {};
      for (const tag of tags) {
        const chunks = chunksOf(
          entries.filter(({name}) => name === tag),
          bundle,
        );
        firstViews[tag] = {chunks, ...(await firstViewWith(tag, bundle, chunks))};
      }
      const define = {FIRST_VIEWS: JSON.stringify(firstViews)};
      const entryPoints = [fileURLToPath(new URL('src/elements/script-tag.ts', root))];
      const {outputFiles} = await build({entryPoints, bundle: true, format: 'esm', target: 'es2022', minify: true, write: false, define});
      this.emitFile({type: 'asset', fileName: 'generative-elements.js', source: outputFiles[0].text});
    },
  };
}

/** The default model of an element with its files, and for each other model the code that its first view needs beside `known` chunks. */
async function firstViewWith(tag, bundle, known) {
  const {model, files, beyondPlane, others} = await firstViewOf(tag);
  const chunksWith = (file) =>
    chunksOf(
      Object.values(bundle).filter(({moduleIds}) => moduleIds?.includes(fileURLToPath(new URL(file, root)))),
      bundle,
    ).filter((chunk) => !known.includes(chunk));
  const codeOf = ([id, {latents}]) => [
    id,
    [...chunksWith(`pretrained/${id}.generated.ts`), ...(latents > 2 ? chunksWith(`components/${tag}/${beyondPlane}`) : [])],
  ];
  return {model, files, others: Object.fromEntries(Object.entries(others).map(codeOf))};
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
