import {fileURLToPath} from 'node:url';
import {expect} from 'chai';
import type {Browser, Page} from 'puppeteer-core';
import type {SessionStats} from '../../src/client/session.js';
import type * as CoreModule from '../../src/core.js';
import type {ShippedModel} from '../../src/elements/shipped-model.js';
import {openBrowser} from '../measure/browser.js';
import {serve, type Server} from '../measure/serve.js';

const dist = fileURLToPath(new URL('../../dist/', import.meta.url));
const READY = `<script>
  globalThis.readies = 0; globalThis.faults = [];
  addEventListener('gen-ready', () => { readies++; globalThis.faultsAtFirst ??= [...faults]; });
  addEventListener('gen-error', ({detail}) => faults.push(detail.code));
</script>`;

/** The script-tag build on pages of another origin than its own. */
describe('the script-tag build on pages of other origins', () => {
  let browser: Browser;
  let cdn: Server;
  const open: {close(): Promise<unknown>}[] = [];

  before(async () => {
    browser = await openBrowser();
    cdn = await serve(dist);
  });
  after(async () => {
    await browser.close();
    await cdn.close();
  });
  afterEach(async () => {
    await Promise.all(open.splice(0).map((thing) => thing.close()));
  });

  async function visit(body: string, csp = ''): Promise<Page> {
    const headers: Record<string, string> = csp ? {'content-security-policy': csp} : {};
    const site = await serve(dist, {pages: {'/post.html': `<!doctype html>${READY}${body}`}, headers});
    const page = await browser.newPage();
    open.push(page, site);
    await page.goto(`${site.url}/post.html`);
    return page;
  }
  const script = (file = 'vae-latent-explorer.js', from = cdn): string => `<script type="module" src="${from.url}/cdn/${file}"></script>`;
  /** A server with a log of its own: pages of other tests may still be fetching from the shared one. */
  const ownServer = async (): Promise<Server> => {
    const own = await serve(dist);
    open.push(own);
    return own;
  };
  const element = '<vae-latent-explorer loading="eager"></vae-latent-explorer>';
  const ready = (page: Page, count: number) => page.waitForFunction(`readies === ${count}`, {timeout: 60_000});
  const statsOf = (page: Page) => page.$eval('vae-latent-explorer', (host) => (host as unknown as {stats: SessionStats}).stats);

  const policies: [directives: string, host: string, backend: string][] = [
    ["'unsafe-inline' 'wasm-unsafe-eval'; worker-src blob:", 'worker', 'wasm'],
    ["'unsafe-inline'; worker-src blob:", 'worker', 'reference'],
    ["'unsafe-inline' 'wasm-unsafe-eval'; worker-src 'self'", 'main', 'wasm'],
    ["'unsafe-inline'", 'main', 'reference'],
  ];
  for (const [directives, host, backend] of policies) {
    it(`computes by ${backend} in the ${host === 'main' ? 'page' : 'worker'} under script-src CDN ${directives}`, async () => {
      const page = await visit(script() + element, `script-src ${cdn.url} ${directives}`);
      await ready(page, 1);
      expect(await statsOf(page)).to.include({host, backend});
      expect(await page.evaluate('faults')).to.deep.equal([]);
    });
  }

  it('runs the worker that the page serves itself, where its policy allows no other', async () => {
    const own = '<vae-latent-explorer loading="eager" worker-src="/worker.js"></vae-latent-explorer>';
    const page = await visit(script() + own, `script-src ${cdn.url} 'unsafe-inline' 'wasm-unsafe-eval'; worker-src 'self'`);
    await ready(page, 1);
    expect(await statsOf(page)).to.include({host: 'worker', backend: 'wasm'});
    expect(page.workers().map((worker) => new URL(worker.url()).pathname)).to.deep.equal(['/worker.js']);
  });

  it('runs one worker for many elements, and fetches each file once', async () => {
    const before = cdn.log.length;
    const page = await visit(script('generative-elements.js') + element.repeat(12));
    await ready(page, 12);
    expect(page.workers()).to.have.length(1);
    const binaries = cdn.log.slice(before).filter(({url}) => url.endsWith('decoder.bin'));
    expect(binaries).to.have.length(1);
  });

  it('is one file with all of its first view, for pages that may fetch nothing', async () => {
    const own = await ownServer();
    const policy = `default-src 'none'; script-src ${own.url} 'unsafe-inline' 'wasm-unsafe-eval'; worker-src blob:; style-src 'unsafe-inline'`;
    const page = await visit(script('vae-latent-explorer.js', own) + element, policy);
    await ready(page, 1);
    expect(await statsOf(page)).to.include({host: 'worker', backend: 'wasm', verified: true});
    expect(await page.evaluate('faultsAtFirst')).to.deep.equal([]);
    // Later it misses its examples, and says so, and nothing else.
    expect(((await page.evaluate('faults')) as string[]).filter((code) => code !== 'network')).to.deep.equal([]);
    const urls = own.log.map(({url}) => url);
    expect(urls[0]).to.equal('/cdn/vae-latent-explorer.js');
    expect(urls.filter((url) => !url.endsWith('.js'))).to.deep.equal([]);
  });

  it('fetches the weights where `base` names another place for them', async () => {
    const own = await ownServer();
    const page = await visit(`${script()}<vae-latent-explorer loading="eager" base="${own.url}/"></vae-latent-explorer>`);
    await ready(page, 1);
    expect(own.log.filter(({url}) => url.endsWith('decoder.bin'))).to.have.length(1);
  });

  it('is loaded once for each of its URLs, queries too, and its lazy parts do not load it again', async () => {
    const own = await ownServer();
    const files = ['vae-latent-explorer.js?v=1', 'vae-latent-explorer.js?v=2', 'generative-elements.js'];
    const scripts = files.map((file) => script(file, own)).join('');
    const page = await visit(`<script>document.documentElement.lang = 'zh-Hans';</script>${scripts}${element}`);
    await ready(page, 1);
    await page.waitForNetworkIdle();
    const count = (pattern: RegExp): number => own.log.filter(({url}) => pattern.test(url)).length;
    expect(count(/\/zh-hans-/)).to.be.greaterThan(0);
    expect(count(/\/vae-latent-explorer\.js$/)).to.equal(2);
    expect(page.workers()).to.have.length(1);
    expect(await page.evaluate('faults')).to.deep.equal([]);
  });

  it('shares the worker with another copy of the library from another server', async () => {
    const other = await serve(dist);
    open.push(other);
    const page = await visit(script() + element);
    await ready(page, 1);
    const pixels = await page.evaluate(async (url) => {
      const {openModel} = (await import(`${url}/core.js`)) as typeof CoreModule;
      const {manifest, topologies} = ((await import(`${url}/models/vae-fashion-2d.js`)) as {model: ShippedModel}).model;
      const session = await openModel({base: `${url}/pretrained/vae-fashion-2d/`, manifest, topologies}, {family: 'vae'});
      const {x} = await session.ops.decode({z: {data: new Float32Array(2), shape: [1, 2]}});
      return x.data.length;
    }, other.url);
    expect(pixels).to.equal(784);
    expect(page.workers()).to.have.length(1);
  });
});
