import fs from 'node:fs';
import {fileURLToPath} from 'node:url';
import {expect} from 'chai';
import type {Browser, Page} from 'puppeteer-core';
import {openBrowser} from '../measure/browser.js';
import {serve, type Override, type Server} from '../measure/serve.js';

const root = fileURLToPath(new URL('../../', import.meta.url)).replace(/\/$/, '');
const weights = fs.readFileSync(`${root}/dist/pretrained/vae-fashion-2d/decoder.bin`);

type Answer = (response: Parameters<Override>[1]) => void;

/** What a server may do to the decoder's weights, and the code of the error that follows. */
const FAULTS: Record<string, {code: string; answer: Answer}> = {
  'a missing file': {code: 'not-found', answer: (response) => response.writeHead(404).end()},
  'HTML instead of the file': {
    code: 'format',
    answer: (response) => response.writeHead(200, {'content-type': 'text/html'}).end('<!doctype html><title>Not here</title>'),
  },
  'truncated weights': {code: 'integrity', answer: (response) => response.end(weights.subarray(0, 30_000))},
  'weights with a wrong hash': {
    code: 'integrity',
    answer: (response) => response.end(Buffer.concat([weights.subarray(0, -1), Buffer.from([weights.at(-1)! ^ 1])])),
  },
  'a broken server': {code: 'network', answer: (response) => response.writeHead(500).end()},
};

/** Attributes that cannot be, and what mends them. */
const ATTRIBUTES: Record<string, {code: string; mend: string}> = {
  'model="nope"': {code: 'not-found', mend: 'model'},
  'seed="x"': {code: 'bad-attribute', mend: 'seed'},
};

// The loader for all elements: the file of one element holds its weights.
const pageOf = (attributes: string) => `<!doctype html><meta charset="utf-8"><p id="text">An article.</p>
  <script>errors = []; addEventListener('gen-error', (event) => errors.push(event.detail)); addEventListener('gen-ready', () => { ready = true; }); ready = false;</script>
  <script type="module" src="/dist/cdn/generative-elements.js"></script>
  <vae-latent-explorer loading="eager" ${attributes}></vae-latent-explorer>`;

describe('faults on a page with the script-tag build', () => {
  let browser: Browser;
  let server: Server;
  let page: Page;
  let answer: Answer | undefined;
  const uncaught: string[] = [];

  before(async () => {
    browser = await openBrowser();
    const pages = Object.fromEntries(['', ...Object.keys(ATTRIBUTES)].map((attributes, i) => [`/${i}.html`, pageOf(attributes)]));
    const override: Override = ({url}, response) => {
      if (!answer || !url?.endsWith('/decoder.bin')) return false;
      answer(response);
      return true;
    };
    server = await serve(root, {pages, override});
  });

  after(async () => {
    await browser.close();
    await server.close();
  });

  beforeEach(async () => {
    page = await browser.newPage();
    uncaught.length = 0;
    page.on('pageerror', (error) => uncaught.push(String(error)));
  });

  afterEach(() => page.close());

  const inElement = (expression: string) => page.evaluate(`document.querySelector('vae-latent-explorer').shadowRoot.${expression}`);

  /** The fault is told by an event and in the element, and the page goes on. */
  async function expectTold(code: string): Promise<void> {
    await page.waitForFunction('errors.length > 0');
    expect(await page.evaluate('errors[0].code')).to.equal(code);
    const alert = (await inElement("querySelector('[role=alert]').innerText")) as string;
    expect(alert).to.contain(await page.evaluate('errors[0].message'));
    expect(await page.evaluate("document.getElementById('text').innerText")).to.equal('An article.');
    expect(await page.evaluate('ready')).to.equal(false);
    expect(uncaught).to.deep.equal([]);
  }

  async function expectMended(): Promise<void> {
    await page.waitForFunction('ready');
    expect(await inElement("querySelector('[role=alert]').hidden")).to.equal(true);
    expect(await page.evaluate('errors.length')).to.equal(1);
  }

  for (const [name, fault] of Object.entries(FAULTS)) {
    it(`${name}: gen-error ${fault.code}, a message, and a retry that works`, async () => {
      ({answer} = fault);
      await page.goto(`${server.url}/0.html`);
      await expectTold(fault.code);
      answer = undefined;
      await inElement("querySelector('[part=retry]').click()");
      await expectMended();
    });
  }

  for (const [i, [attribute, {code, mend}]] of Object.entries(ATTRIBUTES).entries()) {
    it(`${attribute}: gen-error ${code}, a message, and a picture once it is mended`, async () => {
      await page.goto(`${server.url}/${i + 1}.html`);
      await expectTold(code);
      await page.evaluate(`document.querySelector('vae-latent-explorer').removeAttribute('${mend}')`);
      await expectMended();
    });
  }
});
