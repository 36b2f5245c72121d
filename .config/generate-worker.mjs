// Bundles the worker (src/host/worker.ts) to strings: a worker from another origin is refused by every browser, one from a blob is not.
// What it imports dynamically is not in it: each such part is a string of its own, to be put behind the worker's, or to be sent to it later.
import fs from 'node:fs/promises';
import {nodeResolve} from '@rollup/plugin-node-resolve';
import terser from '@rollup/plugin-terser';
import {rollup} from 'rollup';
import esbuild from 'rollup-plugin-esbuild';
import {newestChange, root} from './files.mjs';

const ENTRY = 'src/host/worker.ts';
const INDEX = 'src/client/worker-parts.generated.ts';
const NOTICE = `// Made by .config/generate-worker.mjs from ${ENTRY}; not in git.\n`;

/** Parts that others share: flows of all engines, and families whose nets are run one at a time. */
const SHARED = {'flow-net': /\/src\/engine\/(flow\/|reference\/flow\.ts)/, 'role-nets': /\/src\/families\/role-nets\.ts/};

/** Where parts find each other in the worker, and what stands for a dynamic import there. */
const PARTS = '$genParts';
const PRELUDE = `var ${PARTS}={};function $genImport(n){return ${PARTS}[n]?Promise.resolve(${PARTS}[n]):Promise.reject(Object.assign(Error("this worker lacks its part "+n),{part:n}))}`;

export async function generateWorker() {
  const folders = [
    'src/host',
    'src/families',
    'src/engine',
    'src/format',
    'src/data',
    'src/engine/wasm/kernels.generated.ts',
    'src/engine/wasm/flow-kernels.generated.ts',
    '.config/generate-worker.mjs',
  ];
  const newest = Math.max(...(await Promise.all(folders.map((folder) => newestChange(folder)))));
  if ((await newestChange(ENTRY)) === 0 || (await newestChange(INDEX)) > newest) return;
  const {entry, parts} = await bundleParts();
  const write = (name, source) => fs.writeFile(new URL(`src/client/${name}.generated.ts`, root), NOTICE + source);
  const constant = (source) => `export const WORKER_SOURCE: string =\n  ${JSON.stringify(source)};\n`;
  await write('worker', constant(entry));
  for (const {name, source} of parts) await write(`worker-part-${name}`, constant(source));
  const lines = parts.map(({name, needs}) => {
    const list = needs.map((part) => `'${part}'`).join(', ');
    return `  '${name}': {needs: [${list}], load: () => import('./worker-part-${name}.generated.js')},\n`;
  });
  await write(
    'worker-parts',
    `/** What the worker does not begin with: how to fetch each part, and the parts that it needs before it. */\nexport const WORKER_PARTS: Record<string, {needs: string[]; load: () => Promise<{WORKER_SOURCE: string}>}> = {\n${lines.join('')}};\n`,
  );
  console.log(
    `worker: ${[{name: 'itself', source: entry}, ...parts].map(({name, source}) => `${name} ${source.length}`).join(', ')} characters`,
  );
}

/** The worker as one script, whole. */
export async function bundleWorker() {
  const {entry, parts} = await bundleParts();
  const placed = new Set();
  const place = (part) => {
    if (placed.has(part)) return;
    part.needs.forEach((name) => place(parts.find((other) => other.name === name)));
    placed.add(part);
  };
  parts.forEach(place);
  return [entry, ...[...placed].map(({source}) => source)].join('\n');
}

async function bundleParts() {
  const bundle = await rollup({
    input: new URL(ENTRY, root).pathname,
    preserveEntrySignatures: 'allow-extension',
    plugins: [
      {name: 'parts', renderDynamicImport: () => ({left: '$genImport(', right: ')'})},
      nodeResolve({extensions: ['.ts', '.mjs', '.js']}),
      // Nobody reads the indentation of a shader.
      {name: 'shaders', transform: (code, id) => (/\/engine\/webgpu\//.test(id) ? {code: code.replace(/\n +/g, '\n'), map: null} : null)},
      esbuild({target: 'es2022', minify: true, tsconfig: new URL('tsconfig.json', root).pathname}),
      terser({ecma: 2020, module: true, compress: {passes: 3, unsafe_arrows: true}, format: {comments: false}}),
    ],
  });
  const {output} = await bundle.generate({
    format: 'es',
    entryFileNames: '[name].js',
    chunkFileNames: '[name].js',
    // What several parts share, and pages that need none of them should not begin with.
    onlyExplicitManualChunks: true,
    manualChunks: (id) => Object.keys(SHARED).find((name) => SHARED[name].test(id)),
  });
  await bundle.close();
  const scripts = output.map(script);
  // What several parts share and none of them is, is no part: the worker begins with it.
  const [own, parts] = [scripts.filter(({part}) => !part), scripts.filter(({part}) => part)];
  const ordered = new Set();
  const order = (one) => {
    own.filter(({name}) => one.imports.includes(name)).forEach(order);
    ordered.add(one);
  };
  own.forEach(order);
  const needsOf = ({imports}) => parts.filter(({name}) => imports.includes(name)).flatMap((part) => [...needsOf(part), part.name]);
  return {
    entry: PRELUDE + [...ordered].map(({source}) => source).join(''),
    parts: parts.map((part) => ({name: part.name, source: part.source, needs: [...new Set(needsOf(part))]})),
  };
}

/** A chunk as a classic script: strict pages allow a worker no imports, so its imports and exports go through one object. */
function script({fileName, code, imports, isDynamicEntry}) {
  const nameOf = (file) => file.slice(0, -'.js'.length);
  const name = nameOf(fileName);
  const place = (file) => `${PARTS}[${JSON.stringify(file)}]`;
  const exported = [];
  const body = code
    .replace(/\$genImport\("\.\/([^"]+)\.js"\)/g, (_, part) => `$genImport("${part}")`)
    // Only for the order of execution: what comes first is there already.
    .replace(/import"\.\/[^"]+\.js";/g, '')
    .replace(/import\{([^}]*)\}from"\.\/([^"]+)\.js";/g, (_, names, file) => `const{${names.replaceAll(' as ', ':')}}=${place(file)};`)
    .replace(/export\{([^}]*)\};?/g, (_, names) => {
      exported.push(
        ...names
          .split(',')
          .map((one) => one.split(' as '))
          .map(([local, outer = local]) => `${outer}:${local}`),
      );
      return '';
    });
  if (/\b(import|export)\b[^(]/.test(body.replace(/"(?:[^"\\]|\\.)*"|`(?:[^`\\]|\\.)*`/g, '')))
    throw new Error(`${name} has imports or exports left`);
  return {
    name,
    part: isDynamicEntry || Object.hasOwn(SHARED, name),
    imports: imports.map(nameOf),
    source: `(()=>{"use strict";${body}${place(name)}={${exported.join()}}})();`,
  };
}
