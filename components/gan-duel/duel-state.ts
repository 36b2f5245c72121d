import {DENSITY_NAMES, type DensityName} from '../../src/data/density-names.js';
import {GAN_LOSSES, GAN_OPTIMIZERS, type GanLoss, type GanOptimizer} from '../../src/training/gan-choices.js';
import {oneOf, readParts, type StatePart} from '../../src/elements/read-state.js';

/** The two nets, in the order in which they play. */
export const SIDES = ['discriminator', 'generator'] as const;
export type Side = (typeof SIDES)[number];

/** What is open below the figure. */
export const PANELS = ['situations', 'settings', 'data', 'view'] as const;
export type PanelName = (typeof PANELS)[number];

/** What the plane may show. */
export const LAYERS = ['surface', 'sheet', 'gradients', 'data', 'samples'] as const;
export type Layer = (typeof LAYERS)[number];

/** How the two play. */
export type Settings = {
  loss: GanLoss;
  optimizer: GanOptimizer;
  /** Weight of the discriminator's squared slope at the data and at samples; 0 is none. */
  penalty: number;
  /** Limit of the discriminator's weights; 0 is none. */
  clip: number;
  /** Points of the data, and samples, in a turn. */
  batch: number;
  rate: Record<Side, number>;
  /** Turns of each in a step. */
  turns: Record<Side, number>;
  /** Hidden layers of each net, and units in one. */
  layers: Record<Side, number>;
  width: Record<Side, number>;
};

/** The same number for both. */
const both = (value: number): Record<Side, number> => ({discriminator: value, generator: value});

export const DEFAULTS: Settings = {
  loss: 'non-saturating',
  optimizer: 'adam',
  penalty: 0,
  clip: 0,
  batch: 128,
  rate: {discriminator: 2e-3, generator: 1e-3},
  turns: both(1),
  layers: both(2),
  width: both(32),
};

export const LIMITS = {
  /** Learning rates by their power of ten. */
  rate: [-4, 0],
  turns: [0, 10],
  layers: [1, 4],
  widths: [8, 16, 32, 64],
  batches: [32, 64, 128, 256, 512],
} as const;

export type GanDuelState = {
  /** Where the discriminator is asked. */
  x: [number, number];
  /** The data set, where it is not the one that the page asks for. */
  data?: DensityName;
  /** Nets begin with random weights, although trained ones are there. */
  start?: 'fresh';
  /** What differs from the defaults. */
  settings?: Partial<Settings>;
  /** What is taken off the plane. */
  without?: Layer[];
  slow?: true;
  panel?: PanelName;
};

export type WantedState = Omit<GanDuelState, 'x'> & {x?: [number, number]};

const isPair = (value: unknown) => Array.isArray(value) && value.length === 2 && value.every(Number.isFinite);
const isNumber = (low: number, high: number) => (value: unknown) =>
  Number.isFinite(value) && (value as number) >= low && (value as number) <= high;
const isWhole = (low: number, high: number) => (value: unknown) => Number.isInteger(value) && isNumber(low, high)(value);
const ofBoth = (holds: (value: unknown) => boolean, what: string): StatePart => [
  (value) =>
    typeof value === 'object' &&
    value !== null &&
    Object.keys(value).length === SIDES.length &&
    SIDES.every((side) => holds((value as Record<string, unknown>)[side])),
  `{discriminator, generator}, each ${what}`,
];

const SETTINGS: Record<keyof Settings, StatePart> = {
  loss: oneOf(GAN_LOSSES),
  optimizer: oneOf(GAN_OPTIMIZERS),
  penalty: [isNumber(0, 100), 'a number from 0 to 100'],
  clip: [isNumber(0, 10), 'a number from 0 to 10'],
  batch: oneOf(LIMITS.batches),
  rate: ofBoth(isNumber(1e-5, 10), 'a number from 0.00001 to 10'),
  turns: ofBoth(isWhole(...LIMITS.turns), 'a whole number up to 10'),
  layers: ofBoth(isWhole(...LIMITS.layers), 'a whole number from 1 to 4'),
  width: ofBoth((value) => (LIMITS.widths as readonly unknown[]).includes(value), `one of ${LIMITS.widths.join(', ')}`),
};

const PARTS: Record<keyof GanDuelState, StatePart> = {
  x: [isPair, 'two numbers'],
  data: oneOf(DENSITY_NAMES),
  start: oneOf(['fresh']),
  settings: [(value) => typeof value === 'object' && value !== null && !Array.isArray(value), 'an object'],
  without: [(value) => Array.isArray(value) && value.every((one) => LAYERS.includes(one as Layer)), `a list of ${LAYERS.join(', ')}`],
  slow: [(value) => value === true, 'true where it is there at all'],
  panel: oneOf(PANELS),
};

/** Checks what a page or a link hands over. */
export function readState(state: Record<string, unknown>): WantedState {
  const wanted = readParts<GanDuelState>(state, PARTS);
  if (!wanted.settings) return wanted;
  return {...wanted, settings: readParts<Settings>(wanted.settings, SETTINGS)};
}

/** What differs from the defaults, undefined for nothing. */
export function unusual(settings: Settings): Partial<Settings> | undefined {
  const own = Object.entries(settings).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(DEFAULTS[name as keyof Settings]),
  );
  return own.length > 0 ? (Object.fromEntries(own) as Partial<Settings>) : undefined;
}
