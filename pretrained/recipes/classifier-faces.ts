import type {ClassifierRecipe} from '../tools/recipe.js';
import {net} from '../tools/recipe.js';

const recipe: ClassifierRecipe = {
  id: 'classifier-faces',
  family: 'classifier',
  title: {en: 'What a drawn face has', 'zh-Hans': '手绘头像的特征'},
  data: 'faces-lorelei',
  seed: 1,
  batch: 64,
  steps: 800,
  schedule: {rate: 3e-3, warmUp: 40, hold: 0.3},
  averageDecay: 0.99,
  nets: {
    classifier: net('classifier', (t) => {
      let x = t.input('image', [32, 32, 3]);
      x = t.conv2d(x, 16, {kernel: 3, stride: 2, activation: 'relu'});
      x = t.conv2d(x, 24, {kernel: 3, stride: 2, activation: 'relu'});
      x = t.conv2d(x, 32, {kernel: 3, stride: 2, activation: 'relu'});
      x = t.dense(t.flatten(x), 48, {activation: 'relu'});
      return [t.dense(x, 10, {name: 'logits'})];
    }),
  },
  card: {
    summary:
      'a small convolutional net that says of a drawn face whether it has glasses, a beard, a smile, fair hair and dark skin: two logits for each of the five questions. It measures what `vae-faces` and its attribute directions do.',
    training: 'Cross-entropy summed over the five questions. Adam, cosine decay of the learning rate, moving average of the weights.',
    rounding: '',
    limits: ['It has seen drawn faces of this kind only, sharp ones; of anything else it says something too.'],
  },
};

export default recipe;
