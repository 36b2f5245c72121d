import type {ModelRef} from '../client/session.js';
import {GenerativeError} from '../format/errors.js';

/** Fetches a model that comes with the library, and registers it; `inPlace` unless its files are wanted from elsewhere. */
export type Offer = (inPlace: boolean) => Promise<void>;

const offers = new Map<string, Offer>();
const registry = new Map<string, ModelRef>();

/** Makes a model known by its id, so that `model="…"` finds it. Entries and builds call this; a page may, for models of its own. */
export function registerModel(id: string, ref: ModelRef): void {
  registry.set(id, ref);
}

/** Makes a model known that is registered when an element first wants it. */
export function offerModel(id: string, offer: Offer): void {
  offers.set(id, offer);
}

export function lookupModel(id: string): ModelRef | undefined {
  return registry.get(id);
}

export function modelIds(): string[] {
  return [...new Set([...registry.keys(), ...offers.keys()])];
}

/** How an element's attributes name a model; `src` wins over `model`. */
export type ModelChoice = {model: string; src: string | undefined; base: string | undefined};

/** What an element opens: at once where the model is known, else when it has come. */
export function resolveModel(choice: ModelChoice): ModelRef | Promise<ModelRef> {
  const {model, src} = choice;
  const offer = src === undefined && !registry.has(model) ? offers.get(model) : undefined;
  // Where its module cannot be had, the files that it was made of may still be there.
  return offer
    ? offer(choice.base === undefined)
        .catch(() => undefined)
        .then(() => placeOf(choice))
    : placeOf(choice);
}

/** Where a model lies. `base` moves the shipped models, so what was known of their place (bundler's URLs, early downloads) no longer holds. */
function placeOf({model, src, base}: ModelChoice): ModelRef {
  if (src !== undefined) return {base: folderOfManifest(src)};
  const ref = lookupModel(model);
  const folder = base === undefined ? undefined : parseUrl('base', base.endsWith('/') ? base : `${base}/`);
  // Only shipped models have files that lie somewhere else in another build.
  if (ref && !(folder && ref.urls)) return ref;
  const place = /^[a-z0-9-]+$/.test(model) ? (folder ? new URL(`pretrained/${model}/`, folder).href : besideOthers(model)) : undefined;
  if (place === undefined)
    throw new GenerativeError('not-found', `model="${model}" is not a shipped model. There is: ${modelIds().join(', ') || 'none'}.`);
  return ref ? {manifest: ref.manifest, topologies: ref.topologies, base: place} : {base: place};
}

/** Shipped models lie side by side: one that no script has brought along is looked for beside one that is known. A bundler may have taken them apart. */
function besideOthers(id: string): string | undefined {
  for (const [known, {urls = {}}] of registry) {
    const url = Object.values(urls).find((place) => /^https?:/.test(place) && place.includes(`/pretrained/${known}/`));
    if (url) return new URL(`../${id}/`, url).href;
  }
  return undefined;
}

function folderOfManifest(src: string): string {
  const url = parseUrl('src', src);
  // Nothing lies beside a URL without folders, as `data:` and `blob:` ones are.
  if (url.pathname.endsWith('/manifest.json') && url.href.startsWith(`${url.protocol}/`)) return new URL('./', url).href;
  throw new GenerativeError('bad-attribute', `src="${src}" must be the URL of a manifest.json.`);
}

function parseUrl(name: string, value: string): URL {
  try {
    return new URL(value, document.baseURI);
  } catch (cause) {
    throw new GenerativeError('bad-attribute', `${name}="${value}" is not a URL.`, {cause});
  }
}
