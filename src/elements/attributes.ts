import {GenerativeError} from '../format/errors.js';

/** Converter of an attribute that has a default, and returns to it when it is taken away: left alone, Lit would hand over null. */
export const orElse = (value: string) => ({fromAttribute: (text: string | null): string => text ?? value});

const DEFAULT_SEED = 7;

/** An unsigned 32-bit integer, written in decimal digits; the default where nobody gave one. */
export function parseSeed(seed: string | number = DEFAULT_SEED): number {
  const value = typeof seed === 'number' ? seed : /^\s*\d+\s*$/.test(seed) ? Number(seed) : NaN;
  if (Number.isInteger(value) && value >= 0 && value < 2 ** 32) return value;
  throw new GenerativeError('bad-attribute', `seed="${seed}" is not a whole number from 0 to 4294967295.`);
}

/** One of the words that an attribute takes. */
export function parseChoice<T extends string>(name: string, value: string, choices: readonly T[]): T {
  const choice = choices.find((one) => one === value);
  if (choice !== undefined) return choice;
  throw new GenerativeError('bad-attribute', `${name}="${value}" is not one of ${choices.join(', ')}.`);
}

/** The `state` attribute: what `getState()` returned, as JSON; an object when set as a property. */
export function parseState(state: unknown): Record<string, unknown> {
  let value = state;
  try {
    if (typeof state === 'string') value = JSON.parse(state);
  } catch (cause) {
    throw new GenerativeError('bad-attribute', `state is not JSON: ${String(state).slice(0, 60)}`, {cause});
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new GenerativeError('bad-attribute', `state must be an object as getState() returns it, not ${String(state).slice(0, 60)}`);
}
