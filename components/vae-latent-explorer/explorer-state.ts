import {GenerativeError} from '../../src/format/errors.js';

/** Where the point is, how many samples have been drawn, and which example is encoded. */
export type LatentExplorerState = {z: [number, number]; samples: number; encoded?: number};

/** More samples than a reader draws: restoring draws them all again. */
const MOST = 1e6;

/** `z` may be left out where a picture is encoded: its posterior mean then. */
export type WantedState = Omit<LatentExplorerState, 'z'> & {z: [number, number] | undefined};

export function readState({z, samples = 0, encoded}: Record<string, unknown>): WantedState {
  const isCount = (value: unknown): value is number => Number.isInteger(value) && (value as number) >= 0 && (value as number) < MOST;
  const free = z === undefined && encoded !== undefined;
  if (!free && (!Array.isArray(z) || z.length !== 2 || !z.every((value) => Number.isFinite(value))))
    throw new GenerativeError('bad-attribute', `state.z must be two numbers, not ${JSON.stringify(z)}.`);
  if (!isCount(samples))
    throw new GenerativeError('bad-attribute', `state.samples must be a whole number, not ${JSON.stringify(samples)}.`);
  if (encoded !== undefined && !isCount(encoded))
    throw new GenerativeError('bad-attribute', `state.encoded must be the number of an example, not ${JSON.stringify(encoded)}.`);
  const point: [number, number] | undefined = Array.isArray(z) ? [z[0], z[1]] : undefined;
  return encoded === undefined ? {z: point, samples} : {z: point, samples, encoded};
}
