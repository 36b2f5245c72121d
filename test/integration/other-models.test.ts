import {expect} from 'chai';
import type {Browser, Page} from 'puppeteer-core';
import {openBrowser} from '../measure/browser.js';
import {serve, type Override, type Server} from '../measure/serve.js';
import {DIST} from './pages/visit.js';

const MODEL = 'vae-fashion';
/** Before the first picture: what must not be fetched one after the other. */
const STEPS = /manifest\.json|decoder\.json|foreign-model/;

type Seen = {stats: {verified: boolean; bytes: number}; latents: number};

const pageOf = (script: string, attributes: string) => `<!doctype html><meta charset="utf-8">
  <script>errors = []; ready = false;
    addEventListener('gen-error', ({detail}) => errors.push(detail.code + ': ' + detail.message));
    addEventListener('gen-ready', () => { ready = true; });
    addEventListener('unhandledrejection', ({reason}) => errors.push('rejected: ' + reason));</script>
  <script type="module" src="/cdn/${script}.js"></script>
  <vae-latent-explorer loading="eager" model="${MODEL}" ${attributes}></vae-latent-explorer>`;

describe('a model that the script does not hold', () => {
  let browser: Browser;
  let server: Server;
  let page: Page;
  let override: Override | undefined;

  before(async () => {
    browser = await openBrowser();
    const cases = [
      ['vae-latent-explorer', ''],
      ['generative-elements', ''],
      ['generative-elements', 'base="/copy/"'],
    ] as const;
    const pages = Object.fromEntries(cases.map(([script, attributes], i) => [`/${i}.html`, pageOf(script, attributes)]));
    server = await serve(DIST, {pages, override: (request, response) => override?.(request, response) ?? false});
  });

  after(async () => {
    await browser.close();
    await server.close();
  });

  beforeEach(async () => {
    page = await browser.newPage();
    server.log.length = 0;
  });

  afterEach(async () => {
    override = undefined;
    await page.close();
  });

  async function open(index: number): Promise<{urls: string[]; seen: Seen}> {
    await page.goto(`${server.url}/${index}.html`);
    await page.waitForFunction('ready || errors.length > 0');
    const urls = server.log.map(({url}) => url);
    expect(await page.evaluate('errors')).to.deep.equal([]);
    const seen = (await page.evaluate(`(() => {
      const {stats, getState} = document.querySelector('vae-latent-explorer');
      return {stats, latents: document.querySelector('vae-latent-explorer').getState().z.length};
    })()`)) as Seen;
    return {urls, seen};
  }

  const countOf = (urls: string[], file: string) => urls.filter((url) => url.endsWith(file)).length;

  for (const [index, script] of [
    [0, 'for one element'],
    [1, 'for all elements'],
  ] as const)
    it(`is one module, fetched beside its binary by the script ${script}, and checked`, async () => {
      const {urls, seen} = await open(index);
      expect(urls.filter((url) => STEPS.test(url))).to.deep.equal([]);
      expect(countOf(urls, `/${MODEL}/decoder.bin`)).to.equal(1);
      expect(urls.some((url) => url.includes(`/cdn/${MODEL}.generated`))).to.equal(true);
      expect(seen.stats.verified).to.equal(true);
      expect(seen.latents).to.equal(16);
    });

  it('comes from `base` where that is given, and from there alone', async () => {
    override = ({url = ''}, response) => {
      if (!url.startsWith('/copy/')) return false;
      response.writeHead(302, {location: url.slice('/copy'.length)}).end();
      return true;
    };
    const {urls, seen} = await open(2);
    // The second is where the first leads to.
    const file = `/pretrained/${MODEL}/decoder.bin`;
    expect(urls.filter((url) => url.includes('/pretrained/'))).to.deep.equal([`/copy${file}`, file]);
    expect(seen.stats.verified).to.equal(true);
  });

  it('is fetched anew where its binary came with other bytes', async () => {
    let spoilt = 0;
    override = ({url = ''}, response) => {
      if (!url.endsWith('/decoder.bin') || spoilt++ > 0) return false;
      response.end(Buffer.alloc(100));
      return true;
    };
    const {urls, seen} = await open(0);
    expect(countOf(urls, `/${MODEL}/decoder.bin`)).to.equal(2);
    expect(seen.stats.verified).to.equal(true);
  });

  it('is read from its stock files where its module is not there', async () => {
    override = ({url = ''}, response) => {
      if (!url.includes(`${MODEL}.generated`)) return false;
      response.writeHead(404).end();
      return true;
    };
    const {urls, seen} = await open(1);
    expect(countOf(urls, `/${MODEL}/manifest.json`)).to.equal(1);
    expect(seen.stats.verified).to.equal(true);
    expect(seen.latents).to.equal(16);
  });
});
