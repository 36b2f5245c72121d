import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {type Coverage, coverage, yardstickOf} from '../../src/data/coverage.js';
import {DENSITIES, type DensityName} from '../../src/data/densities.js';
import {Random} from '../../src/data/random.js';
import type {Graph} from '../../src/format/graph.js';
import type {Metric} from '../../src/format/manifest.js';
import {drawnPoints} from '../../src/training/objectives/points.js';
import {EXTRACT_POINTS} from './extract.js';
import {beside, dots} from './flow-sheets.js';
import {GeneratorNet} from './gan-nets.js';
import {ganTurns} from './gan-turns.js';
import {modelFolder} from './model-folder.js';
import type {PlaneGanRecipe} from './recipe.js';
import {SAMPLES, SAMPLE_SEED} from './sample-metrics.js';
import type {Workshop} from './workshop.js';

/** Choices see other samples than the published figures. */
const VALIDATION_SEED = 2;
/** Of the points that divide the data into parts. */
const PARTS_SEED = 1;
const SHEET_POINTS = 1000;
const SHEET_SIZE = 320;

export const planeGanWorkshop: Workshop<PlaneGanRecipe> = {
  examples: 'points',

  trainer: (recipe, run) => ganTurns(recipe, {shape: [2], ...drawnPoints(DENSITIES[recipe.data].sample)}, run),

  inspect({data}, graphs, folder) {
    writeFileSync(join(folder, 'sheet.png'), pointSheet(data, graphs));
    return summary(covered(data, graphs, SAMPLES, VALIDATION_SEED));
  },

  rank: ({data}, graphs) => covered(data, graphs, SAMPLES, VALIDATION_SEED).js,

  describe({data}) {
    const {box} = DENSITIES[data];
    return {
      data: {name: data, shape: [2], range: [Math.min(...box), Math.max(...box)], source: 'src/data/densities.ts', license: 'MIT'},
      latent: {size: 2, prior: 'standard-normal'},
      inputs: {generator: ['z'], discriminator: ['x']},
      outputs: {generator: ['x'], discriminator: ['logit']},
    };
  },

  extras({id, data}, shipped) {
    writeFileSync(join(modelFolder(id), 'samples.png'), pointSheet(data, shipped));
    return {extras: {samples: 'samples.png'}};
  },

  compareRounding({data}, trained, shipped) {
    const [before, after] = [trained, shipped].map((graphs) => summary(covered(data, graphs, SAMPLES, VALIDATION_SEED)));
    return `${before!} before rounding the weights; ${after!} as shipped`;
  },

  evaluate({data}, {graphs, extract}) {
    const count = extract ? EXTRACT_POINTS : SAMPLES;
    return Promise.resolve(planeMetrics(data, graphs, count, extract ? 'fresh, extract' : 'fresh'));
  },

  digits: (metric) => (metric === 'covered' ? 0 : metric === 'inside' ? 1 : 3),

  card: ({data}) => ({
    metrics: {
      js: 'Jensen–Shannon divergence from the data',
      jsFloor: 'The same of as many points of the data: the floor',
      kl: 'KL(data ‖ samples)',
      klFloor: 'The same of as many points of the data: the floor',
      covered: `Covered ${partsWord(data)}`,
      effective: `Effective number of ${partsWord(data)}`,
      inside: 'Samples where the data are',
    },
    figures: `A GAN has no density: these are figures of samples, counted in 24 × 24 cells. ${DENSITIES[data].modes ? 'A mode' : 'A part (k-means of 1,500 points of the data)'} is covered if it gets at least a quarter of its share of the samples; the effective number is the exponential of the entropy of the samples’ shares.`,
    choices:
      'Every step drew new points; the checkpoint was chosen by the Jensen–Shannon divergence of other samples than those of the figures.',
    weights: 'half floats',
    data: 'Points drawn by this project’s own generator (`src/data/densities.ts`), in the scaling of FFJORD (Grathwohl et al. 2019). Data, weights and pictures are under this project’s MIT licence.',
    pictures: {
      samples: [
        '1,000 points of the data and 1,000 samples',
        '1,000 points of the data, and beside them the first 1,000 samples of seed 1, unpicked.',
      ],
    },
  }),
};

const partsWord = (data: DensityName) => (DENSITIES[data].modes ? 'modes' : 'parts');

function samplesOf(graphs: Record<string, Graph>, count: number, seed: number): Float32Array {
  const net = new GeneratorNet(graphs);
  const tensor = net.sampler(seed)(0, count);
  const points = tensor.dataSync().slice() as Float32Array;
  tensor.dispose();
  net.dispose();
  return points;
}

function covered(data: DensityName, graphs: Record<string, Graph>, count: number, seed: number): Coverage {
  return coverage(yardstickOf(DENSITIES[data], new Random(PARTS_SEED)), samplesOf(graphs, count, seed));
}

function summary({js, kl, covered, parts, effective, inside}: Coverage): string {
  return `JS ${js.toFixed(3)}, KL ${kl.toFixed(3)}, ${covered} of ${parts} covered, ${effective.toFixed(2)} effective, ${(100 * inside).toFixed(1)} % inside`;
}

function planeMetrics(data: DensityName, graphs: Record<string, Graph>, n: number, split: string): Record<string, Metric> {
  const density = DENSITIES[data];
  const yardstick = yardstickOf(density, new Random(PARTS_SEED));
  const own = coverage(yardstick, samplesOf(graphs, n, SAMPLE_SEED));
  const floor = coverage(yardstick, density.sample(n, new Random(SAMPLE_SEED)));
  const metric = (value: number, unit: string, protocol: string): Metric => ({value, unit, split, n, protocol});
  const samples = `samples of seed ${SAMPLE_SEED}`;
  return {
    js: metric(own.js, 'nats', `${samples}, 24 × 24 cells; at most log 2`),
    jsFloor: metric(floor.js, 'nats', `points drawn with seed ${SAMPLE_SEED}`),
    kl: metric(own.kl, 'nats', `${samples}, 24 × 24 cells, half a sample more in each`),
    klFloor: metric(floor.kl, 'nats', `points drawn with seed ${SAMPLE_SEED}`),
    covered: metric(own.covered, `of ${own.parts}`, samples),
    effective: metric(own.effective, `of ${own.parts}`, samples),
    inside: metric(100 * own.inside, '%', 'in the densest cells that hold 99 % of the data'),
  };
}

function pointSheet(data: DensityName, graphs: Record<string, Graph>): Uint8Array {
  const {sample, box} = DENSITIES[data];
  const pictures = [sample(SHEET_POINTS, new Random(SAMPLE_SEED)), samplesOf(graphs, SHEET_POINTS, SAMPLE_SEED)];
  return beside(
    pictures.map((points) => dots(points, box, SHEET_SIZE)),
    SHEET_SIZE,
  );
}
