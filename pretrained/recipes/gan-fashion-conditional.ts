import type {GanRecipe} from '../tools/recipe.js';
import {net} from '../tools/recipe.js';

const LATENT = 32;
const CLASSES = 10;

const recipe: GanRecipe = {
  id: 'gan-fashion-conditional',
  family: 'gan',
  title: {en: 'A GAN of Fashion-MNIST by class', 'zh-Hans': '按类别生成的 Fashion-MNIST GAN'},
  data: 'fashion-mnist',
  seed: 1,
  batch: 32,
  minutes: 62,
  schedule: {rate: 5e-4, warmUp: 200, hold: 0.6},
  averageDecay: 0.999,
  objective: {
    latent: LATENT,
    loss: 'non-saturating',
    penalty: {weight: 0.03, radius: 0.05, share: 0.25},
    classes: {count: CLASSES, weight: 0.3},
  },
  adam: {beta1: 0, beta2: 0.99},
  turns: 1,
  judge: 'classifier-fashion',
  continues: {model: 'gan-fashion', nets: {generator: 'generator', discriminator: 'discriminator'}},
  nets: {
    generator: net('generator', (t) => {
      let x = t.concatenate([t.input('z', [LATENT]), t.input('label', [CLASSES])]);
      x = t.reshape(t.dense(x, 7 * 7 * 32, {activation: 'relu'}), [7, 7, 32]);
      x = t.conv2dTranspose(x, 32, {kernel: 4, stride: 2, activation: 'relu'});
      x = t.conv2d(x, 24, {kernel: 3, activation: 'relu'});
      x = t.conv2dTranspose(x, 16, {kernel: 4, stride: 2, activation: 'relu'});
      return [t.conv2d(x, 1, {kernel: 3, activation: 'sigmoid'})];
    }),
    // The logit is a sum of features whose weights depend on the class (Miyato and Koyama 2018, "cGANs with Projection Discriminator", eq. 5).
    discriminator: net('discriminator', (t) => {
      let x = t.input('image', [28, 28, 1]);
      const label = t.input('label', [CLASSES]);
      x = t.leakyRelu(t.conv2d(x, 24, {kernel: 4, stride: 2}), 0.2);
      x = t.leakyRelu(t.conv2d(x, 48, {kernel: 4, stride: 2}), 0.2);
      x = t.leakyRelu(t.conv2d(x, 80, {kernel: 3, stride: 2}), 0.2);
      const features = t.flatten(x);
      const weighted = t.multiply([features, t.dense(label, features.shape[0]!)]);
      return [t.dense(t.concatenate([features, weighted]), 1, {name: 'logit'}), t.dense(features, CLASSES, {name: 'classes'})];
    }),
  },
  card: {
    summary:
      'a class-conditional generative adversarial network (Mirza and Osindero 2014): 32 normal numbers and the class that is asked for make a picture of that class. The discriminator, which is fetched only where a score is asked for, takes a picture and a class, weighs its features by the class (projection; Miyato and Koyama 2018), and in a second output names the class of a picture.',
    training:
      'It goes on from the weights of `gan-fashion`, both nets (another hour of training, at 64 images a step), where the class had no say; the classes’ weights begin at zero or at random. Non-saturating loss with `gan-fashion`’s penalty of slopes, and 0.3 times the cross-entropy of the class, for the discriminator at real images and for the generator at its own (Odena et al. 2017). Two players in turns, each with Adam (β₁ 0, β₂ 0.99), cosine decay of the learning rate; the generator that is shipped is a moving average of its weights, at the checkpoint with the smallest distance to validation images. It had a share of a machine of two cores that did much else, and small batches for that reason.',
    rounding: 'Rounding them moved the distance to validation images from 2.75 to 2.70.',
    limits: [
      'Trained for a short time: textures are grainy or streaky, and of light pictures, sandals and bags most often, parts are missing.',
      'A class is asked for as one of ten; half of one and half of another was never trained.',
      'The score is no probability that a picture is real: the discriminator knows its own generator, and says nothing reliable of other pictures.',
    ],
  },
};

export default recipe;
