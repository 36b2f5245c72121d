import type {VaeRecipe} from '../tools/recipe.js';
import {net} from '../tools/recipe.js';

const LATENT = 32;

const recipe: VaeRecipe = {
  id: 'vae-faces',
  family: 'vae',
  title: {en: 'Drawn faces in colour', 'zh-Hans': '彩色手绘头像'},
  data: 'faces-lorelei',
  seed: 1,
  batch: 64,
  minutes: 64,
  schedule: {rate: 1.5e-3, warmUp: 200, hold: 0.4},
  averageDecay: 0.999,
  objective: {latent: LATENT, beta: 1, draws: 1, greyInputs: 1, likelihood: 'laplace'},
  late: {from: 0.26, objective: {moments: 400}},
  whiten: true,
  start: 'Plain face',
  classifier: 'classifier-faces',
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
    summary:
      'a variational autoencoder (Kingma and Welling 2014) of drawn faces in colour, 32 × 32 pixels, in 32 latent numbers, with directions along which glasses, a beard or another attribute appears. Convolutional encoder and decoder, Laplace likelihood.',
    training:
      'The evidence lower bound, one draw per image, images as they are; in each step the likelihood has its likeliest scale for the batch, so the decoder gains by ever finer detail. The KL divergence is then too weak to keep q(z), the mixture of all posteriors, like the prior: from a quarter of the run on, the squared distance of its mean and covariance from those of the prior is a part of the loss (weight 20 first, then 40 and at last 400; the recipe has the last). At the end the latent coordinates were changed by the affine map that makes them equal. Adam, cosine decay of the learning rate, moving average of the weights.',
    rounding:
      'Validation −ELBO of 1,000 images: −5672.31 nats with the exact weights of the run, −5262.41 as shipped, each at its likeliest scale.',
    limits: [
      'Faces are put together from a finite list of parts (18 hair styles, 6 mouths, 3 pairs of glasses, 2 beards, 8 pairs of eyes …). The test holds out combinations of parts, not parts: what no training face has, the model cannot draw.',
      'Draws from the prior often lie between parts: a mouth that is two mouths, half a pair of glasses. Some fall where no face lies near.',
      'Photographs, and drawings in other styles, are encoded to the nearest face of this kind, or to nothing like a face.',
      'Attributes say what is drawn, of cartoon faces, and nothing about people.',
    ],
  },
  gain: (weight) => (/^(mean|logVariance)\//.test(weight) ? 0.3 : 1),
};

export default recipe;
