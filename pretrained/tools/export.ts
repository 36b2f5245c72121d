import {execFileSync} from 'node:child_process';
import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {gzipSync} from 'node:zlib';
import type {Graph} from '../../src/format/graph.js';
import type {Manifest} from '../../src/format/manifest.js';
import {writeLayersModel} from '../../src/format/write.js';
import {writeCard} from './card.js';
import {stored} from './encodings.js';
import {modelFolder, readModel, writeManifest} from './model-folder.js';
import type {Recipe} from './recipe.js';
import type {TrainedGraphs} from './workshop.js';
import {workshopOf} from './workshops.js';

/** Writes `pretrained/<id>/` from trained graphs: nets, what the family puts beside them, pictures, card, and a manifest that has no metrics yet. */
export async function exportModel(recipe: Recipe, {before, after}: TrainedGraphs, run: {steps: number; seconds: number}): Promise<void> {
  const workshop = workshopOf(recipe);
  const folder = modelFolder(recipe.id);
  mkdirSync(folder, {recursive: true});
  for (const [role, graph] of Object.entries(after)) {
    const weights = graph.weights.map((weight) => stored(recipe, role, weight));
    const {json, bytes} = writeLayersModel(recipe.nets[role]!.topology, weights, `${role}.bin`);
    writeFileSync(join(folder, `${role}.json`), json);
    writeFileSync(join(folder, `${role}.bin`), bytes);
    console.log(`${role}.bin: ${bytes.length} bytes, ${gzipSync(bytes, {level: 9}).length} after gzip`);
  }
  const nets = Object.keys(after).flatMap((role) => [`${role}.json`, `${role}.bin`]);
  const manifest: Manifest = {
    format: 1,
    id: recipe.id,
    family: recipe.family,
    title: recipe.title,
    nets: Object.fromEntries(Object.keys(after).map((role) => [role, `${role}.json`])),
    condition: null,
    ...workshop.describe(recipe),
    metrics: {},
    training: {recipe: recipe.id, seed: recipe.seed, steps: run.steps, seconds: Math.round(run.seconds), commit: commit()},
    files: {},
  };
  writeManifest({...manifest, files: namesOnly(nets)});
  // Points and pictures come from the files as shipped, not from the weights before they were rounded.
  const shipped = readModel(recipe.id).graphs;
  console.log(workshop.compareRounding(recipe, before, shipped));
  await writeExtras(recipe, manifest, shipped);
}

/** Makes the files beside the nets of a shipped model anew, and its card. */
export async function renewExtras(recipe: Recipe): Promise<void> {
  const {manifest, graphs} = readModel(recipe.id);
  await writeExtras(recipe, manifest, graphs);
}

async function writeExtras(recipe: Recipe, manifest: Manifest, shipped: Record<string, Graph>): Promise<void> {
  const nets = Object.keys(manifest.nets).flatMap((role) => [`${role}.json`, `${role}.bin`]);
  const {extras: files, ...rest} = workshopOf(recipe).extras(recipe, shipped);
  const extras = {card: 'CARD.md', ...files};
  const complete: Manifest = {...manifest, ...rest, extras};
  await writeCard(
    recipe,
    writeManifest({...complete, files: namesOnly([...nets, ...Object.values(extras).filter((file) => file !== extras.card)])}),
  );
  writeManifest({...complete, files: namesOnly([...nets, ...Object.values(extras)])});
}

/** Files whose sizes `writeManifest` measures. */
function namesOnly(names: readonly string[]): Manifest['files'] {
  return Object.fromEntries(names.map((name) => [name, {bytes: 0, sha256: ''}]));
}

function commit(): string {
  return execFileSync('git', ['rev-parse', 'HEAD'], {encoding: 'utf8'}).trim();
}
