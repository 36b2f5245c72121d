// npm run size: what a reader downloads. Prints each script-tag file, then loads real pages in Chromium, counts bytes at the server, and fails over budget
// and over the ceiling of each first view, chunk and net (ceilings.json).
import fs from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import zlib from 'node:zlib';
import type {Manifest} from '../../src/format/manifest.js';
import {SOFTWARE_WEBGPU, openBrowser} from './browser.js';
import {overCeiling, unusedRows, writeRows, type Kind} from './ceilings.js';
import {HEADER_BYTES, MARK, chainDepth, firstView} from './first-view.js';
import {serve} from './serve.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = path.join(root, 'dist/cdn');
if (!fs.existsSync(folder)) throw new Error('dist/cdn is missing: run `npm run build` first.');

/** Limits of ARCHITECTURE.md in kB, gzip, headers included. */
const DEFAULTS = [
  {tag: 'vae-latent-explorer', script: 'vae-latent-explorer', model: 'vae-fashion-2d', backend: 'wasm', limit: 100, depth: 2},
  {tag: 'vae-latent-explorer', script: 'vae-latent-explorer', model: 'vae-fashion-2d', backend: 'webgpu', limit: 100, depth: 2},
  {tag: 'flow-density', script: 'flow-density', model: 'flow-moons', backend: 'wasm', limit: 100, depth: 2},
  {tag: 'flow-density', script: 'flow-density', model: 'flow-moons', backend: 'webgpu', limit: 100, depth: 2},
  {tag: 'gan-duel', script: 'gan-duel', model: 'gan-2d-8gaussians', backend: 'wasm', limit: 100, depth: 2},
  {tag: 'gan-duel', script: 'gan-duel', model: 'gan-2d-8gaussians', backend: 'webgpu', limit: 100, depth: 2},
  {tag: 'gan-sampler', script: 'gan-sampler', model: 'gan-fashion', backend: 'wasm', limit: 250, depth: 2},
  {tag: 'gan-sampler', script: 'gan-sampler', model: 'gan-fashion', backend: 'webgpu', limit: 250, depth: 2},
];

/** Other models, by the script tag for all elements: grey ones and colour ones. */
const OTHERS = fs
  .readdirSync(path.join(root, 'dist/pretrained'))
  .map((id) => JSON.parse(fs.readFileSync(path.join(root, 'dist/pretrained', id, 'manifest.json'), 'utf8')) as Manifest)
  .filter(
    ({id, family, data}) =>
      (family === 'vae' || (family === 'gan' && data.shape.length === 3)) && DEFAULTS.every(({model}) => model !== id),
  )
  .map(({id, family, data: {shape}}) => {
    const limit = shape[2] === 3 ? 300 : family === 'gan' ? 250 : 150;
    const tag = family === 'gan' ? 'gan-sampler' : 'vae-latent-explorer';
    return {tag, script: 'generative-elements', model: id, backend: 'wasm', limit, depth: 2};
  });
/** The script for one element has brought the default model along. */
const DEFAULT_MODEL = 46;
const BY_ONE_SCRIPT = {
  tag: 'vae-latent-explorer',
  script: 'vae-latent-explorer',
  model: 'vae-fashion',
  backend: 'wasm',
  limit: 150 + DEFAULT_MODEL,
  depth: 2,
};
const BUDGETS = [...DEFAULTS, ...OTHERS, BY_ONE_SCRIPT];

let over = false;
function hold(kind: Kind, name: string, bytes: number): void {
  const problem = overCeiling(kind, name, bytes / 1000);
  if (problem === undefined) return;
  console.log(`  FAILED ${problem}`);
  over = true;
}

const kB = (bytes: number) => (bytes / 1000).toFixed(1).padStart(7);
const packed = (file: string): number => zlib.gzipSync(fs.readFileSync(file), {level: 9}).length;
console.log('     kB   kB gz  file');
/** Files for script tags are named after their element, without a hash. */
const scripts = new Set([...fs.readdirSync(path.join(root, 'components')), 'generative-elements'].map((name) => `${name}.js`));
const chunks = new Map<string, number>();
for (const name of fs.readdirSync(folder)) {
  const file = path.join(folder, name);
  console.log(`${kB(fs.statSync(file).size)} ${kB(packed(file))}  cdn/${name}`);
  const plain = scripts.has(name) ? name : name.replace(/-[\w-]{8}\.js$/, '');
  chunks.set(plain, (chunks.get(plain) ?? 0) + packed(file));
}
for (const [name, bytes] of chunks) hold('chunks', name, bytes);
const models = path.join(root, 'dist/pretrained');
for (const id of fs.readdirSync(models)) {
  const binaries = fs.readdirSync(path.join(models, id)).filter((file) => file.endsWith('.bin'));
  for (const file of binaries) hold('nets', `${id}/${file}`, packed(path.join(models, id, file)));
}

/** What a reader fetches who starts training, in kB. */
const TRAINING = {
  wasm: {files: ['training.js', 'training/tfjs-backend-wasm-simd.wasm'], limit: 450},
  webgpu: {files: ['training-webgpu.js'], limit: 350},
};

for (const [backend, {files, limit}] of Object.entries(TRAINING)) {
  const bytes = files
    .map((file) => zlib.gzipSync(fs.readFileSync(path.join(root, 'dist', file)), {level: 9}).length + HEADER_BYTES)
    .reduce((sum, bytes) => sum + bytes);
  console.log(`training on ${backend}: ${(bytes / 1000).toFixed(1)} kB of ${limit} (${files.join(', ')})`);
  if (bytes / 1000 <= limit) continue;
  console.log('  FAILED over its limit');
  over = true;
}

const browser = await openBrowser(SOFTWARE_WEBGPU);
for (const {tag, script, model, backend, limit, depth} of BUDGETS) {
  const html = `<!doctype html><meta charset="utf-8"><title>${tag}</title><script type="module" src="/dist/cdn/${script}.js"></script><${tag} model="${model}" loading="eager" backend="${backend}"></${tag}>`;
  const server = await serve(root, {pages: {'/page.html': html, [MARK]: ' '}});
  const view = await firstView(browser, server, '/page.html', 'window.genReady');
  await server.close();
  const delay = 700;
  const slow = await serve(root, {pages: {'/page.html': html, [MARK]: ' '}, delay});
  const waves = await firstView(browser, slow, '/page.html', 'window.genReady', {throttle: false});
  const chain = chainDepth(slow.log[0]!, waves.requests, delay);
  await slow.close();
  for (const {url, bytes} of view.requests) console.log(`${' '.repeat(8)}${kB(bytes)}  ${url}`);
  console.log(
    `<${tag} model="${model}"> by ${script}.js, first view, ${backend}: ${view.kilobytes.toFixed(1)} kB of ${limit} (${view.kilobytesWithPlainBinaries.toFixed(1)} with binaries uncompressed), ` +
      `${view.requests.length} requests, ${chain} deep of ${depth}, ${view.seconds.toFixed(2)} s at 1.6 Mbit/s and 150 ms, ` +
      `tasks over 50 ms: ${view.longTasks.join(', ') || 'none'}, hosts: ${view.hosts.length}`,
  );
  const problems = [...view.errors, ...waves.errors];
  hold('first views', `${tag} ${model} ${backend} by ${script}`, view.kilobytes * 1000);
  if (view.kilobytes > limit) problems.push(`over its limit of ${limit} kB`);
  if (chain > depth) problems.push(`request chain of ${chain}, limit ${depth}`);
  // A fallback would be another sum.
  if (view.backend !== backend) problems.push(`computes by ${view.backend}`);
  if (view.hosts.length !== 1) problems.push(`asks ${view.hosts.join(', ')}`);
  for (const problem of problems) console.log(`  FAILED ${problem}`);
  over ||= problems.length > 0;
}
await browser.close();
for (const kind of ['first views', 'chunks', 'nets'] as const) {
  for (const name of unusedRows(kind)) {
    console.log(`  FAILED the row ${name} under "${kind}" in test/measure/ceilings.json guards nothing`);
    over = true;
  }
}
if (process.argv.includes('--write')) writeRows();
process.exit(over ? 1 : 0);
