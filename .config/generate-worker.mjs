// Bundles the worker (src/host/worker.ts) to a string: a worker from another origin is refused by every browser, one from a blob is not.
import fs from 'node:fs/promises';
import {build} from 'esbuild';
import {newestChange, root} from './files.mjs';

const OUTPUT = 'src/client/worker.generated.ts';

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
  if ((await newestChange('src/host/worker.ts')) === 0 || (await newestChange(OUTPUT)) > newest) return;
  const {outputFiles} = await build({
    entryPoints: ['src/host/worker.ts'],
    absWorkingDir: new URL(root).pathname,
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2022',
    legalComments: 'none',
    write: false,
  });
  const source = outputFiles[0].text;
  await fs.writeFile(
    new URL(OUTPUT, root),
    `// Made by .config/generate-worker.mjs from src/host/worker.ts; not in git.\nexport const WORKER_SOURCE =\n  ${JSON.stringify(source)};\n`,
  );
  console.log(`${OUTPUT}: ${source.length} characters`);
}
