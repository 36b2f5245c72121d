import {readParts, refuse, type StatePart} from '../../src/elements/read-state.js';

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

/** What each part of a state must be. */
const PARTS: Record<keyof LatentExplorerState, StatePart> = {
  z: [isLatent, 'two or more numbers'],
  samples: [isCount, 'a whole number'],
  encoded: [isCount, 'the number of an example'],
  again: [isCount, 'a whole number'],
  plane: [(value) => Array.isArray(value) && value.length === 2, 'the names of two directions'],
  panel: [(value) => PANELS.some((name) => name === value), PANELS.join(', ')],
  walk: [isWalk, 'a way from a to b'],
  shade: [(value) => typeof value === 'boolean', 'true or false'],
};

/** Checks what a page or a link hands over; whether its numbers fit the model is seen when the model is known. */
export function readState({z, ...state}: Record<string, unknown>): WantedState {
  // No numbers: the model says where to begin.
  const isLeft = Array.isArray(z) && z.length === 0;
  return {samples: 0, ...readParts<LatentExplorerState>(isLeft ? state : {...state, z}, PARTS)};
}

/** Its numbers are as many as the model's latents; throws otherwise. */
export function checkSize({z, walk}: WantedState, size: number): void {
  for (const latent of [z, walk?.a, walk?.b])
    if (latent && latent.length !== size) refuse(latent === z ? 'z' : 'walk', `${size} numbers`, latent);
}

function isLatent(value: unknown): boolean {
  return Array.isArray(value) && value.length >= 2 && value.every(Number.isFinite);
}

function isCount(value: unknown): boolean {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) < MOST;
}

function isWalk(value: unknown): boolean {
  const {a, b, path, at} = (value ?? {}) as Partial<Walk>;
  return isLatent(a) && isLatent(b) && (path === 'linear' || path === 'spherical') && at! >= 0 && at! <= 1;
}
