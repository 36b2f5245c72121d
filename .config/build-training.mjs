import fs from 'node:fs/promises';
import {build} from 'esbuild';
import {root} from './files.mjs';

const WASM = 'tfjs-backend-wasm-simd.wasm';
const WORKERS = {'training.js': 'src/training/wasm-worker.ts', 'training-webgpu.js': 'src/training/webgpu-worker.ts'};

/** The training workers, each one script with tfjs inside, by file name. */
export async function bundleTraining() {
  const entries = await Promise.all(Object.entries(WORKERS).map(async ([name, entry]) => [name, await bundle(entry, name)]));
  return Object.assign({}, ...entries.map(([, files]) => files));
}

/** One binary that the worker on wasm fetches. */
export const trainingBinary = new URL(`node_modules/@tensorflow/tfjs-backend-wasm/dist/${WASM}`, root);

/** dist/training.js, dist/training-webgpu.js and dist/training/. */
export async function buildTraining() {
  for (const [name, contents] of Object.entries(await bundleTraining())) await fs.writeFile(new URL(`dist/${name}`, root), contents);
  await fs.mkdir(new URL('dist/training/', root), {recursive: true});
  await fs.copyFile(trainingBinary, new URL(`dist/training/${WASM}`, root));
}

async function bundle(entry, name) {
  const {outputFiles} = await build({
    entryPoints: [entry],
    absWorkingDir: new URL(root).pathname,
    outfile: name,
    bundle: true,
    minify: true,
    // A classic worker: the only kind that a blob may import from another origin without a hang.
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
    // The notices of tfjs, in <name>.LEGAL.txt.
    legalComments: 'linked',
    define: {'process.env.NODE_ENV': '"production"', global: 'globalThis'},
    logLevel: 'error',
    write: false,
  });
  return Object.fromEntries(outputFiles.map(({path, contents}) => [path.split('/').pop(), contents]));
}
