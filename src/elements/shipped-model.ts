import type {Manifest} from '../format/manifest.js';
import {registerModel} from './models.js';

/** What `.config/generate-models.mjs` makes of a folder of `pretrained/`. */
export type ShippedModel = {id: string; manifest: Manifest; topologies: Record<string, unknown>; urls: Record<string, string>};

/** Registers a model that comes with the library, with the downloads that the script-tag loader has already started for it. */
export function registerShippedModel({id, manifest, topologies, urls}: ShippedModel): void {
  registerModel(id, {urls, manifest, topologies, primed: earlyDownloads(urls)});
}

function earlyDownloads(urls: Record<string, string>): Record<string, Promise<ArrayBuffer>> {
  const downloads =
    (globalThis as Record<symbol, Record<string, Promise<ArrayBuffer>> | undefined>)[Symbol.for('generative-elements/downloads')] ?? {};
  const taken: Record<string, Promise<ArrayBuffer>> = {};
  for (const [file, url] of Object.entries(urls)) {
    const download = downloads[url];
    if (download) taken[file] = download;
  }
  return taken;
}
