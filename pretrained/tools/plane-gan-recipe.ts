import type {DensityName} from '../../src/data/densities.js';
import {type PlaneGanRecipe, type RecipeNet, net} from './recipe.js';

type Choices = Pick<PlaneGanRecipe, 'title'> & {
  /** What the data look like, for the card. */
  what: string;
  /** What this GAN is bad at, beside what all are. */
  limits: string[];
} & Partial<PlaneGanRecipe>;

/** The recipe of `gan-2d-<data>`: what all GANs in the plane have in common, and what `choices` say. */
export function planeGanRecipe(data: DensityName, {what, limits, ...choices}: Choices): PlaneGanRecipe {
  return {
    id: `gan-2d-${data}`,
    family: 'gan',
    space: 'plane',
    data,
    seed: 1,
    batch: 256,
    steps: 15_000,
    schedule: {rate: 1e-2, warmUp: 100, hold: 0.2},
    averageDecay: 0.999,
    objective: {latent: 2, loss: 'non-saturating'},
    adam: {beta1: 0.5, beta2: 0.99},
    turns: 5,
    generatorRate: 0.1,
    encoding: () => 'float16',
    nets: {generator: hidden('generator', 'z', 2), discriminator: hidden('discriminator', 'x', 1)},
    card: {
      summary: `a generative adversarial network (Goodfellow et al. 2014) of points in the plane: ${what}. Generator and discriminator have two hidden layers of 32 rectifiers each.`,
      training:
        'Non-saturating loss, five turns of the discriminator for one of the generator, each with Adam (β₁ 0.5, β₂ 0.99), that of the generator at a tenth of the learning rate of the discriminator, which falls along a cosine. Moving averages of the weights of both.',
      rounding: '',
      limits: [
        ...limits,
        'A generator bends one sheet without tearing it, so threads of samples hang between parts of the data that lie apart.',
        'The discriminator knows its own generator: far from both data and samples what it says means nothing.',
      ],
    },
    ...choices,
  };
}

/** Two hidden layers of 32, as a reader of the live figure begins with. */
function hidden(name: string, input: string, outputs: number): RecipeNet {
  return net(name, (t) => {
    const first = t.dense(t.input(input, [2]), 32, {activation: 'relu'});
    return [t.dense(t.dense(first, 32, {activation: 'relu'}), outputs)];
  });
}
