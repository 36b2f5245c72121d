import {html, nothing, type TemplateResult} from 'lit';
import {explanation, explanationButton} from '../../src/elements/controls/explanation.js';
import type {Posterior} from './examples.js';
import type {Words} from './locales/words.js';
import {pair} from './plane-view.js';

export type Explaining = {explained: string | undefined; explain: (what: string) => void};

/** Places kept for examples before the sheet is there, so that nothing moves when it comes. */
const PLACES = 20;

export type ExamplesView = Explaining & {
  words: Words;
  count: number;
  picked: number | undefined;
  posterior: Posterior | undefined;
  disabled: boolean;
  pick: (index: number) => void;
};

/** The strip of pictures to encode, and what the encoder said. */
export function examplesView({words, count, picked, posterior, disabled, pick, explained, explain}: ExamplesView): TemplateResult {
  const open = explained === 'encode';
  const places = Array.from({length: count || PLACES}, (_, i) => i);
  return html`<div class="encode" part="examples">
    <div class="row quiet">
      <span id="encode-label">${words.encode}</span
      >${explanationButton('encode-help', words.explain(words.encode), open, () => explain('encode'))}
    </div>
    <div class="strip" role="group" aria-labelledby="encode-label">
      ${places.map((i) =>
        count
          ? html`<button
              class="example"
              aria-label=${words.example(i + 1)}
              aria-pressed=${picked === i}
              ?disabled=${disabled}
              @click=${() => pick(i)}
            >
              <canvas></canvas>
            </button>`
          : html`<div class="example"></div>`,
      )}
    </div>
    <p class="posterior-text quiet">
      ${posterior ? words.posterior(pair(posterior.mean), posterior.deviation && pair(posterior.deviation)) : nothing}
    </p>
    ${explanation('encode-help', words.encodeHelp, open)}
  </div>`;
}

export type SampleView = Explaining & {words: Words; disabled: boolean; sample: () => void};

export function sampleView({words, disabled, sample, explained, explain}: SampleView): TemplateResult {
  const open = explained === 'sample';
  return html`<div class="draw">
    <div class="row quiet">
      ${words.fromPrior}${explanationButton('sample-help', words.explain(words.fromPrior), open, () => explain('sample'))}
    </div>
    <button class="button" part="sample" ?disabled=${disabled} @click=${sample}>${words.sample}</button>
    ${explanation('sample-help', words.sampleHelp, open)}
  </div>`;
}
