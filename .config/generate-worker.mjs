// Bundles the worker (src/host/worker.ts) to a string: a worker from another origin is refused by every browser, one from a blob is not.
import fs from 'node:fs/promises';
import {build} from 'esbuild';
import {minify} from 'terser';
import {newestChange, root} from './files.mjs';

// The first one leaves out what models that come with the library do not need, on pages that allow wasm: imports of that fail there, and the page sends the second.
const OUTPUTS = [
  {output: 'src/client/worker.generated.ts', external: ['*/reference-engine.js', '*/webgpu-engine.js', '*/foreign-model.js']},
  {output: 'src/client/full-worker.generated.ts', external: []},
];

export async function generateWorker() {
  const folders = [
    'src/host',
    'src/families',
    'src/engine',
    'src/format',
    'src/data',
    'src/engine/wasm/kernels.generated.ts',
    '.config/generate-worker.mjs',
  ];
  const newest = Math.max(...(await Promise.all(folders.map((folder) => newestChange(folder)))));
  if ((await newestChange('src/host/worker.ts')) === 0) return;
  for (const {output, external} of OUTPUTS) if ((await newestChange(output)) <= newest) await generateOne(output, external);
}

async function generateOne(output, external) {
  const source = await bundleWorker(external);
  await fs.writeFile(
    new URL(output, root),
    `// Made by .config/generate-worker.mjs from src/host/worker.ts; not in git.\nexport const WORKER_SOURCE: string =\n  ${JSON.stringify(source)};\n`,
  );
  console.log(`${output}: ${source.length} characters`);
}

/** The worker as one script, whole unless some imports are left out. */
export async function bundleWorker(external = []) {
  const {outputFiles} = await build({
    entryPoints: ['src/host/worker.ts'],
    absWorkingDir: new URL(root).pathname,
    bundle: true,
    external,
    minify: true,
    format: 'iife',
    target: 'es2022',
    legalComments: 'none',
    write: false,
  });
  // A second pass by terser takes another 3 % off: 0.7 kB of every first view.
  const options = {ecma: 2020, toplevel: true, compress: {passes: 3, unsafe_arrows: true}};
  return (await minify(outputFiles[0].text, options)).code;
}
