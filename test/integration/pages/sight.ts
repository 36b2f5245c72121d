import {expect} from 'chai';
import type {Frame, Page} from 'puppeteer-core';

/** What a reader has before them, and where it was computed. */
export type Sight = {sees: string; ran: string};

type Element = {
  picture: boolean;
  complete: boolean;
  problem: string;
  words: string;
  stats: {host: 'worker' | 'main'; backend: string; verified: boolean; fallbacks: {backend: string}[]} | undefined;
};
type Look = {elements: Element[]; ready: number; faults: string[]; uncaught: string[]; warnings: string[]};

/** Milliseconds of a wait, to the factor by which it takes longer. */
export type Factors = Record<number, number>;

/** JavaScript after which waits of a length take another time. */
export const clock = (factors: Factors): string => `{
  const {setTimeout} = globalThis;
  globalThis.setTimeout = (callback, ms, ...rest) => setTimeout(callback, ms * (${JSON.stringify(factors)}[ms] ?? 1), ...rest);
}`;

/** Runs in every page and frame before any script of theirs, past all policies. */
export const PROBE = `
  globalThis.probe = {ready: 0, faults: [], uncaught: [], warnings: []};
  addEventListener('gen-ready', () => probe.ready++);
  addEventListener('gen-error', ({detail}) => probe.faults.push(detail.code + ': ' + detail.message));
  addEventListener('error', ({message}) => message && probe.uncaught.push(message));
  addEventListener('unhandledrejection', ({reason}) => probe.uncaught.push('rejected: ' + reason));
  const warn = console.warn;
  console.warn = (...words) => { probe.warnings.push(words.join(' ')); warn(...words); };
`;

/** A picture has more than one colour. */
const LOOK = `(() => {
  const isPicture = (canvas) => {
    if (!canvas || !canvas.width || !canvas.height) return false;
    const {data} = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    return new Set(new Uint32Array(data.buffer)).size > 8;
  };
  const isSeen = (node) => Boolean(node) && node.checkVisibility() && node.getBoundingClientRect().height > 0;
  const elements = [...document.querySelectorAll('vae-latent-explorer')].map((element) => {
    const root = element.shadowRoot;
    const alert = root?.querySelector('[role=alert]');
    return {
      picture: isSeen(root?.querySelector('.image')) && isPicture(root.querySelector('.image canvas')),
      complete: Boolean(root?.querySelector('button.example')),
      problem: isSeen(alert) ? (alert.querySelector('p') ?? alert).innerText : '',
      words: root ? '' : element.innerText.trim(),
      stats: element.stats && JSON.parse(JSON.stringify(element.stats)),
    };
  });
  return {elements, ...probe};
})()`;

const BACKENDS: Record<string, string> = {wasm: 'wasm', webgpu: 'WebGPU', reference: 'plain TypeScript'};

export const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** A sum over the decoded image's pixels, another one for another image. */
const PIXELS = `(() => {
  const canvas = document.querySelector('vae-latent-explorer').shadowRoot.querySelector('.image canvas');
  const {data} = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  return data.reduce((sum, value, i) => (31 * sum + value + i) % 1000003, 7);
})()`;

/** Moves the point of the first element: another picture must come, or a sentence. */
export async function nextPicture(page: Page): Promise<void> {
  const before = await page.evaluate(PIXELS);
  // Never the same point twice.
  await page.evaluate(`{
    probe.moves = (probe.moves ?? 0) + 1;
    document.querySelector('vae-latent-explorer').setState({z: [1.5 * Math.sin(1.3 * probe.moves), 1.5 * Math.cos(2.1 * probe.moves)]});
  }`);
  const end = performance.now() + 120_000;
  while ((await page.evaluate(PIXELS)) === before && (await look(page)).elements[0]!.problem === '') {
    if (performance.now() > end) throw new Error('No other picture came');
    await pause(50);
  }
}

export async function look(frame: Page | Frame): Promise<Look> {
  return (await frame.evaluate(LOOK)) as Look;
}

/** Waits until `condition` holds of what is seen. */
export async function waitFor(
  frame: Page | Frame,
  what: string,
  condition: (seen: Look) => boolean,
  milliseconds = 120_000,
): Promise<Look> {
  const end = performance.now() + milliseconds;
  for (;;) {
    const seen = await look(frame);
    if (condition(seen)) return seen;
    if (performance.now() > end) throw new Error(`Waited in vain for ${what}: ${JSON.stringify(seen)}`);
    await pause(100);
  }
}

/** The end of loading, lazy parts included: the same for all elements of the page. */
export async function settledSight(frame: Page | Frame, count = 1): Promise<Sight> {
  const done = ({picture, complete, problem, words}: Element): boolean => words !== '' || problem !== '' || (picture && complete);
  const seen = await waitFor(frame, 'a picture or a sentence', ({elements}) => elements.length === count && elements.every(done));
  expect(seen.uncaught, 'uncaught errors').to.deep.equal([]);
  const sights = seen.elements.map(sightOf);
  for (const sight of sights) expect(sight, 'elements of one page').to.deep.equal(sights[0]);
  // Whoever shows a picture has said so.
  expect(seen.ready, 'gen-ready').to.equal(seen.elements.filter(({picture}) => picture).length);
  return sights[0]!;
}

export function sightOf({picture, problem, words, stats}: Element): Sight {
  const sees = [picture ? 'the picture' : '', problem && `“${problem}”`, words && `the page’s own words in the element: “${words}”`];
  return {sees: sees.filter(Boolean).join(', and '), ran: stats ? placeOf(stats) : 'nowhere'};
}

function placeOf({host, backend, verified, fallbacks}: NonNullable<Element['stats']>): string {
  const without = fallbacks.map((fallback) => fallback.backend).filter((name) => name !== backend);
  const notes = [...without.map((name) => `no ${BACKENDS[name]}`), verified ? '' : 'files not hashed'].filter(Boolean);
  const place = `${host === 'main' ? 'page' : 'worker'}, ${BACKENDS[backend]}`;
  return notes.length > 0 ? `${place} (${notes.join(', ')})` : place;
}
