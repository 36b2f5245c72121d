import {readParts, type StatePart} from '../../src/elements/read-state.js';

/** Samples in sight at once. */
export const COUNT = 64;

/** Which samples are shown, which of them are held, and what is asked of the discriminator. */
export type GanSamplerState = {
  /** All samples follow from it. */
  seed: number;
  /** No number of a latent is further from 0; without limit where nothing is said. */
  truncation?: number;
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

const PARTS: Record<keyof GanSamplerState, StatePart> = {
  seed: [
    (value) => Number.isInteger(value) && (value as number) >= 0 && (value as number) < 2 ** 32,
    'a whole number from 0 to 4294967295',
  ],
  truncation: within(0.1, 10, 'a number'),
  held: index,
  other: index,
  at: within(0, 1, 'a number'),
  around: within(0, 2, 'a number'),
  scored: on,
  sorted: on,
};

/** Checks what a page or a link hands over. */
export const readState = (state: Record<string, unknown>): WantedState => readParts<GanSamplerState>(state, PARTS);
