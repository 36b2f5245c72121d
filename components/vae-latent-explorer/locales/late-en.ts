import type {LateWords} from './late-words.js';

/** Attributes by their names without case, hyphens and spaces. */
const ATTRIBUTES: Record<string, string | undefined> = {haircolor: 'hair colour', skincolor: 'skin colour'};

export const lateEnglish: LateWords = {
  panels: {directions: 'Directions', walk: 'From A to B', traversals: 'Traversals', prior: 'Prior'},
  panelsLabel: 'More of this model',
  explain: (what) => `What is this: ${what}?`,
  direction: (name) => {
    const principal = /^principal-(\d+)$/.exec(name);
    if (principal) return `direction ${principal[1]}`;
    return ATTRIBUTES[attributeKey(name)] ?? name.replaceAll(/[-_.]/g, ' ');
  },

  planeHelp:
    'Any point of this plane is a pair of numbers z, and the decoder turns any z into a picture. The faint tiles show what it draws where. ' +
    'The dots are pictures that it never saw in training, placed by the encoder.',
  encodeHelp:
    'The encoder does not name a point but a distribution, q(z|x). The ellipses are drawn at one and two standard deviations σ around ' +
    'its mean μ: the smaller they are, the surer it is.',
  sampleHelp:
    'Draws z from the prior, a standard normal distribution. Training kept the encoded pictures close to it, so a random point decodes to ' +
    'something that looks real.',

  again: 'Encode again',
  reconstruction: 'reconstruction',
  kl: 'KL',
  nats: (value) => `${value} nats`,
  reconstructionHelp: (likelihood, seed) =>
    'What it costs to describe the picture once z is known: −log p(x|z). ' +
    (likelihood === 'bernoulli'
      ? `This decoder speaks of black and white pixels, so each grey pixel was first made black or white by chance, white as often as it is bright (seed ${seed}).`
      : 'Colours are continuous, so p is a density (Laplace), and the cost may be below zero.'),
  klHelp:
    'What it costs to describe z: how far q(z|x) is from the prior. Both together are −ELBO, an upper bound on −log p(x), the whole cost of the picture. ' +
    'Training makes it as small as it can.',

  across: 'Across',
  up: 'Up',
  kinds: {attribute: 'Attributes', principal: 'Where pictures change most', latent: 'Single latents'},
  kindHelp: {
    attribute:
      'Each is a direction in latent space, found from pictures whose attributes are known. Moving along it changes that attribute and should leave the rest alone. ' +
      'The numbers are standard deviations of the prior.',
    principal:
      'Directions through latent space along which the decoded picture changes most, most first. They have no names, because nobody told the model what to look for. ' +
      'The numbers are standard deviations of the prior.',
    latent: 'The numbers of z one by one, those first that test pictures use most. A latent that no picture uses changes nothing.',
  },
  all: (count) => `Show all ${count}`,

  aHere: 'A is here',
  bHere: 'B is here',
  path: 'Path',
  linear: 'Straight',
  spherical: 'Spherical',
  along: 'Along the path',
  play: 'Play',
  pause: 'Pause',
  step: 'Step',
  percent: (percent) => `${percent} % of the way`,
  lengths: (a, middle, b, usual) =>
    `Distance from the centre: A ${a}, half way ${middle}, B ${b}; a draw from the prior ${usual} on average.`,
  walkHelp:
    'Every point on the way from A to B is decoded: what lies between two pictures is neither of them, and not a blend of their pixels. A straight path comes nearer ' +
    'to the centre than its ends; a spherical one turns about the centre instead.',

  rows: 'Rows',
  at: (direction, value) => `${direction} ${value}`,
  traversalsHelp:
    'Each row starts at z and changes one direction alone, from −3 to 3 standard deviations of the prior. The outlined picture is nearest to z.',

  shade: 'Shade the density of the prior',
  densest: 'densest',
  thinnest: (ratio) => `${ratio} times less`,
  priorHelp:
    'Samples are drawn from the prior, a standard normal distribution, before the decoder sees them: most of them fall where the plane is bright. Training pulled the ' +
    'encoded pictures together until they fill that place and little else.',
};

export function attributeKey(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[^a-z]/g, '')
    .replace('colour', 'color');
}
