import type {Recipe} from '../tools/recipe.js';
import {net} from '../tools/recipe.js';

const recipe: Recipe = {
  id: 'vae-fashion',
  family: 'vae',
  title: {en: 'Fashion-MNIST in sixteen dimensions', 'zh-Hans': '十六维隐空间中的 Fashion-MNIST'},
  data: 'fashion-mnist',
  seed: 1,
  batch: 128,
  minutes: 60,
  schedule: {rate: 1.5e-3, warmUp: 500, hold: 0.3},
  averageDecay: 0.999,
  objective: {latent: 16, beta: 1, draws: 1, greyInputs: 0.25},
  start: 'Ankle boot',
  judge: 'classifier-fashion',
  nets: {
    encoder: net('encoder', (t) => {
      let x = t.input('image', [28, 28, 1]);
      x = t.conv2d(x, 16, {kernel: 4, stride: 2, activation: 'relu'});
      x = t.conv2d(x, 32, {kernel: 4, stride: 2, activation: 'relu'});
      x = t.conv2d(x, 48, {kernel: 3, stride: 2, activation: 'relu'});
      x = t.dense(t.flatten(x), 80, {activation: 'relu'});
      return [t.dense(x, 16, {name: 'mean'}), t.dense(x, 16, {name: 'logVariance'})];
    }),
    decoder: net('decoder', (t) => {
      let x = t.input('z', [16]);
      x = t.dense(x, 64, {activation: 'swish'});
      x = t.reshape(t.dense(x, 7 * 7 * 16, {activation: 'relu'}), [7, 7, 16]);
      x = t.conv2d(x, 32, {kernel: 3, activation: 'relu'});
      x = t.conv2dTranspose(x, 32, {kernel: 4, stride: 2, activation: 'relu'});
      x = t.conv2d(x, 24, {kernel: 3, activation: 'relu'});
      x = t.conv2dTranspose(x, 16, {kernel: 4, stride: 2, activation: 'relu'});
      return [t.conv2d(x, 1, {kernel: 3, activation: 'sigmoid'})];
    }),
  },
  card: {
    summary:
      'a variational autoencoder (Kingma and Welling 2014) with sixteen latent numbers: too many to draw as a plane, enough for prints, straps and cuts. Convolutional encoder and decoder, Bernoulli likelihood.',
    training:
      'The evidence lower bound, one draw per image, images binarised anew each time they are drawn; for a quarter of them the encoder saw the grey image instead, so that it serves both. Adam, cosine decay of the learning rate, moving average of the weights. (The run began on a schedule of 36,000 steps, which was shortened to 24,000 at step 1,957 and to 20,000 at step 13,382.)',
    rounding: 'Rounding them cost 0.09 nats: 233.04 before, 233.13 as shipped (nll of the first 1,000 validation images, 50 draws).',
    limits: [
      'Samples are means of p(x|z); drawing pixels from it independently looks like noise.',
      'Some draws from the prior lie between classes and show no garment that anybody would wear.',
      'Fine texture and small print blur: the likelihood treats pixels as independent given z.',
    ],
  },
  gain: (weight) => (/^(mean|logVariance)\//.test(weight) ? 0.3 : 1),
};

export default recipe;
