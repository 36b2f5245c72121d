import {html, nothing, type TemplateResult} from 'lit';
import {explanation, explanationButton} from '../../src/elements/controls/explanation.js';
import type {Point} from '../../src/elements/controls/plane-drag.js';
import type {Words} from './locales/words.js';
import {pair} from './plane-view.js';

export type Explaining = {explained: string | undefined; explain: (what: string) => void};
/** An explanation, once it is there: its words come late. */
type Helped = {help: string};

export type ExamplesView = Explaining &
  Helped & {
    words: Words;
    /** Places kept for examples before the sheet is there, so that nothing moves when it comes. None where they are hidden. */
    places: number;
    count: number;
    picked: number | undefined;
    /** Mean and deviation of the encoded picture's posterior, as the plane shows them. */
    posterior: {mean: Point; deviation: Point | undefined} | undefined;
    /** What more is said of the encoded picture. */
    score: unknown;
    disabled: boolean;
    pick: (index: number) => void;
    /** Buttons that open the panel for a picture of the reader's own. */
    own: unknown;
  };

/** The strip of pictures to encode, and what the encoder said. */
export function examplesView({
  words,
  places,
  count,
  picked,
  posterior,
  score,
  disabled,
  pick,
  own,
  explained,
  explain,
  help,
}: ExamplesView): TemplateResult {
  const open = explained === 'encode';
  return html`<div class="encode" part=${places ? 'examples' : nothing}>
    <div class="row quiet">
      <span id="encode-label">${words.encode}</span
      >${explanationButton('encode-help', words.explain(words.encode), open, () => explain('encode'))}
      <span class="own">${own}</span>
    </div>
    ${
      places
        ? html`<div class="strip" role="group" aria-labelledby="encode-label">
            ${Array.from({length: count || places}, (_, i) =>
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
          </div>`
        : nothing
    }
    <p class="posterior-text quiet">
      ${posterior ? words.posterior(pair(posterior.mean), posterior.deviation && pair(posterior.deviation)) : nothing}
    </p>
    ${score} ${explanation('encode-help', help, open)}
  </div>`;
}

export type ActionsView = Explaining &
  Helped & {
    words: Words;
    disabled: boolean;
    /** Undefined where the panel is hidden. */
    sample: (() => void) | undefined;
    more: {open: boolean; toggle: () => void} | undefined;
  };

/** Sampling, and More: what opens everything that is not in sight, and stays where it is. */
export function actionsView({words, disabled, sample, more, explained, explain, help}: ActionsView): TemplateResult {
  const open = explained === 'sample';
  const heading = () =>
    html`<div class="row quiet">
      ${words.fromPrior}${explanationButton('sample-help', words.explain(words.fromPrior), open, () => explain('sample'))}
    </div>`;
  const moreButton = (one: NonNullable<typeof more>) =>
    html`<button class="button" part="more" aria-expanded=${one.open} aria-controls="more" ?disabled=${disabled} @click=${one.toggle}>
      ${words.more}
    </button>`;
  return html`<div class="draw">
    ${sample ? heading() : nothing}
    <div class="buttons">
      ${sample ? html`<button class="button" part="sample" ?disabled=${disabled} @click=${sample}>${words.sample}</button>` : nothing}
      ${more ? moreButton(more) : nothing}
    </div>
    ${sample ? explanation('sample-help', help, open) : nothing}
  </div>`;
}
