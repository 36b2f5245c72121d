import {english as common} from '../../../src/elements/locales/en.js';
import type {Words} from './words.js';

export const english: Words = {
  ...common,
  figure: 'Samples of a generative adversarial network',
  samples: 'Samples',
  sample: (number, mark) => `Sample ${number}${mark}`,
  isHeld: ', held',
  isOther: ', end of the walk',
  isTerm: (letters) => `, ${letters}`,
  ownSample: 'Your own sample',
  judged: (share) => `, ${share} real`,
  large: 'The held sample',
  walk: 'From the held sample to the other',
  step: (number, all) => `Step ${number} of ${all}`,
  readHeld: (number, seed, size, name) =>
    `**Sample ${number}** of seed ${seed}: made of ${size} random numbers ${name ? `and the class “${name}”` : 'and of nothing else'}.`,
  readOwn: (size) => `**A sample of your own**: ${size} numbers that no seed gave.`,
  readWalk: (share, from, to) =>
    `**${share}** of the way from sample ${from} to sample ${to}. What lies between two samples is a picture too.`,
  readAround: (number, radius) => `Neighbours of **sample ${number}**: each of its random numbers is changed by about ${radius}.`,
  readJudged: (share) => ` The discriminator takes it for real with ${share}.`,
  judgedBetween: (least, most) => `Bars: from ${least} to ${most} real. Two equal opponents end at 50 %.`,
  hint: 'Press another sample to walk there.',
  hintWalk: 'Press a third one to hold that.',
  hintTerms: 'Press three samples: a, b and c.',
  seed: 'Seed',
  class: 'Class',
  anyClass: 'any class',
  next: 'New samples',
  previous: 'Back',
  truncation: 'Truncation',
  none: 'none',
  vary: 'Vary the held one',
  radius: 'By how much',
  more: 'More',
  judge: 'Ask the discriminator',
  sort: 'most real first',
  position: 'Place on the walk',
  help: {
    truncation:
      'The limit of each random number. Small: typical pictures, and few kinds of them. None: everything that the generator makes, failures too.',
    judge:
      'The net that the generator was trained against. The bar under a sample says how surely it takes it for a photograph of real clothes. It has learned to find faults, not to judge beauty.',
    vary: 'Near a point of latent space lie pictures that look alike: see what stays and what changes.',
  },
};
