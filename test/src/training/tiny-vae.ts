import {initialGraphs} from '../../../pretrained/tools/graphs.js';
import {type Recipe, net} from '../../../pretrained/tools/recipe.js';
import {Random} from '../../../src/data/random.js';
import {Exchange, type ExchangeMemory} from '../../../src/training/exchange.js';
import type {Examples} from '../../../src/training/objectives/objective.js';
import {VaeObjective, type VaeOptions} from '../../../src/training/objectives/vae.js';
import {ParameterLayout, type Rounding} from '../../../src/training/parameters.js';
import {Trainer} from '../../../src/training/trainer.js';

/** Ten by ten images of one bright block at a random place. */
export function blocks(count: number): Examples {
  const images = new Uint8Array(count * 100);
  const random = new Random(5);
  for (let i = 0; i < count; i++) {
    const [top, left] = [random.integer(6), random.integer(6)];
    for (let y = top; y < top + 4; y++) images.fill(240, i * 100 + y * 10 + left, i * 100 + y * 10 + left + 4);
  }
  return {images, shape: [10, 10, 1], count};
}

const nets: Recipe['nets'] = {
  encoder: net('encoder', (t) => {
    const image = t.input('image', [10, 10, 1]);
    const x = t.flatten(t.conv2d(image, 5, {kernel: 3, stride: 2, activation: 'relu'}));
    return [t.dense(x, 2, {name: 'mean'}), t.dense(x, 2, {name: 'logVariance'})];
  }),
  decoder: net('decoder', (t) => {
    const x = t.reshape(t.dense(t.dense(t.input('z', [2]), 16, {activation: 'swish'}), 5 * 5 * 6, {activation: 'relu'}), [5, 5, 6]);
    return [t.conv2dTranspose(x, 1, {kernel: 4, stride: 2, activation: 'sigmoid'})];
  }),
};
export const recipe = {seed: 3, nets} as unknown as Recipe;

/** Everything that one worker of a small run needs. A shared memory is filled by whoever made it. */
export function trainer(
  options: {
    draws?: number;
    batch?: number;
    workers?: number;
    rank?: number;
    memory?: ExchangeMemory;
    rounding?: Rounding;
    likelihood?: VaeOptions['likelihood'];
    moments?: number;
  } = {},
) {
  const {draws = 1, batch = 16, workers = 1, rank = 0, rounding, likelihood, moments} = options;
  const graphs = initialGraphs(recipe);
  const layout = new ParameterLayout(graphs);
  const exchange = new Exchange(options.memory ?? Exchange.allocate(workers, layout.size), rank);
  if (!options.memory) {
    layout.gather(exchange.parameters);
    layout.gather(exchange.state[2]);
  }
  exchange.control = {rate: 3e-3, decay: 0.99, flags: 0};
  const objective = new VaeObjective({latent: 2, beta: 1, draws, greyInputs: 0.25, likelihood, moments});
  const make = () => new Trainer({graphs, objectives: [objective, objective], examples: blocks(64), exchange, batch, seed: 11, rounding});
  return {exchange, layout, graphs, make};
}
