// npm run bench -- peers: the shipped nets on our engines and on those of others, in one headless Chromium; prints Markdown, with --json the numbers.
// PEERS_PARTS, PEERS_NETS, PEERS_BATCHES, PEERS_SIZES (words) and PEERS_ENGINES (names with semicolons between them) make it shorter; progress goes to stderr.
import path from 'node:path';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {openBrowser} from '../measure/browser.js';
import {serve} from '../measure/serve.js';
import {longCall} from './long-call.js';
import {buildPage} from './peers/build-page.js';
import {markdown, type Report} from './peers/report.js';
import {javascriptMilliseconds} from './peers/trace.js';

const root = path.resolve(fileURLToPath(new URL('../../', import.meta.url)));
/** WebGPU and WebGL on the CPU where the machine has nothing else. */
const SOFTWARE = ['--enable-unsafe-webgpu', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--ignore-gpu-blocklist'];

const folder = path.join(root, '.cache/bench');
await buildPage(folder);
const server = await serve(folder);
const browser = await openBrowser(SOFTWARE);
const page = await browser.newPage();
page.setDefaultTimeout(0);
page.on('pageerror', (error) => console.error(error));
page.on('console', (message) => {
  if (message.type() === 'debug') console.error(message.text());
});
const session = await page.createCDPSession();
await session.send('Performance.enable', {timeDomain: 'threadTicks'});
await page.exposeFunction('threadMilliseconds', async () => {
  const {metrics} = await session.send('Performance.getMetrics');
  return 1000 * metrics.find(({name}) => name === 'ThreadTime')!.value;
});
await page.exposeFunction('startTrace', () => page.tracing.start({categories: ['-*', 'devtools.timeline', 'v8.execute']}));
await page.exposeFunction('endTrace', async () => javascriptMilliseconds((await page.tracing.stop())!));
await page.goto(`${server.url}/index.html`);
await page.waitForFunction('globalThis.bench', {polling: 500});
const words = (name: string): string[] | undefined => process.env[name]?.split(' ');
const options = {
  engines: process.env.PEERS_ENGINES?.split(';'),
  parts: words('PEERS_PARTS'),
  nets: words('PEERS_NETS'),
  batches: words('PEERS_BATCHES')?.map(Number),
  sizes: words('PEERS_SIZES')?.map(Number),
};
const report = await longCall<Report>(page, `bench.measure(${JSON.stringify(options)})`);
console.log(process.argv.includes('--json') ? JSON.stringify(report, null, 1) : markdown({...report, browser: await browser.version()}));
await browser.close();
await server.close();
