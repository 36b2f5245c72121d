import {GenerativeError} from '../../format/errors.js';
import type {ObjectiveChoices} from '../protocol.js';

/** The numbers of an objective: `defaults` with `given` over them. Where a default is one of some words, `words` has them. */
export function optionsOf<Options extends ObjectiveChoices>(
  defaults: Options,
  given: ObjectiveChoices,
  words: {[Name in keyof Options]?: readonly string[]} = {},
): Options {
  for (const [name, value] of Object.entries(given)) {
    if (!Object.hasOwn(defaults, name)) {
      const names = Object.keys(defaults).join(', ') || 'none';
      throw new GenerativeError('bad-data', `objective.${name}: this objective has no such number; it has ${names}`);
    }
    const choices = words[name];
    if (choices && !choices.includes(value as string))
      throw new GenerativeError('bad-data', `objective.${name}: expected one of ${choices.join(', ')}, got ${value}`);
    if (!choices && !Number.isFinite(value)) throw new GenerativeError('bad-data', `objective.${name}: expected a number, got ${value}`);
  }
  return {...defaults, ...given};
}
