import {fixed} from '../../src/elements/numbers.js';
import type {Exploration} from './exploration.js';
import type {Words} from './locales/words.js';

export const pair = ([x, y]: readonly [number, number]): string => `${fixed(x, 2)}, ${fixed(y, 2)}`;

/** A density with three significant digits; far from all data it is no number that says anything. */
export function densityText(value: number): string {
  if (value < 1e-6) return '< 0.000001';
  return value >= 100 ? String(Math.round(value)) : value.toPrecision(3);
}

/** What the flow says of the point. */
export function describe(words: Words, exploration: Exploration): string {
  const {x, frame, answers} = exploration;
  const {probe} = answers;
  if (!probe) return '';
  const logProb = exploration.logDensity(probe.logProb);
  const bits = -logProb / (2 * Math.LN2);
  return words.reading(pair(frame.toOwn(x)), densityText(Math.exp(logProb)), fixed(logProb, 2), fixed(bits, 2));
}

/** How exact the way back is. */
export function returned(words: Words, exploration: Exploration): string {
  const error = exploration.answers.probe?.error ?? 0;
  return error === 0
    ? words.backExactly
    : words.back(error.toExponential(0).replace(/(\d)e-(\d+)/, (_, digit, power) => `${digit} · 10⁻${superscript(power)}`));
}

const superscript = (digits: string) => [...digits].map((digit) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)]).join('');
