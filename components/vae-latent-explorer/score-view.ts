import {html, nothing, type TemplateResult} from 'lit';
import {explanation, explanationButton} from '../../src/elements/controls/explanation.js';
import {fixed} from '../../src/elements/numbers.js';
import type {Posterior} from './examples.js';
import type {LateWords} from './locales/late-words.js';
import type {Score} from './score.js';
import type {Explaining} from './tray-view.js';

export type ScoreView = Explaining & {
  words: LateWords;
  disabled: boolean;
  posterior: Posterior | undefined;
  score: Score | undefined;
  again: () => void;
};

/** What the encoded picture costs, in two parts, and another draw from its posterior. */
export function scoreView({words, disabled, posterior, score, again, explained, explain}: ScoreView): TemplateResult | typeof nothing {
  if (!posterior?.deviation) return nothing;
  const part = (name: 'reconstruction' | 'kl', {[name]: value}: Score) =>
    html`<span class="term"
      >${words[name]} <strong>${words.nats(fixed(value, 1))}</strong>${explanationButton(
        `${name}-help`,
        words.explain(words[name]),
        explained === name,
        () => explain(name),
      )}</span
    >`;
  const help = (name: 'reconstruction' | 'kl', text: string) => explanation(`${name}-help`, text, explained === name);
  return html`<div class="score" part="score">
    <button class="button small" part="again" ?disabled=${disabled} @click=${again}>${words.again}</button>
    ${
      score
        ? html`<p class="quiet">${part('reconstruction', score)} ${part('kl', score)}</p>
            ${help('reconstruction', words.reconstructionHelp(score.likelihood, score.seed))} ${help('kl', words.klHelp)}`
        : nothing
    }
  </div>`;
}
