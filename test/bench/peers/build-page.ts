// Writes the bench as a folder of static files: the page, an engine each in chunks of its own, nets in both formats, binaries of peers.
import fs from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {build} from 'esbuild';
import {readLayersModel} from '../../../src/format/read-layers-model.js';
import {writeOnnx} from '../onnx/write.js';
import {autoencoder} from '../autoencoder.js';
import {writeLayersModel} from '../../../src/format/write.js';
import {initialWeights} from '../../../src/training/initialise.js';
import {NETS} from './nets.js';

const root = path.resolve(fileURLToPath(new URL('../../../', import.meta.url)));
const bench = path.join(root, 'test/bench');
const INSTALL = 'npm ci --prefix test/bench';

/** Peers are no dependency of the project: whoever runs this bench installs them. */
export function requirePeers(...names: string[]): void {
  const missing = names.filter((name) => !fs.existsSync(path.join(bench, 'node_modules', name)));
  if (missing.length > 0) throw new Error(`${missing.join(' and ')} missing, which only this bench needs (280 MB): ${INSTALL}`);
}

export async function buildPage(folder: string): Promise<void> {
  requirePeers('onnxruntime-web', '@jax-js/jax');
  fs.rmSync(folder, {recursive: true, force: true});
  await build({
    entryPoints: ['page.ts', 'cold.ts', 'training.ts'].map((file) => path.join(bench, 'peers', file)),
    outdir: folder,
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    define: {'process.env.NODE_ENV': '"production"', global: 'globalThis'},
  });
  for (const file of ['index.html', 'cold.html', 'training.html', 'page.css'])
    fs.copyFileSync(path.join(bench, 'peers', file), path.join(folder, file));
  for (const {model, role} of NETS) copyNet(model, role, path.join(folder, 'nets'));
  writeAutoencoder(path.join(folder, 'nets/autoencoder'));
  copy(path.join(root, 'node_modules/@tensorflow/tfjs-backend-wasm/dist'), /^tfjs-backend-wasm.*\.wasm$/, path.join(folder, 'tfjs'));
  copy(path.join(bench, 'node_modules/onnxruntime-web/dist'), /^ort-wasm-simd-threaded(\.asyncify)?\.wasm$/, path.join(folder, 'ort'));
}

function copyNet(model: string, role: string, folder: string): void {
  const from = path.join(root, 'pretrained', model);
  const to = path.join(folder, model);
  fs.mkdirSync(to, {recursive: true});
  for (const kind of ['json', 'bin']) fs.copyFileSync(path.join(from, `${role}.${kind}`), path.join(to, `${role}.${kind}`));
  const file = `${role}.json`;
  const weights = Uint8Array.from(fs.readFileSync(path.join(from, `${role}.bin`))).buffer;
  const graph = readLayersModel(JSON.parse(fs.readFileSync(path.join(from, file), 'utf8')), weights, file);
  fs.writeFileSync(path.join(to, `${role}.onnx`), writeOnnx(graph));
}

/** As stock files, so that all who train it begin with the same weights. */
function writeAutoencoder(folder: string): void {
  fs.mkdirSync(folder, {recursive: true});
  for (const [index, [role, {topology, weights}]] of Object.entries(autoencoder.nets).entries()) {
    const data = initialWeights(weights, autoencoder.seed * 16 + index, autoencoder.gain);
    const stored = weights.map(({name, shape}, at) => ({name, shape, data: data[at]!, encoding: 'float32' as const}));
    const {json, bytes} = writeLayersModel(topology, stored, `${role}.bin`);
    fs.writeFileSync(path.join(folder, `${role}.json`), json);
    fs.writeFileSync(path.join(folder, `${role}.bin`), bytes);
  }
}

function copy(from: string, names: RegExp, to: string): void {
  fs.mkdirSync(to, {recursive: true});
  for (const name of fs.readdirSync(from)) if (names.test(name)) fs.copyFileSync(path.join(from, name), path.join(to, name));
}
