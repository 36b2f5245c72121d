// npm run bench -- webgpu: the shipped decoders on our WebGPU engine and on tfjs-webgpu, in one headless Chromium, on one adapter. With a software adapter only what
// is asked of the device and the script's time say something about real ones. Models may be named in WEBGPU_MODELS.
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {build} from 'esbuild';
import type {Page} from 'puppeteer-core';
import {SOFTWARE_WEBGPU, openBrowser} from '../measure/browser.js';
import {serve} from '../measure/serve.js';
import {longCall} from './long-call.js';
import type {Calls} from './device-calls.js';
import type {Contest, Cost} from './webgpu-page.js';

const root = path.resolve(fileURLToPath(new URL('../../', import.meta.url)));
const BATCHES = [1, 17 * 17, 400];
/** Rounds, and runs in each: a software adapter takes seconds for a large batch. */
const REPEATS: Record<number, {rounds: number; runs: number}> = {1: {rounds: 5, runs: 20}};
const FEW = {rounds: 2, runs: 1};

const median = (values: number[]): number => values.sort((a, b) => a - b)[values.length >> 1]!;

async function main(): Promise<void> {
  const {outputFiles} = await build({
    entryPoints: [path.join(root, 'test/bench/webgpu-page.ts')],
    bundle: true,
    format: 'esm',
    platform: 'browser',
    write: false,
    define: {'process.env.NODE_ENV': '"production"', global: 'globalThis'},
  });
  const script = outputFiles[0]!.text.replaceAll('</script', '<\\/script');
  const server = await serve(root, {
    pages: {'/page.html': `<!doctype html><meta charset="utf-8"><script type="module">${script}</script>`},
  });
  const browser = await openBrowser(SOFTWARE_WEBGPU);
  const page = await browser.newPage();
  page.on('pageerror', (error) => console.error(error));
  page.setDefaultTimeout(0);
  await page.goto(`${server.url}/page.html`);
  await page.waitForFunction('globalThis.bench', {polling: 500});
  console.log(await browser.version());
  const models = fs
    .readdirSync(path.join(root, 'pretrained'))
    .filter((id) => fs.existsSync(path.join(root, `pretrained/${id}/decoder.json`)))
    .filter((id) => process.env.WEBGPU_MODELS?.split(' ').includes(id) ?? true);
  for (const id of models) for (const batch of BATCHES) await contest(page, `${server.url}/pretrained/${id}/decoder.json`, id, batch);
  await browser.close();
  await server.close();
}

async function contest(page: Page, url: string, id: string, batch: number): Promise<void> {
  const {adapter, difference, ours, theirs} = await longCall<Contest>(page, `bench.prepare(${JSON.stringify(url)}, ${batch})`);
  const {rounds, runs} = REPEATS[batch] ?? FEW;
  const costs = {ours: [] as Cost[], theirs: [] as Cost[]};
  for (let round = 0; round < rounds; round++) {
    for (const who of ['ours', 'theirs'] as const) costs[who].push(await longCall<Cost>(page, `bench.time('${who}', ${runs})`));
  }
  const told = {ours: tell(ours, costs.ours), theirs: tell(theirs, costs.theirs)};
  const ratio = (what: (side: typeof told.ours) => number): string => (what(told.theirs) / what(told.ours)).toFixed(1);
  console.log(
    `${id}, ${batch} at once, ${adapter}: ours ${told.ours.text}; tfjs-webgpu ${told.theirs.text}; ` +
      `${ratio(({calls}) => calls.dispatches)}× fewer dispatches, ${ratio(({script}) => script)}× less script, ${ratio(({whole}) => whole)}× as fast; ` +
      `outputs differ by ${difference.toExponential(1)}`,
  );
}

function tell(calls: Calls, costs: Cost[]): {calls: Calls; script: number; whole: number; text: string} {
  const [script, whole] = [median(costs.map((cost) => cost.script)), median(costs.map((cost) => cost.whole))];
  const {dispatches, submits, bindGroups, buffers, bytes} = calls;
  const text = `${dispatches} dispatches, ${submits} submits, ${bindGroups} bind groups, ${buffers} buffers, ${(bytes / 1000).toFixed(1)} kB, ${script.toFixed(2)} ms of script, ${whole.toFixed(1)} ms`;
  return {calls, script, whole, text};
}

await main();
