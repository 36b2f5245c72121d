import {fileURLToPath} from 'node:url';
import {expect} from 'chai';
import type {Browser, Frame, Page} from 'puppeteer-core';
import {serve, type Override, type Server} from '../../measure/serve.js';
import {clock, PROBE, settledSight, type Factors, type Sight} from './sight.js';

export const DIST = fileURLToPath(new URL('../../../dist/', import.meta.url));
/** Without tiles, which cost plain TypeScript seconds and say nothing more. */
export const ELEMENT = '<vae-latent-explorer loading="eager" hide="tiles"></vae-latent-explorer>';

/** Signs of life that a worker owes, which a busy machine may hold back. */
const PATIENT = {3000: 10, 5000: 20};

export type Visit = {
  body: string;
  policy?: string | undefined;
  headers?: Record<string, string>;
  host?: string;
  /** Runs before all scripts of the page. */
  before?: string;
  clock?: Factors | undefined;
};

/** Opens pages on a server of their own each, beside a CDN that has the library; what is opened is closed by `close`. */
export class Visitor {
  readonly browser: Browser;
  readonly cdn: Server;
  readonly uncaught: string[] = [];
  readonly #open: {close(): Promise<unknown>}[] = [];

  constructor(browser: Browser, cdn: Server) {
    this.browser = browser;
    this.cdn = cdn;
  }

  async close(): Promise<void> {
    await Promise.all(this.#open.splice(0).map((thing) => thing.close()));
    this.uncaught.length = 0;
  }

  /** A page with its probe, which fits the whole element. */
  async newPage({before = '', clock: factors}: Pick<Visit, 'before' | 'clock'> = {}, browser = this.browser): Promise<Page> {
    const page = await browser.newPage();
    if (browser === this.browser) this.#open.push(page);
    page.on('pageerror', (error) => this.uncaught.push(String(error)));
    await page.setViewport({width: 1000, height: 2400});
    await page.evaluateOnNewDocument(PROBE + before + clock({...PATIENT, ...factors}));
    return page;
  }

  /** Another server of the library. */
  async server(override?: Override): Promise<Server> {
    const server = await serve(DIST, override && {override});
    this.#open.push(server);
    return server;
  }

  async visit({body, policy, headers = {}, host = '127.0.0.1', ...rest}: Visit): Promise<Page> {
    const pages = {
      '/post.html': `<!doctype html><meta charset="utf-8"><p>An article.</p>${body}`,
      '/frame.html': '<!doctype html><iframe sandbox="allow-scripts" src="/post.html" width="760" height="900"></iframe>',
      '/other.html': '<!doctype html><p>Another article.</p>',
    };
    const site = await serve(DIST, {pages, headers: policy ? {...headers, 'content-security-policy': policy} : headers});
    this.#open.push(site);
    const page = await this.newPage(rest);
    await page.goto(`${site.url.replace('127.0.0.1', host)}/post.html`);
    return page;
  }

  async sight(frame: Page | Frame, count = 1): Promise<Sight> {
    const sight = await settledSight(frame, count);
    expect(this.uncaught, 'uncaught errors').to.deep.equal([]);
    return sight;
  }
}
