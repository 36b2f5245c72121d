import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import type {Graph} from '../../src/format/graph.js';
import type {Manifest} from '../../src/format/manifest.js';
import {imageReals} from '../../src/training/objectives/gan.js';
import {COPY_WORDS} from './copying.js';
import {DATA_SETS, type DataSet, loadData} from './data.js';
import {ganMetrics} from './gan-metrics.js';
import {GeneratorNet} from './gan-nets.js';
import {nearestSheet, sampleSheet} from './gan-sheets.js';
import {ganTurns} from './gan-turns.js';
import {modelFolder} from './model-folder.js';
import type {GanRecipe} from './recipe.js';
import {ASKED, SAMPLE_WORDS, SHARES, SampleMeter, askedTable, distanceWords, shareTable} from './sample-metrics.js';
import {writeTrainingSubset} from './training-subset.js';
import type {CardWords, Workshop} from './workshop.js';

const VALIDATION_SAMPLES = 5000;

/** Choices see other samples than the published figures. */
const VALIDATION_SEED = 2;

export const ganWorkshop: Workshop<GanRecipe> = {
  examples: 'images',

  trainer: (recipe, run) => ganTurns(recipe, imageReals(loadData(recipe.data, 'train')), run),

  inspect(recipe, graphs, folder) {
    const net = new GeneratorNet(graphs);
    writeFileSync(join(folder, 'samples.png'), sampleSheet(net));
    net.dispose();
    return `samples.png${recipe.objective.classes ? `, ${(100 * validationAgreement(recipe, graphs)).toFixed(1)} % as asked` : ''}`;
  },

  rank: validationDistance,

  describe({data, objective: {latent, classes}}) {
    const {name, shape, range, labels, source, license} = DATA_SETS[data];
    const label = classes ? ['label'] : [];
    return {
      data: {name, shape, range, labels, source, license},
      latent: {size: latent, prior: 'standard-normal'},
      inputs: {generator: ['z', ...label], discriminator: ['x', ...label]},
      outputs: {generator: {range: [0, 1], activation: 'sigmoid'}, discriminator: ['logit', ...(classes?.weight ? ['classes'] : [])]},
      condition: classes ? {kind: 'one-hot', size: classes.count} : null,
    };
  },

  extras(recipe, shipped) {
    const folder = modelFolder(recipe.id);
    const net = new GeneratorNet(shipped);
    writeFileSync(join(folder, 'samples.png'), sampleSheet(net));
    writeFileSync(join(folder, 'nearest.png'), nearestSheet(net, recipe.data, 20));
    net.dispose();
    return {extras: {samples: 'samples.png', nearest: 'nearest.png', ...writeTrainingSubset(folder, recipe.data)}};
  },

  compareRounding(recipe, trained, shipped) {
    const [before, after] = [trained, shipped].map((graphs) => validationDistance(recipe, graphs).toFixed(3));
    return `distance to validation images: ${before} before rounding the weights, ${after} as shipped`;
  },

  evaluate: (recipe, evaluation) => Promise.resolve(ganMetrics(recipe, evaluation)),

  digits: (metric) => (metric.startsWith('fld') ? 2 : 1),

  card({data, judge, rival, ships, objective: {classes}}): CardWords {
    const set: DataSet = DATA_SETS[data];
    const {name, source, notice} = set;
    return {
      metrics: {
        ...SAMPLE_WORDS,
        fldFloor: 'Floor: training images instead of samples',
        fldGaussian: 'A normal distribution of pixels instead (all principal components)',
        fldRival: `Samples of \`${rival}\` instead`,
        ...COPY_WORDS,
      },
      figures: distanceWords(judge),
      tables: [
        ...(classes ? [{prefix: ASKED, text: (metrics: Manifest['metrics']) => askedTable(metrics, set)}] : []),
        {prefix: SHARES, text: (metrics) => shareTable(metrics, set)},
      ],
      choices: `Choices${ships === 'end' ? '' : ', that of the checkpoint among them (the smallest distance),'} were made on ${set.attributes ? 'validation images' : 'the last 5,000 training images'}, never on the test set.`,
      weights: 'bytes with one scale a tensor; half floats for small tensors',
      data: `${name} (${source}), ${notice}`,
      pictures: {
        samples: classes
          ? [
              'Samples of seed 1, unpicked, a row for each class',
              'Unpicked: the first 120 samples of seed 1, which are of each class in turn; a row for each class.',
            ]
          : ['The first 128 samples of seed 1, unpicked', 'Unpicked: the first 128 samples of seed 1.'],
        nearest: [
          'Samples, and below each the training image that is nearest to it',
          'Is it copying? The first 20 samples of seed 1 above the training images that are nearest to them, pixel by pixel.',
        ],
      },
    };
  },
};

/** Of the generator's samples to validation images. */
function validationDistance(recipe: GanRecipe, graphs: Record<string, Graph>): number {
  return onValidation(recipe, graphs, (meter, net) => meter.distance(VALIDATION_SAMPLES, net.sampler(VALIDATION_SEED)));
}

/** Share of a conditional generator's samples that the judge gives the class that was asked for. */
function validationAgreement(recipe: GanRecipe, graphs: Record<string, Graph>): number {
  return onValidation(recipe, graphs, (meter, net) => meter.agreement(VALIDATION_SAMPLES, net.sampler(VALIDATION_SEED), net.asked!));
}

function onValidation(
  {data, judge}: GanRecipe,
  graphs: Record<string, Graph>,
  measure: (meter: SampleMeter, net: GeneratorNet) => number,
): number {
  const net = new GeneratorNet(graphs);
  const meter = new SampleMeter(judge, loadData(data, 'validation'), 'validation');
  const value = measure(meter, net);
  meter.dispose();
  net.dispose();
  return value;
}
