import fs from 'node:fs/promises';
import {build} from 'esbuild';
import {root} from './files.mjs';

const WASM = 'tfjs-backend-wasm-simd.wasm';

/** dist/training.js: tfjs inside and no bare imports, since an inlined worker shares nothing with the page; and the one binary that it fetches. */
export async function buildTraining() {
  await build({
    entryPoints: ['src/training/index.ts'],
    absWorkingDir: new URL(root).pathname,
    outfile: 'dist/training.js',
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    // The notices of tfjs, in dist/training.js.LEGAL.txt.
    legalComments: 'linked',
    define: {'process.env.NODE_ENV': '"production"', global: 'globalThis'},
    logLevel: 'error',
  });
  await fs.mkdir(new URL('dist/training/', root), {recursive: true});
  await fs.copyFile(new URL(`node_modules/@tensorflow/tfjs-backend-wasm/dist/${WASM}`, root), new URL(`dist/training/${WASM}`, root));
}
