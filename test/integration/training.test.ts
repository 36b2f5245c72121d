import {fileURLToPath} from 'node:url';
import {expect} from 'chai';
import type {Browser, Page} from 'puppeteer-core';
import {startWasmBackend} from '../../pretrained/tools/wasm-backend.js';
import {openBrowser} from '../measure/browser.js';
import {serve, type Override, type Server} from '../measure/serve.js';
import {blockImages, modelFiles} from '../src/training/tiny-run.js';
import {trainer} from '../src/training/tiny-vae.js';

const root = fileURLToPath(new URL('../../', import.meta.url)).replace(/\/$/, '');
const STEPS = 8;
const GPU = ['--enable-unsafe-webgpu', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--ignore-gpu-blocklist', '--enable-gpu'];

type Answer = {info?: {backend: string; fallbacks: {backend: string}[]}; losses: number[]; changed: boolean; error?: string};

/** In the page: as many steps one by one, the losses of each, and whether the session's pictures changed. */
const TRAIN = `async (images, options, steps, core, base) => {
  const {openModel} = await import(core);
  const losses = [];
  let session;
  try {
    session = await openModel({base: '/model/'}, {family: 'vae'});
    const z = {data: Float32Array.of(0.5, -1), shape: [1, 2]};
    const decode = async () => [...(await session.ops.decode({z})).x.data].join();
    const before = await decode();
    const data = {data: Float32Array.from(images.data), shape: images.shape};
    const run = session.train({data, paused: true, seed: 11, learningRate: 3e-3, batchSize: 16, base, ...options});
    const info = await run.ready;
    const iterator = run[Symbol.asyncIterator]();
    for (let step = 1; step <= steps; step++) {
      run.step();
      for (let latest; latest?.step !== step; ) latest = (await iterator.next()).value ?? latest, latest.step === step && losses.push(latest.losses.loss);
    }
    const result = await run.stop();
    return {info, losses, changed: (await decode()) !== before, error: undefined};
  } catch (error) {
    return {losses, changed: false, error: error.code + ': ' + error.message};
  } finally {
    session?.close();
  }
}`;

describe('training in a page, from the build', () => {
  let browser: Browser;
  let cdn: Server;
  let files: Record<string, Uint8Array>;

  before(async () => {
    browser = await openBrowser(GPU);
    cdn = await serve(root);
    files = await modelFiles();
  });
  after(async () => {
    await browser.close();
    await cdn.close();
  });

  /** A page of its own origin under a policy; \`CDN\` in it is where the build lies, unless that is the page's own server. */
  const inPage = async <Result>(csp: string, own: boolean, use: (page: Page, dist: string) => Promise<Result>): Promise<Result> => {
    const override: Override = ({url = ''}, response) => {
      const file = files[url.replace(/^\/model\//, '')];
      if (!url.startsWith('/model/') || !file) return false;
      response.writeHead(200).end(file);
      return true;
    };
    const headers = csp ? {'content-security-policy': csp.replaceAll('CDN', cdn.url)} : undefined;
    const server = await serve(root, {pages: {'/page.html': '<!doctype html><title>Training</title>'}, override, headers});
    const page = await browser.newPage();
    try {
      await page.goto(`${server.url}/page.html`);
      return await use(page, `${own ? server.url : cdn.url}/dist/`);
    } finally {
      await page.close();
      await server.close();
    }
  };
  const train = (csp: string, own: boolean, options: object = {}, base?: string): Promise<Answer> =>
    inPage(csp, own, async (page, dist) => {
      const images = blockImages(64);
      const asked = [{...images, data: [...images.data]}, options, STEPS, `${dist}core.js`, base ?? null];
      return (await page.evaluate(`(${TRAIN})(...${JSON.stringify(asked).replace(/,null\]$/, ',undefined]')})`)) as Answer;
    });

  it('takes the steps that Node takes from the same seed, and the session shows them', async () => {
    const {losses, changed, error, info} = await train('', true);
    expect(error).to.equal(undefined);
    expect(info).to.deep.equal({backend: 'wasm', fallbacks: []});
    await startWasmBackend();
    const {exchange, make} = trainer();
    exchange.control = {rate: 3e-3, decay: 0, flags: 0};
    const alone = make();
    for (let step = 1; step <= STEPS; step++) expect(losses[step - 1]).to.be.closeTo(alone.step(step).losses.loss!, 1e-3 * losses[0]!);
    alone.dispose();
    expect(changed).to.equal(true);
  });

  const WASM = "script-src CDN 'self' 'unsafe-eval' 'wasm-unsafe-eval'; connect-src CDN 'self'";
  const table: [name: string, csp: string, own: boolean, outcome: 'trains' | RegExp][] = [
    ['from another origin', '', false, 'trains'],
    ['with blob workers alone', `default-src 'none'; ${WASM}; worker-src blob:`, false, 'trains'],
    ['with blob workers alone, from its own origin', `default-src 'none'; ${WASM}; worker-src blob:`, true, 'trains'],
    ['with workers of its own origin', `default-src 'none'; ${WASM}; worker-src 'self'`, true, 'trains'],
    ['where workers are refused', `default-src 'none'; ${WASM}; worker-src 'none'`, false, /^no-worker: No worker for training/],
    [
      'where workers are refused on its own origin',
      `default-src 'none'; ${WASM}; worker-src 'none'`,
      true,
      /^no-worker: No worker for training/,
    ],
  ];
  for (const [name, csp, own, outcome] of table) {
    it(`${outcome === 'trains' ? 'trains' : 'says that it needs a worker'} ${name}`, async () => {
      const {error, losses, changed} = await train(csp, own);
      if (outcome === 'trains')
        expect({error, steps: losses.length, changed}).to.deep.equal({error: undefined, steps: STEPS, changed: true});
      else expect(error).to.match(outcome);
    });
  }

  it('says where its script is missing', async () => {
    expect((await train('', true, {}, '/nowhere/')).error).to.match(/^network: .*\/nowhere\/training\.js: .*404/);
  });

  it('learns on WebGPU, on an adapter in software where that is asked for', async () => {
    const {error, losses, info, changed} = await train('', false, {backend: 'webgpu'});
    expect(error).to.equal(undefined);
    expect(info).to.deep.equal({backend: 'webgpu', fallbacks: []});
    expect(changed).to.equal(true);
    const wasm = await train('', false);
    losses.forEach((loss, step) => expect(loss).to.be.closeTo(wasm.losses[step]!, 1e-2 * wasm.losses[0]!));
  });
});
