import type {LateWords} from './late-words.js';

export const lateEnglish: LateWords = {
  language: 'en',
  panels: {copying: 'Is it copying?', arithmetic: 'a − b + c', search: 'Find a picture'},
  panelsLabel: 'More of this model',
  fetching: 'Training images are on their way.',

  held: 'Held',
  neighbour: (name, distance) => `Training image: ${name}, distance ${distance}`,
  nearest: (distance, count, of) =>
    `Nearest of ${count} training images, a subset of the ${of}, drawn evenly from the classes: **${distance}** of 255 away. A copy would be 0 away.`,
  samplesOf: (count) => `${count} samples`,
  testOf: (count) => `${count} test pictures`,
  fromTo: (few, half) => `${few} to ${half}`,
  notCopying: '**No sign of copying**: samples lie farther from the training images than new pictures do, which nobody can have copied.',
  mayCopy: '**It may be copying**: samples lie nearer to training images than new pictures do, which nobody can have copied.',
  howMeasured: (of) =>
    `The bars are of the model’s card: distances to the nearest of all ${of} training images. 5 of 100 are nearer than a bar begins, half are nearer than it ends. Distance is the root mean square difference of pixels.`,

  term: (letter, number) => `${letter}: sample ${number}. Choose another one`,
  sum: 'The picture of a − b + c',
  chooseTerm: (letter) => `Press a sample above: it becomes ${letter}.`,
  aboutSum:
    'Each sample is a list of numbers, so samples can be added and subtracted. What b and c differ in is added to a; the result is brought to the usual length.',
  holdSum: 'Hold the result',

  whySearch:
    'Which numbers make this picture? **A GAN has no encoder**: nothing leads from a picture back to its numbers, so eight guesses are improved step by step, and each may end somewhere else.',
  lookFor: 'Look for',
  offer: (name) => `Training image: ${name}`,
  target: 'Wanted',
  found: 'Found',
  chart: (from, to) => `The error of eight guesses over 400 steps; the best one goes from ${from} to ${to} dB.`,
  chartAxis: (steps) => `Error of eight guesses, step 0 to ${steps}`,
  way: 'The way there',
  wayStep: (step) => `step ${step}`,
  searching: (step) => `Step ${step} of 400.`,
  outcome: (decibels) =>
    `**${decibels} dB** from the wanted picture (peak signal-to-noise ratio; from 30 dB on, two pictures look much alike). What the generator cannot draw, no search finds.`,
  stop: 'Stop',
  holdFound: 'Hold the found one',
  needsWorker: 'Searching needs a worker, and this page allows none.',
  ownPicture: {seen: 'What is looked for', redrawn: 'What was found', encode: 'Look for it'},
  draw: 'Draw',
  yourPicture: 'Your picture',
};
