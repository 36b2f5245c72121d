import type {Recipe} from '../tools/recipe.js';
import {net} from '../tools/recipe.js';

const LATENT = 32;

const recipe: Recipe = {
  id: 'vae-faces',
  family: 'vae',
  title: {en: 'Drawn faces in colour', 'zh-Hans': '彩色手绘头像'},
  data: 'faces-lorelei',
  seed: 1,
  batch: 64,
  minutes: 82,
  schedule: {rate: 1.5e-3, warmUp: 200, hold: 0.4},
  averageDecay: 0.999,
  objective: {latent: LATENT, beta: 1, draws: 1, greyInputs: 1, likelihood: 'laplace'},
  late: {from: 0.2, objective: {moments: 40}},
  nets: {
    encoder: net('encoder', (t) => {
      let x = t.input('image', [32, 32, 3]);
      x = t.conv2d(x, 16, {kernel: 4, stride: 2, activation: 'relu'});
      x = t.conv2d(x, 24, {kernel: 4, stride: 2, activation: 'relu'});
      x = t.conv2d(x, 40, {kernel: 3, stride: 2, activation: 'relu'});
      x = t.dense(t.flatten(x), 104, {activation: 'relu'});
      return [t.dense(x, LATENT, {name: 'mean'}), t.dense(x, LATENT, {name: 'logVariance'})];
    }),
    decoder: net('decoder', (t) => {
      let x = t.input('z', [LATENT]);
      x = t.dense(x, 104, {activation: 'swish'});
      x = t.reshape(t.dense(x, 8 * 8 * 24, {activation: 'relu'}), [8, 8, 24]);
      x = t.conv2dTranspose(x, 24, {kernel: 4, stride: 2, activation: 'relu'});
      x = t.conv2dTranspose(x, 8, {kernel: 4, stride: 2, activation: 'relu'});
      return [t.conv2d(x, 3, {kernel: 3, activation: 'sigmoid'})];
    }),
  },
  card: {
    summary: '',
    training: '',
    rounding: '',
    limits: [],
  },
  gain: (weight) => (/^(mean|logVariance)\//.test(weight) ? 0.3 : 1),
};

export default recipe;
