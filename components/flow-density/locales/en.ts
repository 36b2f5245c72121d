import {english as common} from '../../../src/elements/locales/en.js';
import {setsEnglish} from '../../../src/elements/plane-data/locales/sets-en.js';
import type {Words} from './words.js';

export const english: Words = {
  ...common,
  figure: 'Normalizing flow between two planes',
  dataSpace: 'data space x',
  baseSpace: 'base space z',
  between: (applied, all) => `after ${applied} of ${all} layers`,
  standardised: 'data, standardised',
  dataHandle: 'Point x in data space',
  baseHandle: 'The same point in base space',
  handleRole: 'point on a plane',
  density: 'density',
  couplings: 'Layers applied',
  applied: (applied, all) => `${applied} of ${all}`,
  unfold: 'Unfold',
  reading: (point, density, logProb, bits) =>
    `At (${point}) the density is **${density}** per unit area: log p = **${logProb}** nats, ${bits} bits per dimension.`,
  account: 'log p(x) = log p(z) + Σ log |det|, in nats',
  base: 'base',
  scale: 'scale',
  total: 'log p',
  sum: (terms, total) => `${terms.map(({name, nats}) => `${name} ${nats}`).join(', ')}: together ${total} nats`,
  layer: 'layer',
  coupling: (number) => `layer ${number}`,
  back: (error) => `There and back: off by ${error}.`,
  backExactly: 'There and back: not a bit off.',
  dataSet: 'Data',
  ownModel: 'this model',
  ownData: 'your data',
  sets: setsEnglish,
  sample: 'Sample',
  clear: 'Clear',
  panels: {train: 'Train', data: 'Your data', view: 'Display'},
};
