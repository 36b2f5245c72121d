import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import type {Graph} from '../../src/format/graph.js';
import {DiscriminatorObjective, GeneratorObjective, imageReals, type Reals} from '../../src/training/objectives/gan.js';
import type {ExampleSet, Objective} from '../../src/training/objectives/objective.js';
import {Trainer} from '../../src/training/trainer.js';
import {Turns} from '../../src/training/turns.js';
import {COPY_WORDS} from './copying.js';
import {DATA_SETS, loadData} from './data.js';
import {ganMetrics} from './gan-metrics.js';
import {GeneratorNet} from './gan-nets.js';
import {nearestSheet, sampleSheet} from './gan-sheets.js';
import {modelFolder} from './model-folder.js';
import type {GanRecipe} from './recipe.js';
import {SAMPLE_WORDS, SHARES, SampleMeter, distanceWords, shareTable} from './sample-metrics.js';
import type {CardWords, Workshop} from './workshop.js';

const VALIDATION_SAMPLES = 5000;

/** Choices see other samples than the published figures. */
const VALIDATION_SEED = 2;

export const ganWorkshop: Workshop<GanRecipe> = {
  examples: 'images',

  trainer({objective, data, adam, turns}, run) {
    const examples = imageReals(loadData(data, 'train'));
    const player = (net: string, own: Objective<Reals>, seed: number): Trainer<ExampleSet> => {
      const trainer = new Trainer({...run, objectives: [own, own], examples, seed, player: {nets: [net], adam}});
      // What its examples are, only the objective knows.
      return trainer as unknown as Trainer<ExampleSet>;
    };
    return new Turns({
      discriminator: {trainer: player('discriminator', new DiscriminatorObjective(objective), run.seed), turns},
      // Its latents are others than those that the discriminator has just seen.
      generator: {trainer: player('generator', new GeneratorObjective(objective), run.seed + 2 ** 16), turns: 1},
    });
  },

  inspect(_recipe, graphs, folder) {
    const net = new GeneratorNet(graphs);
    writeFileSync(join(folder, 'samples.png'), sampleSheet(net, 16, 8));
    net.dispose();
    return 'samples.png';
  },

  rank: validationDistance,

  describe({data, objective: {latent}}) {
    const {name, shape, range, labels, source, license} = DATA_SETS[data];
    return {
      data: {name, shape, range, labels, source, license},
      latent: {size: latent, prior: 'standard-normal'},
      inputs: {generator: ['z'], discriminator: ['x']},
      outputs: {generator: {range: [0, 1], activation: 'sigmoid'}, discriminator: ['logit']},
    };
  },

  extras(recipe, shipped) {
    const folder = modelFolder(recipe.id);
    const net = new GeneratorNet(shipped);
    writeFileSync(join(folder, 'samples.png'), sampleSheet(net, 16, 8));
    writeFileSync(join(folder, 'nearest.png'), nearestSheet(net, recipe.data, 20));
    net.dispose();
    return {extras: {samples: 'samples.png', nearest: 'nearest.png'}};
  },

  compareRounding(recipe, trained, shipped) {
    const [before, after] = [trained, shipped].map((graphs) => validationDistance(recipe, graphs).toFixed(3));
    return `distance to validation images: ${before} before rounding the weights, ${after} as shipped`;
  },

  evaluate: (recipe, evaluation) => Promise.resolve(ganMetrics(recipe, evaluation)),

  digits: (metric) => (metric.startsWith('fld') ? 2 : 1),

  card({data, judge}): CardWords {
    const {name, source, notice, labels} = DATA_SETS[data];
    return {
      metrics: {
        ...SAMPLE_WORDS,
        fldFloor: 'Floor: training images instead of samples',
        fldGaussian: 'A normal distribution of pixels instead (all principal components)',
        ...COPY_WORDS,
      },
      figures: distanceWords(judge),
      table: {prefix: SHARES, text: (metrics) => shareTable(metrics, labels)},
      choices:
        'Choices, that of the checkpoint among them (the smallest distance), were made on the last 5,000 training images, never on the test set.',
      weights: 'bytes with one scale a tensor; half floats for small tensors',
      data: `${name} (${source}), ${notice}`,
      pictures: {
        samples: ['The first 128 samples of seed 1, unpicked', 'Unpicked: the first 128 samples of seed 1.'],
        nearest: [
          'Samples, and below each the training image that is nearest to it',
          'Is it copying? The first 20 samples of seed 1 above the training images that are nearest to them, pixel by pixel.',
        ],
      },
    };
  },
};

/** Of the generator's samples to validation images. */
function validationDistance({data, judge}: GanRecipe, graphs: Record<string, Graph>): number {
  const net = new GeneratorNet(graphs);
  const meter = new SampleMeter(judge, loadData(data, 'validation'), 'validation');
  const value = meter.distance(VALIDATION_SAMPLES, net.sampler(VALIDATION_SEED));
  meter.dispose();
  net.dispose();
  return value;
}
