import type {PanelName} from '../explorer-state.js';

/** Words of what is not in sight at first: all behind More, and what is said of an encoded picture. */
export type LateWords = {
  panels: Record<PanelName, string>;
  panelsLabel: string;
  explain: (what: string) => string;
  /** A direction of the model, as a reader of this language knows it. */
  direction: (name: string) => string;

  planeHelp: string;
  encodeHelp: string;
  sampleHelp: string;

  again: string;
  reconstruction: string;
  kl: string;
  nats: (value: string) => string;
  /** By the likelihood of the model: `bernoulli`, for pictures made black and white by a seed, or `laplace`. */
  reconstructionHelp: (likelihood: string, seed: number) => string;
  klHelp: string;

  across: string;
  up: string;
  kinds: Record<'attribute' | 'principal' | 'latent', string>;
  kindHelp: Record<'attribute' | 'principal' | 'latent', string>;
  all: (count: number) => string;

  aHere: string;
  bHere: string;
  path: string;
  linear: string;
  spherical: string;
  along: string;
  play: string;
  pause: string;
  step: string;
  percent: (percent: number) => string;
  lengths: (a: string, middle: string, b: string, usual: string) => string;
  walkHelp: string;

  rows: string;
  at: (direction: string, value: string) => string;
  traversalsHelp: string;

  shade: string;
  densest: string;
  thinnest: (ratio: string) => string;
  priorHelp: string;
};
