import crypto from 'node:crypto';
import fs from 'node:fs';
import zlib from 'node:zlib';
import {root} from './files.mjs';

/**
 * Rollup plugin: the files of an element's first view become part of its default model's module, deflated and in base64. gzip brings base64 of what it
 * cannot compress back to about 6 bits a character, so on the line this costs what the files cost, without their round trip.
 */
export function embeddedModel(tag) {
  const {model, files} = JSON.parse(fs.readFileSync(new URL(`components/${tag}/first-view.json`, root), 'utf8'));
  const pack = (file) => smallest(fs.readFileSync(new URL(`pretrained/${model}/${file}`, root))).toString('base64');
  return {
    name: 'embedded-model',
    transform(code, id) {
      if (!id.endsWith(`/pretrained/${model}.generated.ts`)) return null;
      const embedded = Object.fromEntries(files.map((file) => [file, pack(file)]));
      const brief = code.replace(
        /\n {2}manifest: (.*),\n/,
        (_, manifest) => `\n  manifest: ${JSON.stringify(usedOf(JSON.parse(manifest)))},\n`,
      );
      return {code: brief.replace('\n  urls: {', () => `\n  embedded: ${JSON.stringify(embedded)},\n  urls: {`), map: null};
    },
  };
}

/** A manifest without what no element reads: how a model was trained, and figures that stand on its card. */
function usedOf({training: _, metrics, ...manifest}) {
  const percentiles = Object.entries(metrics).filter(([name]) => name.startsWith('misfit'));
  return {...manifest, metrics: Object.fromEntries(percentiles.map(([name, {value, unit}]) => [name, {value, unit}]))};
}

const {Z_DEFAULT_STRATEGY, Z_HUFFMAN_ONLY, Z_RLE} = zlib.constants;

/**
 * The smallest of several deflate streams of the same bytes. In rounded weights the usual strategy finds short repeats that cost more bits than they save:
 * codes of single bytes, made anew for every few thousand of them, are up to 15 % smaller.
 */
function smallest(bytes) {
  const options = [Z_DEFAULT_STRATEGY, Z_HUFFMAN_ONLY, Z_RLE].flatMap((strategy) =>
    [5, 6, 7, 8, 9].map((memLevel) => ({strategy, memLevel})),
  );
  return options
    .map((option) => zlib.deflateRawSync(bytes, {level: 9, ...option}))
    .reduce((best, packed) => (packed.length < best.length ? packed : best));
}

/**
 * Rollup plugin: lazy chunks take what they share with the entry from the page's global object instead of importing the entry by its URL, which would be a
 * second instance of it on pages that name it with a query (`…/<tag>.js?v=3`).
 */
export function singleFile(tag) {
  let key;
  return {
    name: 'single-file',
    // Chunks of one build find the entry of the same build alone.
    renderStart() {
      const hash = crypto.createHash('sha256');
      for (const id of [...this.getModuleIds()].sort()) hash.update(this.getModuleInfo(id)?.code ?? '');
      key = `generative-elements/${tag}@${hash.digest('base64url').slice(0, 12)}`;
    },
    // A chunk's name must change with the key inside it: caches go by names.
    augmentChunkHash: (chunk) => (chunk.isEntry || chunk.imports.length === 0 ? undefined : key),
    generateBundle(_options, bundle) {
      const shared = `globalThis[Symbol.for(${JSON.stringify(key)})]`;
      for (const chunk of Object.values(bundle).filter(({type}) => type === 'chunk')) {
        for (const node of this.parse(chunk.code).body.reverse()) {
          const text = replacement(node, chunk, `./${tag}.js`, shared);
          if (text !== undefined) chunk.code = chunk.code.slice(0, node.start) + text + chunk.code.slice(node.end);
        }
        if (chunk.code.includes(`/${tag}.js"`)) this.error(`${chunk.fileName} imports the entry by its URL`);
      }
    },
  };
}

/** What stands in the place of an entry's exports, and of an import of the entry. */
function replacement(node, chunk, entry, shared) {
  const nameOf = ({name, value}) => JSON.stringify(name ?? value);
  if (chunk.isEntry && node.type === 'ExportNamedDeclaration')
    return `${shared}??={${node.specifiers.map(({exported, local}) => `${nameOf(exported)}:${local.name}`).join()}};`;
  if (node.type === 'ImportDeclaration' && node.source.value === entry)
    return `const{${node.specifiers.map(({imported, local}) => `${nameOf(imported)}:${local.name}`).join()}}=${shared};`;
  return undefined;
}
