import {DENSITY_NAMES, type DensityName} from '../../src/data/density-names.js';
import {oneOf, readParts, type StatePart} from '../../src/elements/read-state.js';

/** What is open below the figure. */
export const PANELS = ['train', 'data', 'view'] as const;
export type PanelName = (typeof PANELS)[number];
/** How the density is drawn. */
export const DRAWINGS = ['heat', 'contours'] as const;
export type Drawing = (typeof DRAWINGS)[number];
/** Which density is drawn: the model's, that of the data, or the one minus the other. */
export const SUBJECTS = ['model', 'data', 'difference'] as const;
export type Subject = (typeof SUBJECTS)[number];

/** Where the point is, how far the layers are applied, and what the reader has chosen. */
export type FlowDensityState = {
  /** The point, in data space. */
  x: [number, number];
  /** The data set whose pretrained flow is shown, where it is not the one that the page asks for. */
  data?: DensityName;
  /** Couplings that are applied on the right, a fraction for one on its way; all where nothing is said. */
  layer?: number;
  /** Points that were drawn from the flow: how often, and at which temperature. */
  samples: number;
  temperature?: number;
  drawing?: Drawing;
  subject?: Subject;
  /** The sheet, or the points of the data, are taken off. */
  sheet?: false;
  points?: false;
  panel?: PanelName;
};

export type WantedState = Omit<FlowDensityState, 'x'> & {x?: [number, number]};

/** More than a reader asks for. */
const MOST = 1e6;

const isCount = (value: unknown) => Number.isInteger(value) && (value as number) >= 0 && (value as number) < MOST;
const off: StatePart = [(value) => value === false, 'false where it is there at all'];

/** What each part of a state must be. */
const PARTS: Record<keyof FlowDensityState, StatePart> = {
  x: [(value) => Array.isArray(value) && value.length === 2 && value.every(Number.isFinite), 'two numbers'],
  data: oneOf(DENSITY_NAMES),
  layer: [(value) => Number.isFinite(value) && (value as number) >= 0, 'a number of couplings'],
  samples: [isCount, 'a whole number'],
  temperature: [(value) => Number.isFinite(value) && (value as number) > 0 && (value as number) <= 2, 'a number up to 2'],
  drawing: oneOf(DRAWINGS),
  subject: oneOf(SUBJECTS),
  sheet: off,
  points: off,
  panel: oneOf(PANELS),
};

/** Checks what a page or a link hands over. */
export const readState = (state: Record<string, unknown>): WantedState => ({samples: 0, ...readParts<FlowDensityState>(state, PARTS)});
