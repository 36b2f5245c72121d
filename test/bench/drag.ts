// How closely the picture follows the pointer: ten seconds of dragging in headless Chromium on the script-tag build.
// Each frame notes the latent point and the pixels on the screen; afterwards every point is decoded again, independently of the element,
// and the age of a frame's image is how many frames ago its point was the current one.
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import type {Page} from 'puppeteer-core';
import {openBrowser} from '../measure/browser.js';
import {serve} from '../measure/serve.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const SECONDS = 10;
const MAXIMUM_AGE = 2;

type Result = {frames: number; fresh: number; unmatched: number; longestGap: number; longTasks: number[]; meanFrame: number};

export async function benchDragging(cpuThrottling = 1): Promise<Result> {
  const html = `<!doctype html><meta charset="utf-8"><script type="module" src="/dist/cdn/vae-latent-explorer.js"></script>
    <body style="margin: 20px; max-width: 820px"><vae-latent-explorer loading="eager" backend="wasm"></vae-latent-explorer>`;
  const server = await serve(path.resolve(root), {pages: {'/page.html': html}});
  const browser = await openBrowser();
  try {
    const page = await browser.newPage();
    await page.setViewport({width: 900, height: 900});
    await page.goto(`${server.url}/page.html`);
    await page.evaluate("document.querySelector('vae-latent-explorer').ready");
    await new Promise((resolve) => setTimeout(resolve, 2500));
    if (cpuThrottling > 1) await (await page.createCDPSession()).send('Emulation.setCPUThrottlingRate', {rate: cpuThrottling});
    await page.evaluate(RECORD);
    await drag(page);
    await page.evaluate('window.recording = false');
    if (cpuThrottling > 1) await (await page.createCDPSession()).send('Emulation.setCPUThrottlingRate', {rate: 1});
    return (await page.evaluate(JUDGE)) as Result;
  } finally {
    await browser.close();
    await server.close();
  }
}

/** A wandering pointer over the whole plane, faster and slower, as a hand would. */
async function drag(page: Page): Promise<void> {
  const handle = await page.evaluateHandle("document.querySelector('vae-latent-explorer').shadowRoot.querySelector('.handle')");
  const start = await handle.asElement()!.boundingBox();
  const plane = await (
    await page.evaluateHandle("document.querySelector('vae-latent-explorer').shadowRoot.querySelector('.plane')")
  )
    .asElement()!
    .boundingBox();
  if (!start || !plane) throw new Error('The element shows no plane.');
  await page.mouse.move(start.x + start.width / 2, start.y + start.height / 2);
  await page.mouse.down();
  const began = performance.now();
  for (let t = 0; t < SECONDS; t = (performance.now() - began) / 1000) {
    const x = 0.5 + 0.42 * Math.sin(2.1 * t) * Math.cos(0.31 * t);
    const y = 0.5 + 0.42 * Math.sin(1.7 * t + 1);
    await page.mouse.move(plane.x + x * plane.width, plane.y + y * plane.height);
    await new Promise((resolve) => setTimeout(resolve, 8));
  }
  await page.mouse.up();
}

const RECORD = `
  window.frames_ = [];
  window.recording = true;
  window.longTasks = [];
  new PerformanceObserver((list) => list.getEntries().forEach((entry) => longTasks.push(Math.round(entry.duration)))).observe({type: 'longtask'});
  {
    const element = document.querySelector('vae-latent-explorer');
    const canvas = element.shadowRoot.querySelector('.image canvas');
    const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d', {willReadFrequently: true});
    const note = (time) => {
      copy.drawImage(canvas, 0, 0);
      const rgba = copy.getImageData(0, 0, canvas.width, canvas.height).data;
      frames_.push({time, z: [...element.getState().z], pixels: Uint8Array.from({length: rgba.length / 4}, (_, i) => rgba[4 * i])});
      if (recording) requestAnimationFrame(note);
    };
    requestAnimationFrame(note);
  }`;

const JUDGE = `(async () => {
  const {openModel} = await import('/dist/core.js');
  const session = await openModel({base: new URL('/dist/pretrained/vae-fashion-2d/', location.href).href}, {family: 'vae', backend: 'wasm'});
  const z = {data: Float32Array.from(frames_.flatMap((frame) => frame.z)), shape: [frames_.length, 2]};
  const {x} = await session.ops.decode({z});
  session.close();
  const size = x.data.length / frames_.length;
  const matches = (frame, point) => frame.pixels.every((value, i) => Math.abs(value - 255 * x.data[point * size + i]) <= 1.5);
  let fresh = 0, unmatched = 0, longestGap = 0, changed = frames_[0].time;
  frames_.forEach((frame, k) => {
    let age = 0;
    while (age <= 30 && k - age >= 0 && !matches(frame, k - age)) age++;
    if (age <= ${MAXIMUM_AGE}) fresh++;
    if (age > 30 || k - age < 0) unmatched++;
    const before = frames_[k - 1];
    if (before && before.pixels.some((value, i) => value !== frame.pixels[i])) { longestGap = Math.max(longestGap, frame.time - changed); changed = frame.time; }
    else if (before && before.z[0] === frame.z[0] && before.z[1] === frame.z[1]) changed = frame.time;
  });
  const meanFrame = (frames_.at(-1).time - frames_[0].time) / (frames_.length - 1);
  return {frames: frames_.length, fresh, unmatched, longestGap, longTasks, meanFrame};
})()`;

export function describeDragging({frames, fresh, unmatched, longestGap, longTasks, meanFrame}: Result): string {
  return (
    `${((100 * fresh) / frames).toFixed(1)} % of ${frames} frames (${meanFrame.toFixed(1)} ms each) show an image at most ${MAXIMUM_AGE} frames old, ` +
    `${unmatched} show none of the last 30; longest gap ${longestGap.toFixed(0)} ms; tasks over 50 ms: ${longTasks.join(', ') || 'none'}`
  );
}
