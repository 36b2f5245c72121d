import {html, type TemplateResult} from 'lit';
import {significant} from '../../src/elements/numbers.js';
import type {Vote} from './neighbours.js';
import type {Words} from './locales/words.js';

/** Below this ratio of densities a reader would call two points equally likely. */
const AS_LIKELY = 1.05;

/** What the reader sees at z: the class by its neighbours, and the prior density as a ratio to the centre's, exp(|z|²/2). Stress is marked with `**`. */
export function describe(words: Words, [x, y]: readonly [number, number], vote: Vote | undefined, name: (label: number) => string): string {
  const ratio = Math.exp((x * x + y * y) / 2);
  const prior = ratio < AS_LIKELY ? words.centre : words.likelihood(significant(ratio));
  if (!vote) return prior;
  if (!vote.near) return `${words.lonely(name(vote.first))}${words.pause}${prior}`;
  const what = vote.second === undefined ? words.decodes(name(vote.first)) : words.between(name(vote.first), name(vote.second));
  return `${what}${words.pause}${prior}`;
}

export function plain(sentence: string): string {
  return sentence.replaceAll('**', '');
}

export function stressed(sentence: string): TemplateResult[] {
  return sentence.split('**').map((part, i) => (i % 2 === 1 ? html`<strong>${part}</strong>` : html`${part}`));
}
