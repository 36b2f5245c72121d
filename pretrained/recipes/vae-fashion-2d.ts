import type {Recipe} from '../tools/recipe.js';
import {net} from '../tools/recipe.js';

/** Few where there are many weights, more where a step of rounding costs most (dense_3: 0.6 nats with 63, before fine-tuning). */
const DECODER_LEVELS: Record<string, number> = {
  'dense_2/kernel': 63,
  'dense_3/kernel': 127,
  'dense_4/kernel': 40,
  'conv2d_transpose_1/kernel': 127,
  'conv2d_transpose_2/kernel': 127,
};

const recipe: Recipe = {
  id: 'vae-fashion-2d',
  family: 'vae',
  title: {en: 'Fashion-MNIST in two dimensions', 'zh-Hans': '二维隐空间中的 Fashion-MNIST'},
  data: 'fashion-mnist',
  seed: 1,
  batch: 128,
  minutes: 60,
  schedule: {rate: 1.5e-3, warmUp: 200, hold: 0.35},
  averageDecay: 0.999,
  objective: {latent: 2, beta: 1, draws: 1, greyInputs: 0.25},
  start: 'Ankle boot',
  rounding: {
    steps: 12_000,
    schedule: {rate: 4e-4, warmUp: 200, hold: 0},
    levels: (role, weight) => (role === 'decoder' ? DECODER_LEVELS[weight] : undefined),
  },
  nets: {
    encoder: net('encoder', (t) => {
      let x = t.input('image', [28, 28, 1]);
      x = t.conv2d(x, 16, {kernel: 4, stride: 2, activation: 'relu'});
      x = t.conv2d(x, 32, {kernel: 4, stride: 2, activation: 'relu'});
      x = t.dense(t.flatten(x), 48, {activation: 'relu'});
      return [t.dense(x, 2, {name: 'mean'}), t.dense(x, 2, {name: 'logVariance'})];
    }),
    decoder: net('decoder', (t) => {
      let x = t.input('z', [2]);
      x = t.dense(x, 72, {activation: 'swish'});
      x = t.dense(x, 72, {activation: 'swish'});
      x = t.dense(x, 72, {activation: 'swish'});
      x = t.reshape(t.dense(x, 7 * 7 * 12, {activation: 'relu'}), [7, 7, 12]);
      x = t.conv2dTranspose(x, 16, {kernel: 4, stride: 2, activation: 'relu'});
      x = t.conv2dTranspose(x, 8, {kernel: 4, stride: 2, activation: 'relu'});
      return [t.conv2d(x, 1, {kernel: 3, activation: 'sigmoid'})];
    }),
  },
  card: {
    summary:
      'a variational autoencoder (Kingma and Welling 2014) whose latent space is a plane, so that all it knows can be seen at once. Convolutional encoder and decoder, Bernoulli likelihood.',
    training:
      'The evidence lower bound, one draw per image, images binarised anew each time they are drawn; for a quarter of them the encoder saw the grey image instead, so that it serves both. Adam, cosine decay of the learning rate, moving average of the weights. (About 450 steps in the middle tried the importance-weighted bound with 5 draws, which was given up.)',
    rounding:
      'Fewer codes than 256 for the decoder, and fine-tuning at the rounded weights: 255.27 nats with the exact weights of the run, 255.13 as shipped (nll of the first 1,000 validation images, 50 draws); stored so without fine-tuning, the run’s weights give 256.22.',
    limits: [
      'Two numbers cannot hold an image: reconstructions lose prints, straps, buttons and text, and blur where the model is unsure.',
      'Neighbours in the plane mix: shirts, coats and pullovers share a region, and there is little between sandals and sneakers.',
      'Far from the origin (beyond about 3) nothing was trained; what is decoded there means little.',
      'Samples are means of p(x|z); drawing pixels from it independently looks like noise.',
    ],
  },
  gain: (weight) => (/^(mean|logVariance)\//.test(weight) ? 0.3 : 1),
};

export default recipe;
