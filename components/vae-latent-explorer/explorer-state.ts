import {GenerativeError} from '../../src/format/errors.js';

/** A way from A to B through latent space. */
export type Walk = {a: number[]; b: number[]; path: 'linear' | 'spherical'; at: number};

/** What is open behind More. */
export const PANELS = ['directions', 'walk', 'traversals', 'prior'] as const;
export type PanelName = (typeof PANELS)[number];

/** Where the point is, how many samples have been drawn, which example is encoded, and what the reader has opened. */
export type LatentExplorerState = {
  /** The latent, as many numbers as the model has; none until the model is known. */
  z: number[];
  samples: number;
  /** Number of the example that is encoded. */
  encoded?: number;
  /** How often z was drawn anew from the posterior of that example. */
  again?: number;
  /** Names of the directions that the plane lies along, where it is not the whole latent space. */
  plane?: [string, string];
  /** The panel that is open behind More. */
  panel?: PanelName;
  walk?: Walk;
  /** The prior's density is shaded on the plane. */
  shade?: boolean;
};

/** More samples than a reader draws: restoring draws them all again. */
const MOST = 1e6;

/** A state as a page or a link asks for it: without z the point is where the model begins, or where the encoded picture lies. */
export type WantedState = Omit<LatentExplorerState, 'z'> & {z?: number[]};

/** Checks what a page or a link hands over; whether its numbers fit the model is seen when the model is known. */
export function readState({z, samples = 0, encoded, again, plane, panel, walk, shade}: Record<string, unknown>): WantedState {
  return defined({
    z: Array.isArray(z) && z.length === 0 ? undefined : optional('z', z, isLatent, 'two or more numbers'),
    samples: must('samples', samples, isCount, 'a whole number'),
    encoded: optional('encoded', encoded, isCount, 'the number of an example'),
    again: optional('again', again, isCount, 'a whole number'),
    plane: optional('plane', plane, isPair, 'the names of two directions'),
    panel: optional('panel', panel, isPanel, `one of ${PANELS.join(', ')}`),
    walk: walk === undefined ? undefined : readWalk(walk),
    shade: optional('shade', shade, isFlag, 'true or false'),
  });
}

/** Its numbers are as many as the model's latents; throws otherwise. */
export function checkSize({z, walk}: WantedState, size: number): void {
  for (const [name, latent] of [
    ['z', z],
    ['walk.a', walk?.a],
    ['walk.b', walk?.b],
  ] as const)
    must(name, latent ?? new Array<number>(size), (value): value is number[] => (value as number[]).length === size, `${size} numbers`);
}

function readWalk(walk: unknown): Walk {
  const {a, b, path = 'linear', at = 0} = (walk ?? {}) as Partial<Record<keyof Walk, unknown>>;
  return {
    a: must('walk.a', a, isLatent, 'two or more numbers'),
    b: must('walk.b', b, isLatent, 'two or more numbers'),
    path: must('walk.path', path, (value) => value === 'linear' || value === 'spherical', 'linear or spherical'),
    at: must('walk.at', at, (value): value is number => isNumber(value) && value >= 0 && value <= 1, 'a number from 0 to 1'),
  };
}

const isNumber = (value: unknown): value is number => Number.isFinite(value);
const isCount = (value: unknown): value is number => Number.isInteger(value) && (value as number) >= 0 && (value as number) < MOST;
const isLatent = (value: unknown): value is number[] => Array.isArray(value) && value.length >= 2 && value.every(isNumber);
const isPair = (value: unknown): value is [string, string] =>
  Array.isArray(value) && value.length === 2 && value.every((name) => typeof name === 'string');
const isPanel = (value: unknown): value is PanelName => PANELS.some((name) => name === value);
const isFlag = (value: unknown): value is boolean => typeof value === 'boolean';

function must<T>(name: string, value: unknown, holds: (value: unknown) => value is T, what: string): T {
  if (holds(value)) return value;
  throw new GenerativeError('bad-attribute', `state.${name} must be ${what}, not ${JSON.stringify(value)}.`);
}

function optional<T>(name: string, value: unknown, holds: (value: unknown) => value is T, what: string): T | undefined {
  return value === undefined ? undefined : must(name, value, holds, what);
}

/** Without what is undefined: states are compared, and written as JSON. */
function defined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as T;
}
