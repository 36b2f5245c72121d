import {english as common} from '../../../src/elements/locales/en.js';
import type {Words} from './words.js';

/** "a boot", "an ankle boot", "trousers", "a face with glasses", "a 7", "an 8". Labels come from the model, in the singular or as a pair. */
function withArticle(label: string): string {
  if (/[^s]s$/.test(label.split(' with ')[0]!)) return `**${label}**`;
  return `${/^([aeiou8]|11\b|18\b)/i.test(label) ? 'an' : 'a'} **${label}**`;
}

export const english: Words = {
  ...common,
  figure: 'Latent plane of a variational autoencoder',
  plane: 'latent plane',
  handle: 'Latent point z',
  handleRole: 'point on a plane',
  classes: 'Classes',
  // Fashion-MNIST says "Trouser".
  label: (label) => (label === 'Trouser' ? 'trousers' : /^[A-Z][a-z ]/.test(label) ? label[0]!.toLowerCase() + label.slice(1) : label),
  decoded: (label) => (label ? `Decoded image: ${label}` : 'Decoded image'),
  encode: 'Encode a picture',
  draw: 'Draw',
  yourPicture: 'Your picture',
  example: (number) => `Encode test picture ${number}`,
  fromPrior: 'From the prior',
  sample: 'Sample',
  pause: ' ',
  decodes: (label) => `This point decodes to ${withArticle(label)}.`,
  between: (label, other) => `This point decodes to something between ${withArticle(label)} and ${withArticle(other)}.`,
  lonely: (label) => `No test picture lies near this point; the decoder fills the gap with something like ${withArticle(label)}.`,
  centre: 'Under the prior no point is likelier than here, the centre.',
  likelihood: (ratio) => `Under the prior it is ${ratio} times less likely than the centre.`,
  distance: (distance, low, high) => `It lies ${distance} from the centre; 95 of 100 draws from the prior lie ${low} to ${high} away.`,
  more: 'More',
  posterior: (mean, deviation) => (deviation ? `μ = (${mean}), σ = (${deviation})` : `z = (${mean})`),
};
