import type {LateWords} from './late-words.js';

export const lateEnglish: LateWords = {
  language: 'en',
  panels: {copying: 'Is it copying?', arithmetic: 'a − b + c'},
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
};
