import {inflate} from '../format/inflate.js';
import type {Manifest} from '../format/manifest.js';
import {downloads} from './downloads.js';
import {registerModel} from './models.js';

/** What `.config/generate-models.mjs` makes of a folder of `pretrained/`. In a script that is one file, `embedded` holds files as base64 of a raw deflate stream. */
export type ShippedModel = {
  id: string;
  manifest: Manifest;
  topologies: Record<string, unknown>;
  urls: Record<string, string>;
  embedded?: Record<string, string>;
};

/** Registers a model that comes with the library, with its files that are in the script or on their way already. */
export function registerShippedModel({id, manifest, topologies, urls, embedded = {}}: ShippedModel): void {
  registerModel(id, {urls, manifest, topologies, primed: {...earlyDownloads(urls), ...unpacked(embedded)}});
}

/** Downloads that were started before the model's module was there. */
function earlyDownloads(urls: Record<string, string>): Record<string, Promise<ArrayBuffer>> {
  const started = downloads();
  const taken: Record<string, Promise<ArrayBuffer>> = {};
  for (const [file, url] of Object.entries(urls)) {
    const download = started[url];
    if (download) taken[file] = download;
  }
  return taken;
}

function unpacked(embedded: Record<string, string>): Record<string, Promise<ArrayBuffer>> {
  const files: Record<string, Promise<ArrayBuffer>> = {};
  for (const [file, base64] of Object.entries(embedded)) {
    files[file] = inflate(base64).then(({buffer}) => buffer);
    // Where it fails, the file is fetched; until somebody asks for it, the failure is nobody's.
    files[file].catch(() => undefined);
  }
  return files;
}
