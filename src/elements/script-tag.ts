import {download} from './downloads.js';
import {whenIdle} from './when-idle.js';

/*
 * The file that a script tag names. Not a module of the library: the build (.config/script-tags.mjs) fills in the two constants and emits it as `cdn/generative-elements.js`.
 * It starts all that the first picture needs at the same time, code and weights, so that nothing of it is more than two requests away from the page.
 */

/** Tag to its code, each chunk and all that it imports; to its default model and the files of the first view; and to each other model the chunks that come with it. */
declare const FIRST_VIEWS: Record<string, {chunks: string[]; model: string; files: string[]; others: Record<string, string[]>}>;

const here = import.meta.url;

// What no reader sees yet costs nothing: elements fetch their models when they come into view.
const isWanted = (element: Element) => {
  const {top, bottom} = element.getBoundingClientRect();
  const isSeen = !document.hidden && element.getClientRects().length > 0 && bottom >= 0 && top <= innerHeight;
  return element.getAttribute('loading') === 'eager' || isSeen;
};
const isAnyWanted = (selector: string) => [...document.querySelectorAll(selector)].some(isWanted);

/** In the order of their use: the first picture waits for the first file alone, and shares the line with nothing that comes after it. */
async function downloadInOrder(model: string, files: string[]): Promise<void> {
  for (const file of files) await download(new URL(`../pretrained/${model}/${file}`, here).href).catch(() => undefined);
}

for (const [tag, {model, files, others}] of Object.entries(FIRST_VIEWS)) {
  const usual = `${tag}:not([src],[base])`;
  if (isAnyWanted(`${usual}:not([model]),${usual}[model="${model}"]`)) void downloadInOrder(model, files);
  for (const [id, chunks] of Object.entries(others)) {
    if (!isAnyWanted(`${usual}[model="${id}"]`)) continue;
    void downloadInOrder(id, files.slice(0, 1));
    // The element asks for the same, and says what becomes of it.
    for (const chunk of chunks) import(new URL(chunk, here).href).catch(() => undefined);
  }
}

const define = (tag: string) => FIRST_VIEWS[tag]!.chunks.forEach((chunk) => void import(new URL(chunk, here).href));
const isHere = (tag: string) => document.querySelector(tag) !== null;

// What the page shows comes first; the others are for what scripts may put into it later.
const tags = Object.keys(FIRST_VIEWS);
const later = new Set(tags.filter((tag) => !isHere(tag)));
tags.filter(isHere).forEach(define);
const defineSome = (some: string[]) => {
  for (const tag of some) if (later.delete(tag)) define(tag);
  if (later.size === 0) watching.disconnect();
};
// A page need not wait that adds one.
const watching = new MutationObserver(() => defineSome([...later].filter(isHere)));
if (later.size > 0) watching.observe(document, {childList: true, subtree: true});
const defineAll = () => void whenIdle().then(() => defineSome([...later]));
if (tags.some(isAnyWanted)) ['gen-ready', 'gen-error'].forEach((end) => addEventListener(end, defineAll, {once: true}));
else if (document.readyState === 'complete') defineAll();
else addEventListener('load', defineAll);
