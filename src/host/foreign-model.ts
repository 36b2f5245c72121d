// What models need that did not come with the library; the usual worker leaves it out.
import {FormatError} from '../format/errors.js';
import {brief} from '../format/field.js';
import type {Graph} from '../format/graph.js';
import {LIMITS} from '../format/limits.js';
import type {FileEntry, Manifest} from '../format/manifest.js';
import {readLayersModel, weightPaths} from '../format/read-layers-model.js';
import {readManifest} from '../format/read-manifest.js';
import {joinBuffers} from './join-buffers.js';
import {Memo} from './memo.js';
import type {ModelFiles} from './model-files.js';

export type ForeignModel = {manifest: Manifest; topologies: Record<string, unknown>};

/** Fetches and checks `manifest.json`, which may be a bundle `{manifest, topologies}`: that saves a request for each net. */
export async function fetchManifest(files: ModelFiles): Promise<ForeignModel> {
  const json = await fetchJson(files, 'manifest.json');
  const bundle = (typeof json === 'object' && json) as {manifest?: unknown; topologies?: Record<string, unknown>} | false;
  const manifest = readManifest((bundle && bundle.manifest) || json, files.url('manifest.json'));
  return {manifest, topologies: (bundle && bundle.topologies) || {}};
}

/** Reads a net from its stock `model.json`, fetched unless `topology` holds it, and its binaries. */
export async function fetchNet(files: ModelFiles, entries: Record<string, FileEntry>, name: string, topology: unknown): Promise<Graph> {
  const url = files.url(name);
  const load = (path: string): Promise<ArrayBuffer> => {
    if (!Object.hasOwn(entries, path)) throw new FormatError(url, 'weightsManifest', `${brief(path)} is not in the manifest's files`);
    return files.load(path, entries[path]);
  };
  // A net's binary bears its name by custom: it is fetched beside the topology, not after it.
  const early = new Memo<ArrayBuffer>();
  const binary = name.replace(/\.json$/, '.bin');
  if (Object.hasOwn(entries, binary)) early.get(binary, () => load(binary)).catch(() => {});
  const json = topology ?? (await fetchJson(files, name, entries[name]));
  const paths = weightPaths(json, url);
  const total = paths.reduce((sum, path) => sum + (Object.hasOwn(entries, path) ? entries[path]!.bytes : 0), 0);
  if (total > LIMITS.bytes) throw new FormatError(url, 'weightsManifest', `its files have ${total} bytes, more than ${LIMITS.bytes}`);
  const shards = await Promise.all(paths.map((path) => early.get(path, () => load(path))));
  return readLayersModel(json, joinBuffers(shards), url);
}

async function fetchJson(files: ModelFiles, name: string, expected?: FileEntry): Promise<unknown> {
  const text = new TextDecoder().decode(await files.loadDocument(name, expected));
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new FormatError(files.url(name), '', `is no JSON (${(cause as Error).message})`);
  }
}
