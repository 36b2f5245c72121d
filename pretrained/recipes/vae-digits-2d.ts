import type {Recipe} from '../tools/recipe.js';
import {planeNets} from '../tools/plane-nets.js';

const recipe: Recipe = {
  id: 'vae-digits-2d',
  family: 'vae',
  title: {en: 'MNIST in two dimensions', 'zh-Hans': '二维隐空间中的 MNIST'},
  data: 'mnist',
  seed: 1,
  batch: 128,
  minutes: 30,
  schedule: {rate: 1.5e-3, warmUp: 200, hold: 0.35},
  averageDecay: 0.999,
  objective: {latent: 2, beta: 1, draws: 1, greyInputs: 0.5},
  start: '7',
  nets: planeNets(),
  card: {
    summary:
      'a variational autoencoder (Kingma and Welling 2014) whose latent space is a plane of handwritten digits, the picture that most texts on VAEs show. Convolutional encoder and decoder, Bernoulli likelihood.',
    training:
      'The evidence lower bound, one draw per image, images binarised anew each time they are drawn; for half of them the encoder saw the grey image instead, so that it serves both. Adam, cosine decay of the learning rate, moving average of the weights. (The run began on a schedule of 40,000 steps, which was shortened to 20,000 at step 6,052 and to 12,000 at step 8,744.)',
    rounding: 'Rounding them cost nothing: 137.72 nats before and as shipped (nll of the first 1,000 validation images, 50 draws).',
    limits: [
      'Two numbers cannot hold a digit and a hand: slants and loops are lost, and 4 and 9, or 3, 5 and 8, run into each other.',
      'Far from the origin (beyond about 3) nothing was trained; what is decoded there means little.',
      'Samples are means of p(x|z); between two digits they show a blend that is neither.',
    ],
  },
  gain: (weight) => (/^(mean|logVariance)\//.test(weight) ? 0.3 : 1),
};

export default recipe;
