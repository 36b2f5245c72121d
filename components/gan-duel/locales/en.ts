import {english as common} from '../../../src/elements/locales/en.js';
import {setsEnglish} from '../../../src/elements/plane-data/locales/sets-en.js';
import type {Words} from './words.js';

export const english: Words = {
  ...common,
  tag: 'en',
  figure: 'Generator and discriminator in the plane',
  plane: 'plane of the data',
  handle: 'Point that the discriminator judges',
  handleRole: 'point on a plane',
  marks: {data: 'data', samples: 'samples', gradients: 'where the generator is pulled'},
  saysSample: 'says: sample',
  saysData: 'says: data',
  trained: 'Both nets are trained. ',
  untrained: 'Neither net has learned anything yet. ',
  step: (step, speed) => (speed === undefined ? `Step ${step}. ` : `Step ${step}, ${speed} a second. `),
  covered: (covered, parts, effective, hasModes) =>
    `Samples cover **${covered} of ${parts}** ${hasModes ? 'modes' : 'parts of the data'} (as evenly as ${effective} equal ones).`,
  divergence: (js, floor) =>
    `JS divergence from the data: **${js}** nats${floor === undefined ? '' : `; as many points of the data have ${floor}`}.`,
  diagnoses: {
    collapse: '**Mode collapse**: many different random numbers give nearly the same samples, and parts of the data get none.',
    hopping: '**Hopping**: the samples crowd in a few places and move on as soon as the discriminator has learned those.',
    silent: '**The discriminator is too sure**: it is hardly ever wrong, and its slope tells the generator next to nothing.',
    even: 'Nothing is missing, and the discriminator can do little better than guess.',
    crowded: 'Nothing is missing, but within the data the samples crowd in threads.',
    learning: 'The two have not settled yet.',
  },
  right: (percent) => `The discriminator is right about ${percent} of data and samples; 50 % is guessing.`,
  judges: (point, probability) => `At (${point}) the discriminator says: data, with probability **${probability}**.`,
  scores: (point, score) => `At (${point}) the discriminator says **${score}**; more is more like data.`,
  play: 'Play',
  pause: 'Pause',
  starting: 'Fetching the trainer…',
  stepBoth: 'Step both',
  stepOnly: {discriminator: 'Step D', generator: 'Step G'},
  turns: {
    discriminator: 'The discriminator’s turn: it tints the plane anew, green where data are and purple where samples are.',
    generator: 'The generator’s turn: its samples follow the arrows, uphill to where the discriminator says “data”.',
  },
  slow: 'Slow motion',
  reset: 'Start over',
  dataSet: 'Data',
  ownData: 'your data',
  ownModel: 'this model',
  sets: setsEnglish,
  panels: {situations: 'Situations', settings: 'Settings', data: 'Your data', view: 'Display'},
  losses: 'losses',
  sides: {discriminator: 'discriminator', generator: 'generator'},
  distance: 'JS divergence from the data',
  floor: 'floor',
  chart: (name, values) => `${name}: ${values}`,
};
