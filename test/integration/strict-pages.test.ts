import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {pathToFileURL} from 'node:url';
import {expect} from 'chai';
import type {Frame, Page} from 'puppeteer-core';
import type * as CoreModule from '../../src/core.js';
import type {ShippedModel} from '../../src/elements/shipped-model.js';
import {openBrowser} from '../measure/browser.js';
import {serve, type Override} from '../measure/serve.js';
import {PageTable} from './pages/page-table.js';
import {look, nextPicture, type Sight} from './pages/sight.js';
import {DIST, ELEMENT, Visitor, type Visit} from './pages/visit.js';

const ONE = 'vae-latent-explorer.js';
const FILES = [ONE, 'generative-elements.js'];
/** What an author may say in an element whose script does not run. */
const OWN_WORDS = ELEMENT.replace('><', '>This figure needs a web server.<');

/** Policies, each with the words that allow wasm and without; `own` where the script comes from the page's own server. */
const POLICIES: {policy: string; own?: boolean; worker?: string}[] = [
  {policy: 'script-src CDN'},
  {policy: "script-src CDN; worker-src 'self'"},
  {policy: "script-src CDN; worker-src 'self'", worker: '/worker.js'},
  {policy: 'script-src CDN; worker-src blob:'},
  {policy: "script-src 'self'; worker-src blob:", own: true},
  {policy: 'script-src CDN; worker-src CDN'},
  {policy: "script-src 'nonce-1' 'strict-dynamic'"},
  {policy: "default-src 'none'; script-src CDN; worker-src blob:"},
  {policy: "default-src 'none'; script-src CDN; worker-src blob:; connect-src CDN"},
];

/** Names that pages allow where they require Trusted Types. */
const TRUSTED = ['', 'generative-elements lit-html', 'generative-elements', 'lit-html', 'other', "'none'"];

/** What happens to a page: `act` returns the frame to look at, if that is not the page. */
type Scene = Omit<Visit, 'body'> & {
  body(script: string): string;
  /** Elements on the page. */
  count?: number;
  act?: (page: Page) => Promise<Page | Frame | undefined>;
  /** Where the script comes from; else from the CDN. */
  from?: string;
  /** Where the script makes a difference: once with each of the two. */
  both?: boolean;
};

const move = "document.querySelector('div').append(document.querySelector('vae-latent-explorer'))";

describe('a page', () => {
  const table = new PageTable('pages', ['page', 'what the reader sees', 'where it ran']);
  let visitor: Visitor;

  before(async () => {
    visitor = new Visitor(await openBrowser(['--host-resolver-rules=MAP *.example 127.0.0.1']), await serve(DIST));
  });
  after(async () => {
    await visitor.browser.close();
    await visitor.cdn.close();
  });
  afterEach(() => visitor.close());

  const tagOf = (file: string, from: string): string => `<script type="module" nonce="1" src="${from}/cdn/${file}"></script>`;

  async function sightOf({body, count, act, from = visitor.cdn.url, policy, both = false, ...rest}: Scene): Promise<Sight> {
    const sights: Sight[] = [];
    for (const file of both ? FILES : [ONE]) {
      const page = await visitor.visit({body: body(tagOf(file, from)), policy: policy?.replaceAll('CDN', visitor.cdn.url), ...rest});
      const frame = await act?.(page);
      sights.push(await visitor.sight(frame ?? page, count));
    }
    const [one, all = one] = sights as [Sight, Sight?];
    const cell = (a: string, b: string): string => (a === b ? a : `${a}; with the script for all elements ${b}`);
    return {sees: cell(one.sees, all.sees), ran: cell(one.ran, all.ran)};
  }

  const row = (name: string, sight: () => Promise<Sight>): void => {
    it(name, async () => {
      const {sees, ran} = await sight();
      table.expectRow([name, sees, ran]);
    });
  };
  const scene = (name: string, make: Scene | (() => Scene)): void => row(name, () => sightOf(typeof make === 'function' ? make() : make));

  scene('without a policy', {body: (script) => script + ELEMENT, both: true});

  for (const {policy, own, worker} of POLICIES) {
    for (const wasm of ['', " 'wasm-unsafe-eval'"]) {
      const full = policy.replace(/script-src [^;]*/, (sources) => sources + wasm);
      scene(`\`${full}\`${worker ? ' and the attribute `worker-src`' : ''}`, {
        body: (script) => script + (worker ? ELEMENT.replace(' ', ` worker-src="${worker}" `) : ELEMENT),
        policy: full,
        both: true,
        ...(own && {from: ''}),
      });
    }
  }

  for (const names of TRUSTED) {
    const policy = `require-trusted-types-for 'script'${names && `; trusted-types ${names}`}`;
    scene(`\`${policy}\``, {body: (script) => script + ELEMENT, policy, both: true});
  }

  scene('Trusted Types, and another copy of Lit has taken the name `lit-html`', {
    body: (script) => script + ELEMENT,
    both: true,
    policy: "require-trusted-types-for 'script'; trusted-types generative-elements lit-html",
    before: "if (globalThis.trustedTypes) trustedTypes.createPolicy('lit-html', {createHTML: (html) => html});",
  });

  scene('plain http, on another name than localhost', () => ({
    body: (script) => script + ELEMENT,
    both: true,
    from: visitor.cdn.url.replace('127.0.0.1', 'cdn.example'),
    host: 'blog.example',
    act: async (page) => {
      const facts = "[isSecureContext, typeof crypto.subtle, typeof navigator.gpu].join(' ')";
      expect(await page.evaluate(facts)).to.equal('false undefined undefined');
    },
  }));

  scene('in a frame with `sandbox="allow-scripts"`, which has no origin', {
    body: (script) => script + ELEMENT,
    both: true,
    act: async (page) => {
      await page.goto(page.url().replace('post', 'frame'));
      const frame = page.frames()[1]!;
      expect(await frame.evaluate('origin')).to.equal('null');
      return frame;
    },
  });

  scene('isolated from other origins (COOP and COEP)', {
    body: (script) => script + ELEMENT,
    both: true,
    headers: {'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp'},
    act: async (page) => {
      expect(await page.evaluate('crossOriginIsolated')).to.equal(true);
    },
  });

  scene('with a `<base>` elsewhere', {body: (script) => `<base href="https://elsewhere.example/">${script}${ELEMENT}`, both: true});
  scene('the element before its script', {body: (script) => ELEMENT + script});

  scene('elements by `innerHTML`, before the script has run and after', {
    body: (script) => `<div></div><script>document.querySelector('div').innerHTML = ${JSON.stringify(ELEMENT)}</script>${script}`,
    count: 2,
    act: async (page) => {
      await visitor.sight(page);
      await page.evaluate(`document.body.insertAdjacentHTML('beforeend', ${JSON.stringify(ELEMENT)})`);
    },
  });

  scene('the element and its clone', {
    body: (script) => script + ELEMENT,
    count: 2,
    act: async (page) => {
      await visitor.sight(page);
      await page.evaluate("document.body.append(document.querySelector('vae-latent-explorer').cloneNode(true))");
    },
  });

  scene('the element moves in the page', {
    body: (script) => `<div></div>${script}${ELEMENT}`,
    act: async (page) => {
      await visitor.sight(page);
      await page.evaluate(move);
      await nextPicture(page);
      expect(page.workers()).to.have.length(1);
    },
  });

  scene('back by the button, from the cache of whole pages', {
    body: (script) =>
      `<script>shown = []; addEventListener('pageshow', ({persisted}) => shown.push(persisted))</script>${script}${ELEMENT}`,
    act: async (page) => {
      await visitor.sight(page);
      await page.goto(page.url().replace('post', 'other'));
      await page.goBack();
      expect(await page.evaluate('shown'), 'the page itself came back').to.deep.equal([false, true]);
      await nextPicture(page);
    },
  });

  row('two copies of the library, from two servers', async () => {
    const other = await visitor.server();
    return sightOf({
      body: (script) => script + FILES.map((file) => tagOf(file, other.url)).join('') + ELEMENT.repeat(2),
      count: 2,
      act: async (page) => {
        await visitor.sight(page, 2);
        expect(page.workers()).to.have.length(1);
        expect((await look(page)).warnings).to.deep.equal([]);
      },
    });
  });

  /** A server of the library as it was, or will be: another version, whose core fits no other. */
  const otherVersion: Override = ({url = ''}, response) => {
    if (!url.endsWith('.js')) return false;
    const code = fs.readFileSync(path.join(DIST, url), 'utf8');
    const other = code
      .replaceAll('"0.1.0"', '"0.0.9"')
      .replaceAll('this.api=1,', 'this.api=0,')
      .replaceAll(/1===(\w+)\?\.api/g, '0===$1?.api')
      .replaceAll('const CORE_API = 1;', 'const CORE_API = 0;');
    response.writeHead(200, {'content-type': 'text/javascript'}).end(other);
    return true;
  };

  for (const order of ['before', 'after'] as const) {
    row(`another version of the library ${order} this one`, async () => {
      const other = await visitor.server(otherVersion);
      return sightOf({
        body: (script) => {
          const scripts = [tagOf(ONE, other.url), script];
          return (order === 'before' ? scripts : scripts.reverse()).join('') + ELEMENT;
        },
        act: async (page) => {
          await visitor.sight(page);
          const {warnings} = await look(page);
          expect(warnings).to.have.length(1);
          const [taken, late] = order === 'before' ? ['0.0.9', '0.1.0'] : ['0.1.0', '0.0.9'];
          expect(warnings[0]).to.include(`defined by version ${taken}; version ${late} is not used`);
          // Nor does the core fit.
          const pixels = await page.evaluate(
            async (url) => {
              const {openModel} = (await import(`${url}/core.js`)) as typeof CoreModule;
              const {model} = (await import(`${url}/models/vae-fashion-2d.js`)) as {model: ShippedModel};
              const session = await openModel(model, {family: 'vae'});
              return (await session.ops.decode({z: {data: new Float32Array(2), shape: [1, 2]}})).x.data.length;
            },
            order === 'before' ? visitor.cdn.url : other.url,
          );
          expect(pixels).to.equal(784);
          expect((await look(page)).warnings[1]).to.include('two versions of this library');
          expect(page.workers()).to.have.length(2);
        },
      });
    });
  }

  describe('from disk', () => {
    let folder: string;

    before(() => (folder = fs.mkdtempSync(path.join(os.tmpdir(), 'generative-elements-'))));
    after(() => fs.rmSync(folder, {recursive: true}));

    async function fromDisk(body: string, args: string[] = []): Promise<Sight> {
      const file = path.join(folder, 'post.html');
      fs.writeFileSync(file, `<!doctype html><meta charset="utf-8"><p>An article.</p>${body}`);
      const own = await openBrowser(args);
      try {
        const page = await visitor.newPage({}, own);
        await page.goto(pathToFileURL(file).href);
        return await visitor.sight(page);
      } finally {
        await own.close();
      }
    }
    const onDisk = tagOf(ONE, pathToFileURL(DIST).href.replace(/\/$/, ''));

    row('from disk, the script from a server', () => fromDisk(tagOf(ONE, visitor.cdn.url) + OWN_WORDS));
    row('from disk, the script too', () => fromDisk(onDisk + OWN_WORDS));
    row('from disk, the script too, in a browser told to allow it', () => fromDisk(onDisk + OWN_WORDS, ['--allow-file-access-from-files']));
    row('from disk, the script pasted into the page', () => {
      const code = fs.readFileSync(path.join(DIST, 'cdn', ONE), 'utf8').replaceAll('</script', '<\\/script');
      return fromDisk(`<script type="module">${code}</script>${OWN_WORDS}`);
    });
  });

  // Last, as tests of inner suites come after those of the outer one.
  describe('each', () => {
    it('is a row of the table in ARCHITECTURE.md, and nothing else is', () => {
      table.expectComplete();
    });
  });
});
