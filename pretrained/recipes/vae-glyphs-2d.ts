import type {Recipe} from '../tools/recipe.js';
import {planeNets} from '../tools/plane-nets.js';

const recipe: Recipe = {
  id: 'vae-glyphs-2d',
  family: 'vae',
  title: {en: 'Letters in two dimensions', 'zh-Hans': '二维隐空间中的字母'},
  data: 'glyphs-recursive',
  seed: 1,
  batch: 128,
  minutes: 20,
  schedule: {rate: 1.5e-3, warmUp: 200, hold: 0.35},
  averageDecay: 0.999,
  objective: {latent: 2, beta: 1, draws: 1, greyInputs: 0.5},
  start: 'a',
  nets: planeNets(),
  // The edges of its letters are as sharp in the plane: with seven bits this layer costs a nat.
  levels: (role, weight) => (role === 'decoder' && weight === 'dense_4/kernel' ? 255 : undefined),
  encoding: (role, weight) => (role === 'decoder' && /^(dense_[23]|conv2d_transpose_[12])\/kernel/.test(weight) ? 'float16' : undefined),
  card: {
    summary:
      'a variational autoencoder (Kingma and Welling 2014) of ten letters of one variable font, from thin to heavy, upright to slanted, strict to casual: a plane without noise, where every step is a letter that could be printed. Convolutional encoder and decoder, Bernoulli likelihood.',
    training:
      'The evidence lower bound, one draw per image, images binarised anew each time they are drawn; for half of them the encoder saw the grey image instead, so that it serves both. Adam, cosine decay of the learning rate, moving average of the weights.',
    rounding: 'Rounding them cost 0.15 nats: 63.12 before, 63.27 as shipped (nll of the first 1,000 validation images, 50 draws).',
    limits: [
      'Two numbers hold which letter it is and one or two of the four axes of its style; the others are averaged.',
      'It knows ten letters of one typeface. A letter of another face, or a written one, is taken for the nearest of these.',
      'Between two letters it shows a blend that no alphabet has.',
    ],
  },
  gain: (weight) => (/^(mean|logVariance)\//.test(weight) ? 0.3 : 1),
};

export default recipe;
