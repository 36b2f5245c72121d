import {fileURLToPath} from 'node:url';
import {expect} from 'chai';
import type {Browser, Page} from 'puppeteer-core';
import {openBrowser} from '../measure/browser.js';
import {serve, type Server} from '../measure/serve.js';
import {PROBE, pause, waitFor} from './pages/sight.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const FIGURES = 5;
const STEP = 150;

/** Tasks of the page's own thread over 50 ms, with what they were. */
const LONG_TASKS = `
  globalThis.longTasks = [];
  new PerformanceObserver((list) => list.getEntries().forEach(({duration}) => longTasks.push(Math.round(duration))))
    .observe({type: 'longtask', buffered: true});`;

describe('five figures on one page', () => {
  let browser: Browser;
  let server: Server;
  let page: Page;

  before(async () => {
    browser = await openBrowser();
    server = await serve(ROOT);
    page = await browser.newPage();
    await page.setViewport({width: 1000, height: 800});
    await page.evaluateOnNewDocument(PROBE + LONG_TASKS);
    await page.goto(`${server.url}/stories/pages/what-a-vae-knows.html`);
  });

  after(async () => {
    await browser.close();
    await server.close();
  });

  it('fetch nothing of a model before a reader comes near it', async () => {
    await waitFor(page, 'the first picture', ({ready}) => ready > 0);
    const asked = server.log.map(({url}) => url).filter((url) => url.includes('/pretrained/'));
    expect(asked).to.not.be.empty;
    for (const url of asked) expect(url).to.contain('/vae-fashion-2d/');
  });

  it('are all drawn when a reader has scrolled through, by one worker, and each file is fetched once', async () => {
    const height = (await page.evaluate('document.body.scrollHeight')) as number;
    for (let top = 0; top < height; top += STEP) {
      await page.evaluate(`scrollTo(0, ${top})`);
      await pause(100);
    }
    for (let figure = 0; figure < FIGURES; figure++) {
      await page.evaluate(`document.querySelectorAll('vae-latent-explorer')[${figure}].scrollIntoView({block: 'center'})`);
      await waitFor(page, `figure ${figure + 1}`, ({elements}) => elements[figure]!.picture);
    }
    await pause(1500);
    const {elements, faults, uncaught, warnings, ready} = await waitFor(page, 'all', (seen) => seen.ready === FIGURES);
    expect({faults, uncaught, warnings, ready}).to.deep.equal({faults: [], uncaught: [], warnings: [], ready: FIGURES});
    for (const {stats} of elements) expect(stats).to.include({host: 'worker', verified: true});
    expect(page.workers().length).to.equal(1);
    const urls = server.log.map(({url}) => url).filter((url) => url.startsWith('/dist/'));
    expect(urls.filter((url, i) => urls.indexOf(url) !== i)).to.deep.equal([]);
    const models = new Set(urls.flatMap((url) => /pretrained\/([^/]+)\/decoder\.bin/.exec(url)?.[1] ?? []));
    expect([...models]).to.have.members(['vae-fashion-2d', 'vae-digits-2d', 'vae-fashion', 'vae-faces']);
    // Timing depends on the machine: said, and asserted nowhere.
    console.log(
      `      main-thread tasks over 50 ms, loading and scrolling: ${String(await page.evaluate("longTasks.join(', ') || 'none'"))} ms`,
    );
  });

  it('do not make a narrow page scroll sideways', async () => {
    await page.setViewport({width: 320, height: 640});
    await pause(300);
    expect(await page.evaluate('document.documentElement.scrollWidth')).to.equal(320);
  });
});
