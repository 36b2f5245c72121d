import {oneOf, readParts, type StatePart} from '../../src/elements/read-state.js';

/** Samples in sight at once. */
export const COUNT = 64;

/** What is behind More. */
export const PANELS = ['copying', 'arithmetic', 'search'] as const;
export type PanelName = (typeof PANELS)[number];

/** Which samples are shown, which of them are held, and what is asked of the discriminator. */
export type GanSamplerState = {
  /** All samples follow from it. */
  seed: number;
  /** No number of a latent is further from 0; without limit where nothing is said. */
  truncation?: number;
  /** Class of all samples of a conditional model; any class where none is said. */
  label?: number;
  /** A sample that no seed gave, in place of the first: its latent and, where the model is conditional, how much of each class. */
  own?: number[];
  /** Number of the sample that is held, from 0. */
  held: number;
  /** Number of the sample at the other end of a walk, and how far the walk is, from 0 to 1. */
  other?: number;
  at?: number;
  /** Shown are variations of the held sample, each number of its latent changed by about so much. */
  around?: number;
  /** The discriminator has been asked; samples are in the order of what it says. */
  scored?: true;
  sorted?: true;
  /** What is open behind More. */
  panel?: PanelName;
  /** Numbers of the samples a, b and c of a − b + c. */
  terms?: number[];
};

export type WantedState = Partial<GanSamplerState>;

const within = (low: number, high: number, what: string): StatePart => [
  (value) => typeof value === 'number' && value >= low && value <= high,
  `${what} from ${low} to ${high}`,
];
const index: StatePart = [
  (value) => Number.isInteger(value) && (value as number) >= 0 && (value as number) < COUNT,
  'the number of a sample',
];
const on: StatePart = [(value) => value === true, 'true where it is there at all'];

const isNumbers = (value: unknown, most: number): value is number[] =>
  Array.isArray(value) && value.length <= most && value.every((one) => Number.isFinite(one));

const PARTS: Record<keyof GanSamplerState, StatePart> = {
  seed: [
    (value) => Number.isInteger(value) && (value as number) >= 0 && (value as number) < 2 ** 32,
    'a whole number from 0 to 4294967295',
  ],
  truncation: within(0.1, 10, 'a number'),
  label: [(value) => Number.isInteger(value) && (value as number) >= 0, 'the number of a class'],
  own: [(value) => isNumbers(value, 65_536), 'a list of finite numbers'],
  held: index,
  other: index,
  at: within(0, 1, 'a number'),
  around: within(0, 2, 'a number'),
  scored: on,
  sorted: on,
  panel: oneOf(PANELS),
  terms: [(value) => isNumbers(value, 3) && value.length === 3 && value.every((one) => index[0](one)), 'the numbers of three samples'],
};

/** Checks what a page or a link hands over. */
export const readState = (state: Record<string, unknown>): WantedState => readParts<GanSamplerState>(state, PARTS);
