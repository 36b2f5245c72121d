// How smoothly figures follow their training, on wasm in headless Chromium by the script-tag build: <flow-density> from a flat sheet, <gan-duel> from random weights.
// Each density that reaches the screen is one picture of 96 × 96 cells; they are counted where they are put onto a canvas.
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {openBrowser} from '../measure/browser.js';
import {serve} from '../measure/serve.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const [WARM_UP, SECONDS] = [4, 8];

type Result = {densities: number; stepsPerSecond: number; loss: number; longTasks: number[]};
type Duel = {pictures: number; stepsPerSecond: number; longTasks: number[]};

/** Steps a second of both nets (two hidden layers of 32 each, 128 points), and pictures of them: each surface that reaches the screen is one of 44 × 44 places. */
async function liveDuel(): Promise<void> {
  const {pictures, stepsPerSecond, longTasks} = await inPage<Duel>('gan-duel', ` state='{"start":"fresh"}'`, DUEL);
  console.log(
    `<gan-duel> while it plays on wasm: ${stepsPerSecond.toFixed(0)} steps of both a second, ${(pictures / SECONDS).toFixed(1)} pictures a second; ` +
      `tasks over 50 ms: ${longTasks.join(', ') || 'none'}`,
  );
}

const DUEL = `(async () => {
  const element = document.querySelector('gan-duel');
  const wait = (seconds) => new Promise((resolve) => setTimeout(resolve, 1000 * seconds));
  const result = {pictures: 0, stepsPerSecond: 0, longTasks: []};
  element.addEventListener('gen-train', ({detail}) => (result.stepsPerSecond = detail.stepsPerSecond));
  for (;;) {
    const play = element.shadowRoot.querySelector('[part=play]:not(:disabled)');
    if (play) {
      play.click();
      break;
    }
    await wait(0.05);
  }
  await wait(${WARM_UP});
  const {putImageData} = CanvasRenderingContext2D.prototype;
  CanvasRenderingContext2D.prototype.putImageData = function (image, ...rest) {
    if (image.width === 44) result.pictures++;
    return putImageData.call(this, image, ...rest);
  };
  new PerformanceObserver((list) => list.getEntries().forEach(({duration}) => result.longTasks.push(Math.round(duration)))).observe({entryTypes: ['longtask']});
  await wait(${SECONDS});
  return result;
})()`;

async function liveTraining(): Promise<void> {
  const {densities, stepsPerSecond, loss, longTasks} = await inPage<Result>('flow-density', '', TRAIN);
  console.log(
    `<flow-density> while it trains on wasm: ${(densities / SECONDS).toFixed(1)} densities of 96 × 96 a second, ${stepsPerSecond.toFixed(0)} steps a second, ` +
      `${loss.toFixed(2)} nats after ${WARM_UP + SECONDS} s; tasks over 50 ms: ${longTasks.join(', ') || 'none'}`,
  );
}

/** What a script says that runs beside the element when it is ready. */
async function inPage<Said>(tag: string, attributes: string, script: string): Promise<Said> {
  const html = `<!doctype html><meta charset="utf-8"><script type="module" src="/dist/cdn/${tag}.js"></script>
    <body style="margin: 20px; max-width: 820px"><${tag} loading="eager" backend="wasm"${attributes}></${tag}>`;
  const server = await serve(path.resolve(root), {pages: {'/page.html': html}});
  const browser = await openBrowser();
  try {
    const page = await browser.newPage();
    await page.setViewport({width: 900, height: 900});
    await page.goto(`${server.url}/page.html`);
    await page.evaluate(`document.querySelector('${tag}').ready`);
    return (await page.evaluate(script)) as Said;
  } finally {
    await browser.close();
    await server.close();
  }
}

const TRAIN = `(async () => {
  const element = document.querySelector('flow-density');
  const wait = (seconds) => new Promise((resolve) => setTimeout(resolve, 1000 * seconds));
  const found = async (selector) => {
    for (;;) {
      const one = element.shadowRoot.querySelector(selector);
      if (one) return one;
      await wait(0.05);
    }
  };
  await wait(1);
  (await found('[part=train-button]')).click();
  const result = {densities: 0, stepsPerSecond: 0, loss: NaN, longTasks: []};
  element.addEventListener('gen-train', ({detail}) => Object.assign(result, {stepsPerSecond: detail.stepsPerSecond, loss: detail.losses.loss}));
  (await found('[part=play]')).click();
  await wait(${WARM_UP});
  const {putImageData} = CanvasRenderingContext2D.prototype;
  CanvasRenderingContext2D.prototype.putImageData = function (image, ...rest) {
    if (image.width === 96) result.densities++;
    return putImageData.call(this, image, ...rest);
  };
  new PerformanceObserver((list) => list.getEntries().forEach(({duration}) => result.longTasks.push(Math.round(duration)))).observe({entryTypes: ['longtask']});
  await wait(${SECONDS});
  return result;
})()`;

await liveTraining();
await liveDuel();
