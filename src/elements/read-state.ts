import {GenerativeError} from '../format/errors.js';

/** What a part of a state must be, and the same in words. */
export type StatePart = readonly [holds: (value: unknown) => boolean, what: string];

/** A part that is one of some words. */
export const oneOf = (choices: readonly unknown[]): StatePart => [(value) => choices.includes(value), choices.join(', ')];

/** Takes the known parts of what a page or a link hands over as a state; what is not there is left out. Throws a `GenerativeError` of code `bad-attribute`. */
export function readParts<State extends object>(state: Record<string, unknown>, parts: Record<keyof State, StatePart>): Partial<State> {
  const wanted: Record<string, unknown> = {};
  for (const [name, [holds, what]] of Object.entries<StatePart>(parts)) {
    const value = state[name];
    if (value === undefined) continue;
    if (!holds(value)) refuse(name, what, value);
    wanted[name] = value;
  }
  return wanted as Partial<State>;
}

export function refuse(name: string, what: string, value: unknown): never {
  throw new GenerativeError('bad-attribute', `state.${name} must be ${what}, not ${JSON.stringify(value)}.`);
}
