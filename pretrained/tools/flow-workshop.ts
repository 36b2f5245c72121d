import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {DENSITIES, type DensityName} from '../../src/data/densities.js';
import type {Graph} from '../../src/format/graph.js';
import {FlowObjective} from '../../src/training/objectives/flow.js';
import {drawnPoints} from '../../src/training/objectives/points.js';
import {Trainer} from '../../src/training/trainer.js';
import {EXTRACT_POINTS} from './extract.js';
import {aboveFloor, flowMetrics} from './flow-metrics.js';
import {FlowNets} from './flow-nets.js';
import {densitySheet, pointSheet, quickSheet} from './flow-sheets.js';
import {modelFolder} from './model-folder.js';
import type {FlowRecipe} from './recipe.js';
import type {Workshop} from './workshop.js';

const POINTS = 100_000;
const QUICK_POINTS = 5000;

export const flowWorkshop: Workshop<FlowRecipe> = {
  examples: 'points',

  trainer(recipe, run) {
    const objective = new FlowObjective(recipe.flow);
    return new Trainer({...run, objectives: [objective, objective], examples: drawnPoints(DENSITIES[recipe.data].sample)});
  },

  inspect(recipe, graphs, folder) {
    const density = DENSITIES[recipe.data];
    const nets = new FlowNets(recipe.flow, graphs);
    writeFileSync(join(folder, 'sheet.png'), quickSheet(nets, density, QUICK_POINTS, 200, 1));
    const line = summary(recipe.data, nets);
    nets.dispose();
    return line;
  },

  describe({data, flow}) {
    return {
      data: {
        name: data,
        shape: [2],
        range: [Math.min(...DENSITIES[data].box), Math.max(...DENSITIES[data].box)],
        source: 'src/data/densities.ts',
        license: 'MIT',
      },
      latent: {size: 2, prior: 'standard-normal'},
      flow,
    };
  },

  extras(recipe, shipped) {
    const folder = modelFolder(recipe.id);
    const density = DENSITIES[recipe.data];
    const nets = new FlowNets(recipe.flow, shipped);
    writeFileSync(join(folder, 'density.png'), densitySheet(nets, density, 320));
    writeFileSync(join(folder, 'samples.png'), pointSheet(nets, density, 10_000, 320, 1));
    nets.dispose();
    return {extras: {density: 'density.png', samples: 'samples.png'}};
  },

  compareRounding(recipe, trained, shipped) {
    const [before, after] = [trained, shipped].map((graphs) => summaryOf(recipe, graphs));
    return `${before!} before rounding the weights; ${after!} as shipped`;
  },

  evaluate(_recipe, {manifest, graphs, extract}) {
    const nets = new FlowNets(manifest.flow!, graphs);
    const density = DENSITIES[manifest.data.name as DensityName];
    return Promise.resolve(flowMetrics(nets, density, extract ? EXTRACT_POINTS : POINTS, extract ? 'fresh, extract' : 'fresh'));
  },

  digits: (metric) => (metric === 'roundTrip' ? 5 : 3),

  card: ({data, flow, encoding}) => ({
    metrics: {
      nll: 'Negative log-likelihood, −log p(x)',
      aboveFloor: 'Nats above the floor, KL(data ‖ flow)',
      kl: 'The same by the exact density of the data',
      integral: 'Integral of p',
      roundTrip: 'Error of there and back',
    },
    figures: `No model's mean −log p(x) is below the entropy of the data, ${DENSITIES[data].floor.toFixed(3)} nats: the floor.`,
    choices: 'Every step drew new points, so there is nothing to overfit.',
    weights: encoding ? 'half floats' : 'half floats for small tensors, bytes with one scale a tensor for the others',
    data: `Points drawn by this project's own generator (\`src/data/densities.ts\`), in the scaling of FFJORD (Grathwohl et al. 2019). Data, weights and pictures are under this project’s MIT licence. The flow: ${flow.layers.length} couplings.`,
    pictures: {
      density: [
        'Heat maps of the density of the data and of the flow',
        'The density of the data, and beside it that of the flow, in the same colours.',
      ],
      samples: [
        '10,000 points of the data and of the flow',
        '10,000 points of the data, and beside them the first 10,000 that the flow drew (seed 1), unpicked.',
      ],
    },
  }),
};

function summaryOf(recipe: FlowRecipe, graphs: Record<string, Graph>): string {
  const nets = new FlowNets(recipe.flow, graphs);
  const line = summary(recipe.data, nets);
  nets.dispose();
  return line;
}

function summary(data: DensityName, nets: FlowNets): string {
  const {value, stderr} = aboveFloor(nets, DENSITIES[data], QUICK_POINTS);
  return `above the floor ${value.toFixed(4)} ± ${stderr.toFixed(4)} nats on ${QUICK_POINTS} points`;
}
