/*
 * The file that a script tag names. Not a module of the library: the build (rollup.config.mjs) fills in the two constants and emits it as `cdn/generative-elements.js`.
 * It starts all that the first picture needs at the same time, code and weights, so that nothing of it is more than two requests away from the page.
 */

/** Code of the elements: each chunk and all that it imports. */
declare const CHUNKS: string[];
/** Tag to its default model and the files of the first view. */
declare const FIRST_VIEWS: Record<string, {model: string; files: string[]}>;

const here = import.meta.url;

// What no reader sees yet costs nothing: elements fetch their models when they come into view.
const isWanted = (element: Element) => {
  const {top, bottom} = element.getBoundingClientRect();
  const isSeen = !document.hidden && element.getClientRects().length > 0 && bottom >= 0 && top <= innerHeight;
  return element.getAttribute('loading') === 'eager' || isSeen;
};

for (const [tag, {model, files}] of Object.entries(FIRST_VIEWS)) {
  const usual = `${tag}:not([src],[base])`;
  if (![...document.querySelectorAll(`${usual}:not([model]),${usual}[model="${model}"]`)].some(isWanted)) continue;
  // By URL, on the page's global object: the chunks that take these downloads over are other modules.
  const downloads: Record<string, Promise<ArrayBuffer>> = ((globalThis as Record<symbol, unknown>)[
    Symbol.for('generative-elements/downloads')
  ] ??= {}) as never;
  // In the order of their use: the first picture waits for the first file alone, and shares the line with nothing that comes after it.
  let before: Promise<unknown> = Promise.resolve();
  for (const file of files) {
    const {href} = new URL(`../pretrained/${model}/${file}`, here);
    const download = (downloads[href] ??= before
      .then(() => fetch(href, {credentials: 'omit'}))
      .then((response) => (response.ok ? response.arrayBuffer() : Promise.reject(new Error(`${href}: ${response.status}`)))));
    // Whoever takes the download over sees its failure; until then it is nobody's.
    before = download.catch(() => undefined);
  }
}

for (const chunk of CHUNKS) void import(new URL(chunk, here).href);

export {};
