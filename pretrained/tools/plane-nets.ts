import type {RecipeNet} from './recipe.js';
import {net} from './recipe.js';

/** Encoder and decoder for 28×28 grey pictures of few strokes, with a plane between them; the decoder is part of a first view. */
export function planeNets(): Record<'encoder' | 'decoder', RecipeNet> {
  return {
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
  };
}
