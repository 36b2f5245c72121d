import type {VaeRecipe} from '../../pretrained/tools/recipe.js';
import {net} from '../../pretrained/tools/recipe.js';

/** The convolutional autoencoder of the bench: about 2 million multiply-adds forward. */
export const autoencoder: VaeRecipe = {
  id: 'bench-autoencoder',
  family: 'vae',
  title: {en: 'Bench'},
  data: 'fashion-mnist',
  seed: 1,
  batch: 64,
  minutes: 1,
  schedule: {rate: 1e-3, warmUp: 10, hold: 1},
  averageDecay: 0.999,
  objective: {latent: 16, beta: 1, draws: 1, greyInputs: 0},
  nets: {
    encoder: net('encoder', (t) => {
      let x = t.input('image', [28, 28, 1]);
      x = t.conv2d(x, 32, {kernel: 3, stride: 2, activation: 'relu'});
      x = t.flatten(t.conv2d(x, 64, {kernel: 3, stride: 2, activation: 'relu'}));
      return [t.dense(x, 16, {name: 'mean'}), t.dense(x, 16, {name: 'logVariance'})];
    }),
    decoder: net('decoder', (t) => {
      let x = t.reshape(t.dense(t.input('z', [16]), 7 * 7 * 64, {activation: 'relu'}), [7, 7, 64]);
      x = t.conv2dTranspose(x, 32, {kernel: 3, stride: 2, activation: 'relu'});
      return [t.conv2dTranspose(x, 1, {kernel: 3, stride: 2, activation: 'sigmoid'})];
    }),
  },
  card: {summary: '', training: '', rounding: '', limits: []},
  gain: (weight) => (/^(mean|logVariance)\//.test(weight) ? 0.3 : 1),
};
