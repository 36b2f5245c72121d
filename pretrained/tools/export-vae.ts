import {execFileSync} from 'node:child_process';
import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {gzipSync} from 'node:zlib';
import * as tf from '@tensorflow/tfjs-core';
import type {Graph} from '../../src/format/graph.js';
import type {LatentPoints, Manifest} from '../../src/format/manifest.js';
import {writeLayersModel} from '../../src/format/write.js';
import {writeCard} from './card.js';
import {DATA_SETS, balancedIndices, exampleImage, loadData} from './data.js';
import type {LabelledExamples} from './data.js';
import {principalDirections} from './directions.js';
import {stored} from './encodings.js';
import {modelFolder, readModel, writeManifest} from './model-folder.js';
import type {Recipe} from './recipe.js';
import {sheet} from './sheet.js';
import {startingPoint} from './starting-point.js';
import {estimate, negativeLogLikelihoods} from './vae-metrics.js';
import {VaeNets} from './vae-nets.js';
import {planeSheet, reconstructionSheet, sampleSheet, traversalSheet} from './vae-sheets.js';

const POINTS_PER_CLASS = 50;
const EXAMPLES_PER_CLASS = 2;
const CHOICE_SEED = 7;
const DIRECTIONS = 6;
const VALIDATION_IMAGES = 1000;
const VALIDATION_DRAWS = 50;

/** Trained graphs: of the run, and those to be stored, which are others where rounding was trained. */
export type TrainedGraphs = {before: Record<string, Graph>; after: Record<string, Graph>};

/** Writes `pretrained/<id>/` from trained graphs: nets, latent points and examples of the test set, pictures, card, and a manifest that has no metrics yet. */
export async function exportVae(
  recipe: Recipe,
  {before, after: graphs}: TrainedGraphs,
  run: {steps: number; seconds: number},
): Promise<void> {
  const folder = modelFolder(recipe.id);
  mkdirSync(folder, {recursive: true});
  for (const [role, graph] of Object.entries(graphs)) {
    const weights = graph.weights.map((weight) => stored(recipe, role, weight));
    const {json, bytes} = writeLayersModel(recipe.nets[role]!.topology, weights, `${role}.bin`);
    writeFileSync(join(folder, `${role}.json`), json);
    writeFileSync(join(folder, `${role}.bin`), bytes);
    console.log(`${role}.bin: ${bytes.length} bytes, ${gzipSync(bytes, {level: 9}).length} after gzip`);
  }
  const nets = Object.keys(graphs).flatMap((role) => [`${role}.json`, `${role}.bin`]);
  const manifest = plainManifest(recipe, Object.keys(graphs), run);
  writeManifest({...manifest, files: namesOnly(nets)});
  // Points and pictures come from the files as shipped, not from the weights before they were rounded.
  const shipped = new VaeNets(readModel(recipe.id).graphs);
  const latent = latentOf(recipe, shipped);
  const extras = {card: 'CARD.md', ...writeExtras(recipe, shipped, latent)};
  const trained = new VaeNets(before);
  const [exact, rounded] = [trained, shipped].map((nets) => validationLikelihood(recipe, nets));
  console.log(
    `validation nll of ${VALIDATION_IMAGES} images: ${exact!.toFixed(2)} nats before rounding the weights, ${rounded!.toFixed(2)} as shipped`,
  );
  trained.dispose();
  shipped.dispose();
  const complete: Manifest = {...manifest, latent, extras};
  await writeCard(
    recipe,
    writeManifest({...complete, files: namesOnly([...nets, ...Object.values(extras).filter((file) => file !== extras.card)])}),
  );
  writeManifest({...complete, files: namesOnly([...nets, ...Object.values(extras)])});
}

/** What follows from the recipe alone. */
function plainManifest(recipe: Recipe, roles: string[], run: {steps: number; seconds: number}): Manifest {
  const {name, shape, range, labels, source, license} = DATA_SETS[recipe.data];
  return {
    format: 1,
    id: recipe.id,
    family: recipe.family,
    title: recipe.title,
    nets: Object.fromEntries(roles.map((role) => [role, `${role}.json`])),
    data: {name, shape, range, labels, source, license},
    latent: {size: recipe.objective.latent, prior: 'standard-normal'},
    inputs: {decoder: ['z'], encoder: ['x']},
    outputs: {encoder: ['mean', 'logVariance'], decoder: {range: [0, 1], activation: 'sigmoid'}},
    condition: null,
    objective: {likelihood: 'bernoulli', beta: recipe.objective.beta},
    metrics: {},
    training: {recipe: recipe.id, seed: recipe.seed, steps: run.steps, seconds: Math.round(run.seconds), commit: commit()},
    files: {},
  };
}

/** Where elements begin, and, where the latent space is more than a plane, the directions in which they go. */
function latentOf(recipe: Recipe, nets: VaeNets): Manifest['latent'] {
  const size = recipe.objective.latent;
  const label = recipe.start === undefined ? -1 : DATA_SETS[recipe.data].labels.indexOf(recipe.start);
  const start = label < 0 ? undefined : startingPoint(nets, loadData(recipe.data, 'validation'), label);
  const rounded = (vector: number[]) => vector.map((value) => Number(value.toFixed(3)));
  const named = (vector: number[], i: number) => [`principal-${i + 1}`, rounded(vector)] as const;
  const directions = size === 2 ? undefined : Object.fromEntries(principalDirections(nets, DIRECTIONS).map(named));
  return {size, prior: 'standard-normal', start, directions};
}

/** Latent points, example images and pictures for the card; returns their names in the manifest. */
function writeExtras(recipe: Recipe, nets: VaeNets, latent: Manifest['latent']): Record<string, string> {
  const folder = modelFolder(recipe.id);
  const {shape, labels} = DATA_SETS[recipe.data];
  const test = loadData(recipe.data, 'test');
  writeFileSync(join(folder, 'points.json'), JSON.stringify(latentPoints(nets, test, labels.length)));
  const examples = balancedIndices(test, labels.length, EXAMPLES_PER_CLASS, CHOICE_SEED + 1).map((index) => exampleImage(test, index));
  writeFileSync(join(folder, 'examples.png'), sheet(examples, shape, labels.length, {as: 'light'}));
  writeFileSync(join(folder, 'samples.png'), sampleSheet(nets, 16, 8, 1));
  const extras = {points: 'points.json', examples: 'examples.png', samples: 'samples.png'};
  if (recipe.objective.latent === 2) {
    writeFileSync(join(folder, 'plane.png'), planeSheet(nets, 20, 3));
    return {...extras, plane: 'plane.png'};
  }
  writeFileSync(
    join(folder, 'reconstructions.png'),
    reconstructionSheet(
      nets,
      test,
      Array.from({length: 20}).map((_, i) => i),
    ),
  );
  const start = latent?.start ?? new Array<number>(nets.latent).fill(0);
  writeFileSync(join(folder, 'traversals.png'), traversalSheet(nets, start, Object.values(latent?.directions ?? {}), 13, 3));
  return {...extras, reconstructions: 'reconstructions.png', traversals: 'traversals.png'};
}

/** Files whose sizes `writeManifest` measures. */
function namesOnly(names: readonly string[]): Manifest['files'] {
  return Object.fromEntries(names.map((name) => [name, {bytes: 0, sha256: ''}]));
}

function validationLikelihood(recipe: Recipe, nets: VaeNets): number {
  const validation = loadData(recipe.data, 'validation');
  return estimate(negativeLogLikelihoods(nets, validation, VALIDATION_DRAWS, {from: 0, to: VALIDATION_IMAGES})).value;
}

function latentPoints(nets: VaeNets, test: LabelledExamples, classes: number): LatentPoints {
  const indices = balancedIndices(test, classes, POINTS_PER_CLASS, CHOICE_SEED);
  const means = tf.tidy(() => {
    const x = tf.stack(indices.map((index) => tf.tensor(exampleImage(test, index), test.shape)));
    return nets.encode(x).mean.dataSync() as Float32Array;
  });
  return {z: Array.from(means, (value) => Number(value.toFixed(2))), labels: indices.map((index) => test.labels[index]!)};
}

function commit(): string {
  return execFileSync('git', ['rev-parse', 'HEAD'], {encoding: 'utf8'}).trim();
}
