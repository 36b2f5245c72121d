import type {Browser} from 'puppeteer-core';
import type {Served, Server} from './serve.js';

/** The line of a phone in a crowd: 1.6 Mbit/s down, 150 ms. */
const SLOW_4G = {offline: false, latency: 150, downloadThroughput: 1.6e6 / 8, uploadThroughput: 750e3 / 8};

/** Response headers that each request costs on top of its body, by the definition of the budget (ARCHITECTURE.md). */
export const HEADER_BYTES = 300;

/** What the page asks for at `gen-ready`, and the time that this takes at most. Servers answer it with an empty page. */
export const MARK = '/gen-ready.html';
const MARK_MILLISECONDS = 1500;

export type FirstView = {
  seconds: number;
  /** kB after the HTML until ready: gzip, plus headers. */
  kilobytes: number;
  /** The same where the host does not compress binaries. */
  kilobytesWithPlainBinaries: number;
  requests: Served[];
  /** Main-thread tasks over 50 ms. */
  longTasks: number[];
  hosts: string[];
  /** What our element says that it computes by. */
  backend: string | undefined;
  errors: string[];
};

/**
 * Opens a page and reports what a reader pays until `ready` holds. `ready` is an expression evaluated in the page.
 * For our elements it is `window.genReady`, set by the page's listener for `gen-ready`.
 */
export async function firstView(
  browser: Browser,
  server: Server,
  path: string,
  ready: string,
  {throttle = true, timeout = 60_000, slowdown = 1} = {},
): Promise<FirstView> {
  const page = await browser.newPage();
  const errors: string[] = [];
  const hosts = new Set<string>();
  page.on('pageerror', (error) => errors.push(error instanceof Error ? error.message : String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  const cdp = await page.createCDPSession();
  await cdp.send('Network.enable');
  cdp.on('Network.requestWillBeSent', ({request}) => {
    if (request.url.startsWith('http')) hosts.add(new URL(request.url).host);
  });
  if (throttle) await cdp.send('Network.emulateNetworkConditions', SLOW_4G);
  if (slowdown > 1) await cdp.send('Emulation.setCPUThrottlingRate', {rate: slowdown});
  await page.evaluateOnNewDocument(`
    window.longTasks = [];
    new PerformanceObserver((list) => list.getEntries().forEach((entry) => longTasks.push(Math.round(entry.duration)))).observe({type: 'longtask', buffered: true});
    addEventListener('gen-ready', (event) => { window.genReady = true; window.genBackend = event.detail.backend; fetch('${MARK}'); });
  `);
  const from = server.log.length;
  const started = performance.now();
  page.goto(server.url + path).catch(() => undefined);
  let seconds = NaN;
  try {
    await page.waitForFunction(ready, {timeout, polling: 'raf'});
    seconds = (performance.now() - started) / 1000;
  } catch (error) {
    errors.push(`not ready: ${String(error)}`);
  }
  const soFar = server.log.length;
  await new Promise((resolve) => setTimeout(resolve, MARK_MILLISECONDS));
  // What an element fetches after its event may come before this script hears of the event, but not before the page's own request.
  const mark = server.log.slice(from).find(({url}) => url === MARK)?.at;
  const until = mark === undefined ? server.log.slice(from, soFar) : server.log.slice(from).filter(({at}) => at < mark);
  const requests = until.filter(({url}) => !/\.html$|\/$|favicon/.test(url));
  const longTasks = (await page.evaluate('window.longTasks')) as number[];
  const backend = (await page.evaluate('window.genBackend')) as string | undefined;
  await page.close();
  const sum = (bytes: (request: Served) => number) => requests.reduce((total, request) => total + bytes(request) + HEADER_BYTES, 0) / 1000;
  return {
    seconds,
    kilobytes: sum(({bytes}) => bytes),
    kilobytesWithPlainBinaries: sum(({url, bytes, plainBytes}) => (url.endsWith('.bin') ? plainBytes : bytes)),
    requests,
    longTasks,
    hosts: [...hosts],
    backend,
    errors,
  };
}

/**
 * Length of the longest request chain after the HTML, on a server that holds each answer back by `delay` milliseconds: a request is one deeper than the
 * deepest of those that had their answers when it came. A page that is slow to ask is not deeper for that.
 */
export function chainDepth(html: Served, requests: readonly Served[], delay: number): number {
  const depths = new Map<Served, number>([[html, 0]]);
  for (const request of [...requests].sort((a, b) => a.at - b.at)) {
    const before = [...depths].filter(([{at}]) => at + delay <= request.at).map(([, depth]) => depth);
    depths.set(request, 1 + Math.max(0, ...before));
  }
  return Math.max(...depths.values());
}
