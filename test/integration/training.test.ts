import {fileURLToPath} from 'node:url';
import {expect} from 'chai';
import {startWasmBackend} from '../../pretrained/tools/wasm-backend.js';
import {openBrowser} from '../measure/browser.js';
import {serve, type Override} from '../measure/serve.js';
import {blocks, trainer} from '../src/training/tiny-vae.js';

const root = fileURLToPath(new URL('../../', import.meta.url)).replace(/\/$/, '');
const STEPS = 60;
const POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; worker-src 'self'";
const OPTIONS = {objective: {latent: 2, beta: 1, draws: 1, greyInputs: 0.25}, batch: 16, seed: 11, rate: 3e-3};

/** Numbers survive JSON as plain arrays; the worker makes typed ones of them. */
const WORKER = `
  import {Training, startBackend} from '/dist/training.js';
  onmessage = async ({data: {graphs, examples, steps, ...options}}) => {
    try {
      await startBackend();
      for (const {weights} of Object.values(graphs)) for (const weight of weights) weight.data = Float32Array.from(weight.data);
      const training = new Training({...options, graphs, examples: {...examples, images: Uint8Array.from(examples.images)}});
      const losses = Array.from({length: steps}, () => training.step().losses.loss);
      const weights = Object.fromEntries(Object.entries(training.weights()).map(([role, arrays]) => [role, arrays.map((array) => [...array])]));
      training.dispose();
      postMessage({losses, weights});
    } catch (error) {
      postMessage({error: String(error)});
    }
  };`;

type Answer = {losses: number[]; weights: Record<string, number[][]>; error?: string};

describe('dist/training.js', () => {
  it("trains a VAE in a page's worker under a strict policy, as Node does from the same seed", async () => {
    const browser = await openBrowser();
    const override: Override = ({url}, response) => {
      if (url !== '/training-worker.js') return false;
      response.writeHead(200, {'content-type': 'text/javascript'}).end(WORKER);
      return true;
    };
    const pages = {'/page.html': '<!doctype html><title>Training</title>'};
    const server = await serve(root, {pages, override, headers: {'content-security-policy': POLICY}});
    const {exchange, layout, graphs, make} = trainer();
    const examples = blocks(64);
    const plain = Object.fromEntries(
      Object.entries(graphs).map(([role, graph]) => [
        role,
        {...graph, weights: graph.weights.map((weight) => ({...weight, data: [...weight.data]}))},
      ]),
    );
    try {
      const page = await browser.newPage();
      await page.goto(`${server.url}/page.html`);
      const message = {...OPTIONS, graphs: plain, examples: {...examples, images: [...examples.images]}, steps: STEPS};
      const answer = (await page.evaluate(
        (asked) =>
          new Promise((resolve, reject) => {
            const worker = new Worker('/training-worker.js', {type: 'module'});
            worker.onmessage = ({data}) => {
              resolve(data);
            };
            worker.onerror = ({message: text}) => {
              reject(new Error(text));
            };
            worker.postMessage(asked);
          }),
        message as unknown as Record<string, never>,
      )) as Answer;
      expect(answer.error).to.equal(undefined);

      await startWasmBackend();
      exchange.control = {rate: OPTIONS.rate, decay: 0, flags: 0};
      const training = make();
      const losses = Array.from({length: STEPS}, (_, i) => training.step(i + 1).losses.loss!);
      training.dispose();
      expect(answer.losses[0]).to.be.closeTo(losses[0]!, 1e-4 * losses[0]!);
      expect(answer.losses.at(-1)).to.be.closeTo(losses.at(-1)!, 1e-2 * losses[0]!);
      expect(answer.losses.at(-1)).to.be.below(0.9 * answer.losses[0]!);
      for (const [role, {weights}] of Object.entries(layout.graphs(exchange.parameters))) {
        for (const [i, {data}] of weights.entries()) {
          const off = data.reduce((most, value, at) => Math.max(most, Math.abs(value - answer.weights[role]![i]![at]!)), 0);
          expect(off, `${role} ${i}`).to.be.below(0.01);
        }
      }
    } finally {
      await browser.close();
      await server.close();
    }
  });
});
