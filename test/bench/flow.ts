// npm run bench -- flow: the density of a flow of 8 couplings with 64 hidden units on a grid, ours against tfjs in headless Chromium, WebGPU on its software adapter.
// FLOW_SIZE and FLOW_ROUNDS make it shorter.
import path from 'node:path';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {build} from 'esbuild';
import {openBrowser, SOFTWARE_WEBGPU} from '../measure/browser.js';
import {serve} from '../measure/serve.js';
import {longCall} from './long-call.js';
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
const found = await longCall<FlowBench[]>(page, `bench(${size}, ${rounds}, ${JSON.stringify(wasmPath)})`);
console.log(await browser.version());
for (const {name, adapter, ours, theirs, difference, dispatches, submits, script: milliseconds} of found) {
  console.log(
    `grid ${size} × ${size}, 8 couplings, 64 hidden, ${name}${adapter}: ${spread(ours)}, tfjs-${name} ${spread(theirs)}, ` +
      `${(median(theirs) / median(ours)).toFixed(1)} times as fast (rounds ${ours.map((value, i) => (theirs[i]! / value).toFixed(1)).join(', ')}); ` +
      `${dispatches} dispatches, ${submits} submits, ${milliseconds.toFixed(1)} ms of script; values agree to ${difference.toExponential(1)}`,
  );
}
const sizes = [96, 128];
const shipped = `grids("${server.url}/pretrained/flow-rings/", ${JSON.stringify(sizes)}, 15)`;
for (const [index, times] of (await longCall<number[][]>(page, shipped)).entries()) {
  const side = sizes[index]!;
  console.log(
    `grid ${side} × ${side}, flow-rings (6 splines, 32 hidden), wasm: ${spread(times)}, ` +
      `${((side * side) / median(times) / 1000).toFixed(2)} million points a second, ${(1000 / median(times)).toFixed(0)} grids a second`,
  );
}
await browser.close();
await server.close();

function median(values: number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1]!;
}

/** Median, and between what. */
function spread(values: number[]): string {
  const [digits, least, most] = [median(values) < 100 ? 1 : 0, Math.min(...values), Math.max(...values)];
  return `${median(values).toFixed(digits)} ms (${least.toFixed(digits)} to ${most.toFixed(digits)})`;
}
