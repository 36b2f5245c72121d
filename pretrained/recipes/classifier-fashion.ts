import type {ClassifierRecipe} from '../tools/recipe.js';
import {net} from '../tools/recipe.js';

const recipe: ClassifierRecipe = {
  id: 'classifier-fashion',
  family: 'classifier',
  title: {en: 'Which garment a picture shows', 'zh-Hans': '图中是哪种服饰'},
  data: 'fashion-mnist',
  seed: 1,
  batch: 128,
  steps: 3500,
  schedule: {rate: 2e-3, warmUp: 100, hold: 0.4},
  averageDecay: 0.998,
  nets: {
    classifier: net('classifier', (t) => {
      let x = t.input('image', [28, 28, 1]);
      x = t.conv2d(x, 24, {kernel: 5, stride: 2, activation: 'relu'});
      x = t.conv2d(x, 48, {kernel: 4, stride: 2, activation: 'relu'});
      x = t.conv2d(x, 48, {kernel: 3, stride: 2, activation: 'relu'});
      x = t.dense(t.flatten(x), 64, {activation: 'relu'});
      return [t.dense(x, 10, {name: 'logits'})];
    }),
  },
  card: {
    summary:
      'a small convolutional net in the manner of LeNet that names the garment in a picture. Generative models of the same data are measured with it: its last hidden layer, 64 numbers, is where the Fréchet LeNet distance is taken, and its answers are the class shares.',
    training: 'Cross-entropy. Adam, cosine decay of the learning rate, moving average of the weights.',
    rounding: '',
    limits: ['It has seen these ten kinds of garment only; of anything else it names one of them too.'],
  },
};

export default recipe;
