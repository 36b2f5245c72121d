import type {GanRecipe} from '../tools/recipe.js';
import {net} from '../tools/recipe.js';

const LATENT = 32;
const COLOURS = 8;

const recipe: GanRecipe = {
  id: 'gan-faces',
  family: 'gan',
  title: {en: 'A GAN of drawn faces', 'zh-Hans': '手绘头像的 GAN'},
  data: 'faces-lorelei',
  seed: 1,
  batch: 32,
  minutes: 85,
  schedule: {rate: 5e-4, warmUp: 200, hold: 0.3},
  averageDecay: 0.999,
  objective: {latent: LATENT, loss: 'non-saturating', penalty: {weight: 0.05, radius: 0.001, share: 0.5}},
  adam: {beta1: 0, beta2: 0.99},
  turns: 1,
  judge: 'classifier-faces',
  rival: 'vae-faces',
  ships: 'end',
  nets: {
    // The faces are drawn in few flat colours: one path chooses eight of them, the other says for each pixel how much it has of which.
    generator: net('generator', (t) => {
      const z = t.input('z', [LATENT]);
      const palette = t.dense(t.dense(z, 48, {activation: 'relu'}), 3 * COLOURS);
      const colours = t.upSampling2d(t.reshape(palette, [1, 1, 3 * COLOURS]), 32);
      let x = t.reshape(t.dense(z, 4 * 4 * 64, {activation: 'relu'}), [4, 4, 64]);
      x = t.conv2d(t.upSampling2d(x, 2), 48, {kernel: 3, activation: 'relu'});
      x = t.conv2d(t.upSampling2d(x, 2), 24, {kernel: 3, activation: 'relu'});
      x = t.conv2dTranspose(x, 16, {kernel: 4, stride: 2, activation: 'relu'});
      x = t.conv2d(x, COLOURS, {kernel: 3, activation: 'softmax'});
      return [t.conv2d(t.multiply([t.concatenate([x, x, x]), colours]), 3, {kernel: 1, activation: 'sigmoid'})];
    }),
    discriminator: net('discriminator', (t) => {
      let x = t.input('image', [32, 32, 3]);
      x = t.leakyRelu(t.conv2d(x, 12, {kernel: 3}), 0.2);
      x = t.leakyRelu(t.conv2d(x, 32, {kernel: 4, stride: 2}), 0.2);
      x = t.leakyRelu(t.conv2d(x, 48, {kernel: 4, stride: 2}), 0.2);
      x = t.leakyRelu(t.conv2d(x, 96, {kernel: 4, stride: 2}), 0.2);
      return [t.dense(t.flatten(x), 1, {name: 'logit'})];
    }),
  },
  card: {
    summary:
      'a generative adversarial network (Goodfellow et al. 2014) of drawn faces in colour, 32 × 32 pixels, from 32 normal numbers. The faces are drawn in few flat colours, and the generator says so: one path of it chooses eight colours for the whole picture, the other how much each pixel has of which (a softmax), so that what is flat stays flat. The discriminator is fetched only where a score is asked for.',
    training:
      'Non-saturating loss; half of 0.05 times the mean squared slope of the discriminator, at real and at generated images, by differences over a very short way (0.001) in random directions, on half of each batch. Two players in turns, each with Adam (β₁ 0, β₂ 0.99), cosine decay of the learning rate after 30 % of the run; the generator that is shipped is a moving average of its weights, at the end of the run. (Until step 11,097 the penalty was 0.02; one worker until step 3,459, then two; the schedule was written for a longer hold.) What ended worse: without the palette, colour noise all over the pictures, whatever the penalty, and most of it with directions of length 0.05, perhaps since the discriminator then learns not to see such noise. The smallest distance to validation images, 28.3, was found at step 5,380, of pictures that are blotchy and blurred: distance and eye disagree here, and the end of the run was taken.',
    rounding: 'Rounding them moved the distance to validation images from 47.96 to 48.42.',
    limits: [
      'By the Fréchet distance its samples are further from the data than those of `vae-faces`, although they are crisper: fair hair is half as frequent again as in the data.',
      'Hair runs into the background in places, and small parts (moustaches, ear rings) are smudges.',
      'A picture has at most eight colours and their mixtures.',
      'The score is no probability that a picture is real: the discriminator knows its own generator, and says nothing reliable of other pictures.',
      'Attributes are those of cartoon faces and say nothing about people.',
    ],
  },
};

export default recipe;
