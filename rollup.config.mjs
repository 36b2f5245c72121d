import fs from 'node:fs';
import {nodeResolve} from '@rollup/plugin-node-resolve';
import terser from '@rollup/plugin-terser';
import esbuild from 'rollup-plugin-esbuild';
import {litPolicy} from './.config/lit-policy.mjs';
import {scriptTags} from './.config/script-tags.mjs';
import {embeddedModel, singleFile} from './.config/single-files.mjs';

const root = new URL('./', import.meta.url);
const list = (folder) => fs.readdirSync(new URL(folder, root), {withFileTypes: true});
const tags = list('components/').flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
const models = list('pretrained/').flatMap(({name}) => (name.endsWith('.generated.ts') ? [name.slice(0, -'.generated.ts'.length)] : []));

/** Models are only in dist/models/ and dist/cdn/, both beside dist/pretrained/, so their files are found at one relative place. */
const modelUrls = {
  name: 'model-urls',
  transform: (code, id) =>
    /pretrained\/[^/]+\.generated\.ts$/.test(id) ? {code: code.replaceAll("new URL('./", "new URL('../pretrained/"), map: null} : null,
};
const pluginsWith = (define) => [
  modelUrls,
  nodeResolve({extensions: ['.ts', '.mjs', '.js']}),
  esbuild({target: 'es2022', tsconfig: 'tsconfig.json', define}),
];
/** src/elements/menu/script-line.ts: what a page writes to have an element of this build. */
const plugins = pluginsWith({IS_SCRIPT_TAG: 'false'});
/** Style sheets without the blanks that only people read. They have no strings with blanks beside a brace, and nothing is put into them. */
const shortStyles = {
  name: 'short-styles',
  transform: (code, id) =>
    /\/(components|src\/elements)\//.test(id)
      ? {
          code: code.replace(/\bcss`[^`$]*`/g, (sheet) =>
            sheet
              .replace(/\/\*[^]*?\*\//g, '')
              .replace(/\s+/g, ' ')
              .replace(/ ?([{};,]) ?/g, '$1')
              .replace(/: /g, ':')
              .replace(/;}/g, '}'),
          ),
          map: null,
        }
      : null,
};

const scriptTagPlugins = [litPolicy, shortStyles, ...pluginsWith({IS_SCRIPT_TAG: 'true'})];
const minified = terser({ecma: 2020, module: true, compress: {passes: 3, unsafe_arrows: true}, format: {comments: false}});

/** In minified code lines break only inside of templates, where indentation and what surrounds a brace of CSS mean nothing. */
const shortTemplates = {
  name: 'short-templates',
  renderChunk: (code) => ({
    code: code
      .replace(/\n\s+/g, '\n')
      .replace(/\n}/g, '}')
      .replace(/([{;,])\n/g, '$1'),
    map: null,
  }),
};

/** For bundlers: Lit stays outside, one file an element and a model. */
const npm = {
  input: {
    index: 'components/index.ts',
    core: 'src/core.ts',
    ...Object.fromEntries(tags.map((tag) => [`components/${tag}`, `components/${tag}/${tag}.ts`])),
    ...Object.fromEntries(models.map((id) => [`models/${id}`, `pretrained/${id}.generated.ts`])),
  },
  external: [/^lit(\/|$)/],
  output: {dir: 'dist', format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name].js'},
  plugins,
};

/**
 * What all elements share: Lit, and the core with the worker inside. Three files of like size instead of one arrive before the weights do,
 * so that the worker is up when they come.
 */
const chunkOf = (id, {getModuleInfo}) => {
  if (/node_modules\/(lit|@lit|lit-html|lit-element|@lit-labs)\/|src\/client\/trusted-types\.ts$/.test(id)) return 'lit';
  // Parts of the worker that elements for images bring along; what flows need is with theirs, and others are fetched one by one.
  if (/src\/client\/worker-part-/.test(id) && getModuleInfo(id).importers.some((importer) => /vae-parts\.ts$/.test(importer))) return 'lit';
  if (/src\/client\/(gan-parts|worker-part-gan\.generated)\.ts$/.test(id)) return 'gan-parts';
  // The last ones are too small for requests of their own.
  return /src\/(client\/(open-model|worker\.generated)|data\/(random|interpolate)|format\/inflate|elements\/(late-panel|css-properties|model-controller|page-observer|locale-controller|picture\/picture-entry|controls\/(viridis|color-stops|image-canvas|plane-drag|plane\.styles|glide|painted|tabs|slider)))\.ts$/.test(
    id,
  )
    ? 'core'
    : undefined;
};

/** The script tag for all elements: no bare imports; what they share is in shared chunks, and a small loader fetches them all at once. */
const allElements = {
  input: Object.fromEntries(tags.map((tag) => [tag, `components/${tag}/${tag}.ts`])),
  // Nobody imports from these: without it a chunk that others share gets a second file in front of it.
  preserveEntrySignatures: false,
  output: {
    dir: 'dist/cdn',
    format: 'es',
    entryFileNames: '[name]-[hash].js',
    chunkFileNames: '[name]-[hash].js',
    manualChunks: chunkOf,
  },
  plugins: [...scriptTagPlugins, minified, shortTemplates, scriptTags(tags)],
};

/** The script tag for one element: all of its first view is one file, weights too, and so one request; what comes later stays in chunks. */
const oneElement = (tag) => ({
  input: {[tag]: `components/${tag}/${tag}.ts`},
  preserveEntrySignatures: false,
  output: {dir: 'dist/cdn', format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js'},
  plugins: [embeddedModel(tag), ...scriptTagPlugins, minified, shortTemplates, singleFile(tag)],
});

export default [npm, allElements, ...tags.map(oneElement)];
