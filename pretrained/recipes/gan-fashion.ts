import type {GanRecipe} from '../tools/recipe.js';
import {net} from '../tools/recipe.js';

const recipe: GanRecipe = {
  id: 'gan-fashion',
  family: 'gan',
  title: {en: 'A GAN of Fashion-MNIST', 'zh-Hans': 'Fashion-MNIST 的 GAN'},
  data: 'fashion-mnist',
  seed: 1,
  batch: 64,
  minutes: 60,
  schedule: {rate: 5e-4, warmUp: 200, hold: 0.5},
  averageDecay: 0.999,
  objective: {latent: 32, loss: 'non-saturating', penalty: {weight: 0.03, radius: 0.05, share: 0.25}},
  adam: {beta1: 0, beta2: 0.99},
  turns: 1,
  judge: 'classifier-fashion',
  nets: {
    generator: net('generator', (t) => {
      let x = t.input('z', [32]);
      x = t.reshape(t.dense(x, 7 * 7 * 32, {activation: 'relu'}), [7, 7, 32]);
      x = t.conv2dTranspose(x, 32, {kernel: 4, stride: 2, activation: 'relu'});
      x = t.conv2d(x, 24, {kernel: 3, activation: 'relu'});
      x = t.conv2dTranspose(x, 16, {kernel: 4, stride: 2, activation: 'relu'});
      return [t.conv2d(x, 1, {kernel: 3, activation: 'sigmoid'})];
    }),
    discriminator: net('discriminator', (t) => {
      let x = t.input('image', [28, 28, 1]);
      x = t.leakyRelu(t.conv2d(x, 24, {kernel: 4, stride: 2}), 0.2);
      x = t.leakyRelu(t.conv2d(x, 48, {kernel: 4, stride: 2}), 0.2);
      x = t.leakyRelu(t.conv2d(x, 80, {kernel: 3, stride: 2}), 0.2);
      return [t.dense(t.flatten(x), 1, {name: 'logit'})];
    }),
  },
  card: {
    summary:
      'a generative adversarial network (Goodfellow et al. 2014) in the manner of DCGAN (Radford et al. 2016), without batch normalisation: a generator of pictures from 32 normal numbers, and the discriminator that it was trained against, which is fetched only where a score is asked for.',
    training:
      'Non-saturating loss; half of 0.03 times the mean squared slope of the discriminator, at real and at generated images, by differences in random directions, on a quarter of each batch. Two players in turns, each with Adam (β₁ 0, β₂ 0.99), cosine decay of the learning rate; the generator that is shipped is a moving average of its weights, at the checkpoint with the smallest distance to validation images. (The run began with a penalty of 0.3, which was lowered at step 3,041.)',
    rounding: 'Rounding them moved the distance to validation images from 15.67 to 15.70.',
    limits: [
      'Trained for a short time, on a share of one core: textures are streaky, and in light pictures parts are missing.',
      'Some samples lie between classes and show no garment that anybody would wear.',
      'The score is no probability that a picture is real: the discriminator knows its own generator, and says nothing reliable of other pictures.',
    ],
  },
};

export default recipe;
