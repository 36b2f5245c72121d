import {GenerativeError} from '../format/errors.js';
import {fileEntry} from '../format/file-entry.js';
import type {Graph, Weights} from '../format/graph.js';
import type {FileEntry, Manifest} from '../format/manifest.js';
import {writeLayersModel} from '../format/write.js';

type Source = {readonly manifest: Manifest; file(name: string): Promise<ArrayBuffer>};
type Files = Record<string, Uint8Array<ArrayBuffer>>;

/** A model with trained weights as files: its topologies as they were shipped, the weights in full, and a manifest without the figures of the old ones. */
export async function trainedFiles(source: Source, graphs: Record<string, Graph>, weights: Weights): Promise<Files> {
  const {manifest} = source;
  const files: Files = {};
  for (const [role, graph] of Object.entries(graphs)) {
    const name = manifest.nets[role]!;
    const topology = topologyOf(new TextDecoder().decode(await source.file(name)), name);
    const stored = graph.weights.map((spec, index) => ({...spec, data: weights[role]![index]!, encoding: 'float32' as const}));
    const binary = name.replace(/(\.json)?$/, '.bin');
    const {json, bytes} = writeLayersModel(topology, stored, binary);
    files[name] = new TextEncoder().encode(json);
    files[binary] = bytes;
  }
  const entries = await Promise.all(Object.entries(files).map(async ([name, bytes]) => [name, await entryOf(bytes)] as const));
  const own: Manifest = {...manifest, metrics: {}, training: undefined, extras: undefined, files: Object.fromEntries(entries)};
  files['manifest.json'] = new TextEncoder().encode(`${JSON.stringify(own, null, 2)}\n`);
  return files;
}

function topologyOf(text: string, name: string): unknown {
  const {modelTopology} = JSON.parse(text) as {modelTopology?: unknown};
  if (!modelTopology) throw new GenerativeError('format', `${name}: modelTopology is missing`);
  return modelTopology;
}

async function entryOf(bytes: Uint8Array<ArrayBuffer>): Promise<FileEntry> {
  const entry = await fileEntry(bytes);
  if (!entry) throw new GenerativeError('storage', 'A model can be saved on https pages only: its checksums need `crypto.subtle`.');
  return entry;
}
