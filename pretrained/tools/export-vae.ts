import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import type {Graph} from '../../src/format/graph.js';
import type {LatentPoints, Manifest} from '../../src/format/manifest.js';
import {attributeDirections, passes} from './attribute-directions.js';
import {ClassifierNets, questionsOf} from './classifier-nets.js';
import {DATA_SETS, balancedIndices, exampleImage, loadData} from './data.js';
import type {DataSet, LabelledExamples} from './data.js';
import {principalDirections} from './directions.js';
import {modelFolder, readModel} from './model-folder.js';
import type {VaeRecipe} from './recipe.js';
import {sheet} from './sheet.js';
import {startingPoint} from './starting-point.js';
import {estimate, negativeLogLikelihoods} from './vae-metrics.js';
import {publishedScale} from './vae-color-workshop.js';
import {VaeNets} from './vae-nets.js';
import {directionSheet, planeSheet, reconstructionSheet, sampleSheet, traversalSheet} from './vae-sheets.js';

const POINTS_PER_CLASS = 50;
const EXAMPLES_PER_CLASS = 2;
const CHOICE_SEED = 7;
const DIRECTIONS = 6;
const VALIDATION_DRAWS = 50;

/** What follows from the recipe alone. */
export function vaeDescription(recipe: VaeRecipe): Pick<Manifest, 'data' | 'latent' | 'inputs' | 'outputs' | 'objective'> {
  const {name, shape, range, labels, source, license} = DATA_SETS[recipe.data];
  return {
    data: {name, shape, range, labels, source, license},
    latent: {size: recipe.objective.latent, prior: 'standard-normal'},
    inputs: {decoder: ['z'], encoder: ['x']},
    outputs: {encoder: ['mean', 'logVariance'], decoder: {range: [0, 1], activation: 'sigmoid'}},
    objective: {likelihood: recipe.objective.likelihood ?? 'bernoulli', beta: recipe.objective.beta},
  };
}

/** Latent points and examples of the test set, pictures for the card, and where elements begin. */
export function vaeExtras(recipe: VaeRecipe, nets: VaeNets): Pick<Manifest, 'latent' | 'extras'> & Partial<Pick<Manifest, 'objective'>> {
  const latent = latentOf(recipe, nets);
  const extras = writeExtras(recipe, nets, latent);
  const {objective} = vaeDescription(recipe);
  return objective?.likelihood === 'laplace'
    ? {latent, extras, objective: {...objective, scale: publishedScale(recipe, nets)}}
    : {latent, extras};
}

/** Where elements begin, and, where the latent space is more than a plane, the directions in which they go. */
function latentOf(recipe: VaeRecipe, nets: VaeNets): Manifest['latent'] {
  const size = recipe.objective.latent;
  const label = recipe.start === undefined ? -1 : DATA_SETS[recipe.data].labels.indexOf(recipe.start);
  const start = label < 0 ? undefined : startingPoint(nets, loadData(recipe.data, 'validation'), label);
  const rounded = (vector: number[]) => vector.map((value) => Number(value.toFixed(3)));
  const named = (vector: number[], i: number) => [`principal-${i + 1}`, rounded(vector)] as const;
  const principal = size === 2 ? undefined : Object.fromEntries(principalDirections(nets, DIRECTIONS).map(named));
  const directions = recipe.classifier ? {...publishedDirections(recipe, recipe.classifier, nets, rounded), ...principal} : principal;
  return {size, prior: 'standard-normal', start, directions};
}

/** Directions of attributes that do what is asked of them; the others are named on the console, and on the card. */
function publishedDirections(
  {data}: VaeRecipe,
  id: string,
  nets: VaeNets,
  rounded: (vector: number[]) => number[],
): Record<string, number[]> {
  const questions = questionsOf(data);
  const classifier = new ClassifierNets(readModel(id).graphs, questions);
  const examples = {train: loadData(data, 'train'), validation: loadData(data, 'validation')};
  const found = attributeDirections(nets, classifier, examples, questions.names);
  classifier.dispose();
  const percent = (share: number) => (100 * share).toFixed(1);
  for (const [attribute, {name, effect}] of found.entries()) {
    const changes = effect.changes.map((share, other) => (other === attribute ? '·' : percent(share))).join(' ');
    console.log(
      `${name}: appears in ${percent(effect.appears)} %, others change in ${changes} %${passes(effect, attribute) ? '' : ': left out'}`,
    );
  }
  const published = found.filter(({effect}, attribute) => passes(effect, attribute));
  return Object.fromEntries(published.map(({name, vector}) => [name, rounded(vector)]));
}

/** Latent points, example images and pictures for the card; returns their names in the manifest. */
function writeExtras(recipe: VaeRecipe, nets: VaeNets, latent: Manifest['latent']): Record<string, string> {
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
  const {attributes = []}: DataSet = DATA_SETS[recipe.data];
  const moves = attributes.flatMap((name, attribute) => {
    const vector = latent?.directions?.[name];
    return vector ? [{attribute, vector}] : [];
  });
  if (moves.length > 0) writeFileSync(join(folder, 'directions.png'), directionSheet(nets, test, moves, 20));
  const start = latent?.start ?? new Array<number>(nets.latent).fill(0);
  writeFileSync(join(folder, 'traversals.png'), traversalSheet(nets, start, Object.values(latent?.directions ?? {}), 13, 3));
  return {
    ...extras,
    reconstructions: 'reconstructions.png',
    ...(moves.length > 0 && {directions: 'directions.png'}),
    traversals: 'traversals.png',
  };
}

/** Mean −log p(x) of the first validation images, with few draws: for choices. */
export function validationLikelihood(recipe: VaeRecipe, graphs: Record<string, Graph>, images: number): number {
  const nets = new VaeNets(graphs);
  const values = negativeLogLikelihoods(nets, loadData(recipe.data, 'validation'), VALIDATION_DRAWS, {from: 0, to: images});
  nets.dispose();
  return estimate(values).value;
}

function latentPoints(nets: VaeNets, test: LabelledExamples, classes: number): LatentPoints {
  const indices = balancedIndices(test, classes, POINTS_PER_CLASS, CHOICE_SEED);
  const means = tf.tidy(() => {
    const x = tf.stack(indices.map((index) => tf.tensor(exampleImage(test, index), test.shape)));
    return nets.encode(x).mean.dataSync() as Float32Array;
  });
  return {z: Array.from(means, (value) => Number(value.toFixed(2))), labels: indices.map((index) => test.labels[index]!)};
}
