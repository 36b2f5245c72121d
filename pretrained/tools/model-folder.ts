import {createHash} from 'node:crypto';
import {readFileSync, writeFileSync} from 'node:fs';
import {join, resolve} from 'node:path';
import type {Graph} from '../../src/format/graph.js';
import type {Manifest} from '../../src/format/manifest.js';
import {readLayersModel} from '../../src/format/read-layers-model.js';
import {readManifest} from '../../src/format/read-manifest.js';

/** The folder of a shipped model. */
export function modelFolder(id: string): string {
  return resolve('pretrained', id);
}

/** Reads a model's manifest and checks the size and sha256 of each of its files. */
export function readModel(id: string): {manifest: Manifest; graphs: Record<string, Graph>} {
  const folder = modelFolder(id);
  const manifest = readManifest(JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')), `${id}/manifest.json`);
  for (const [name, {bytes, sha256}] of Object.entries(manifest.files)) {
    const data = readFileSync(join(folder, name));
    if (data.length !== bytes || hash(data) !== sha256) throw new Error(`${id}/${name} is not the file that its manifest describes`);
  }
  const graphs = Object.entries(manifest.nets).map(([role, file]) => {
    const json = JSON.parse(readFileSync(join(folder, file), 'utf8')) as unknown;
    const binary = new Uint8Array(readFileSync(join(folder, file.replace(/\.json$/, '.bin'))));
    return [role, readLayersModel(json, binary.buffer, `${id}/${file}`)] as const;
  });
  return {manifest, graphs: Object.fromEntries(graphs)};
}

/** Writes a manifest; its `files` are measured anew from the folder. */
export function writeManifest(manifest: Manifest): Manifest {
  const folder = modelFolder(manifest.id);
  const files = Object.keys(manifest.files).map((name) => {
    const data = readFileSync(join(folder, name));
    return [name, {bytes: data.length, sha256: hash(data)}] as const;
  });
  const complete = {...manifest, files: Object.fromEntries(files)};
  writeFileSync(join(folder, 'manifest.json'), `${JSON.stringify(complete, null, 2)}\n`);
  return complete;
}

function hash(data: Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}
