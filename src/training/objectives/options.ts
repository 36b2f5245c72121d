import {GenerativeError} from '../../format/errors.js';

/** The numbers of an objective: `defaults` with `given` over them. */
export function optionsOf<Options extends Record<string, number>>(defaults: Options, given: Record<string, number>): Options {
  for (const [name, value] of Object.entries(given)) {
    if (!Object.hasOwn(defaults, name)) {
      const names = Object.keys(defaults).join(', ') || 'none';
      throw new GenerativeError('bad-data', `objective.${name}: this objective has no such number; it has ${names}`);
    }
    if (!Number.isFinite(value)) throw new GenerativeError('bad-data', `objective.${name}: expected a number, got ${value}`);
  }
  return {...defaults, ...given};
}
