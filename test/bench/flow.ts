// npm run bench -- flow: the density of a flow of 8 couplings with 64 hidden units on a grid, ours against tfjs in headless Chromium, WebGPU on its software adapter.
// FLOW_SIZE and FLOW_ROUNDS make it shorter.
import path from 'node:path';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {build} from 'esbuild';
import {openBrowser, SOFTWARE_WEBGPU} from '../measure/browser.js';
import {serve} from '../measure/serve.js';
import type {FlowBench} from './flow-page.js';

const root = path.resolve(fileURLToPath(new URL('../../', import.meta.url)));
const size = Number(process.env.FLOW_SIZE ?? 256);
const rounds = Number(process.env.FLOW_ROUNDS ?? 3);

const {outputFiles} = await build({
  entryPoints: [path.join(root, 'test/bench/flow-page.ts')],
  bundle: true,
  format: 'iife',
  platform: 'browser',
  minify: true,
  write: false,
  define: {'process.env.NODE_ENV': '"production"', global: 'globalThis'},
});
const script = outputFiles[0]!.text.replaceAll('</script', '<\\/script');
const server = await serve(root, {
  pages: {'/page.html': `<!doctype html><meta charset="utf-8"><title>flow</title><script>${script}</script>`},
});
const browser = await openBrowser(SOFTWARE_WEBGPU);
const page = await browser.newPage();
page.setDefaultTimeout(0);
page.on('pageerror', (error) => console.error(error));
await page.goto(`${server.url}/page.html`);
const wasmPath = `${server.url}/node_modules/@tensorflow/tfjs-backend-wasm/dist/`;
page.on('console', (message) => console.log(message.text()));
// A software adapter takes longer than the browser's protocol waits for an answer.
const call = `bench(${size}, ${rounds}, ${JSON.stringify(wasmPath)})`;
await page.evaluate(`void ${call}.then((value) => { globalThis.found = value; }, (error) => { globalThis.failed = String(error.stack); })`);
await page.waitForFunction('globalThis.found || globalThis.failed', {polling: 1000});
const failed = await page.evaluate('globalThis.failed');
if (failed) throw new Error(String(failed));
const found = (await page.evaluate('globalThis.found')) as FlowBench[];
for (const {name, ours, theirs, difference, dispatches, submits, script: milliseconds} of found) {
  const [own, stock] = [median(ours), median(theirs)];
  console.log(
    `grid ${size} × ${size}, 8 couplings, 64 hidden, ${name}: ${own.toFixed(0)} ms, tfjs-${name} ${stock.toFixed(0)} ms, ` +
      `${(stock / own).toFixed(1)} times as fast (rounds ${ours.map((value, i) => (theirs[i]! / value).toFixed(1)).join(', ')}); ` +
      `${dispatches} dispatches, ${submits} submits, ${milliseconds.toFixed(1)} ms of script; values agree to ${difference.toExponential(1)}`,
  );
}
await browser.close();
await server.close();

function median(values: number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1]!;
}
