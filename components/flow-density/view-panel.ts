import {html, nothing, type TemplateResult} from 'lit';
import {slider} from '../../src/elements/controls/slider.js';
import {fixed} from '../../src/elements/numbers.js';
import {stressed} from '../../src/elements/stressed.js';
import type {Exploration} from './exploration.js';
import {DRAWINGS, SUBJECTS} from './flow-state.js';
import type {LateWords} from './locales/late-words.js';

export type ViewPanelHost = {
  words: LateWords;
  disabled: boolean;
  /** KL(data ‖ flow) in nats; undefined where the density of the data is not known, NaN while it is computed. */
  kl: number | undefined;
  /** Something of what is drawn has changed. */
  told: () => void;
};

/** What is drawn on the planes, and how. */
export function viewPanel(exploration: Exploration, {words, disabled, kl, told}: ViewPanelHost): TemplateResult {
  const {drawing, subject, isSheetShown, arePointsShown, temperature} = exploration;
  const choice = <T extends string>(
    name: string,
    title: string,
    all: readonly T[],
    chosen: T,
    labels: Record<T, string>,
    set: (one: T) => void,
  ) =>
    html`<div class="choice" role="radiogroup" aria-label=${title}>
      <span class="quiet">${title}</span>
      ${all.map(
        (one) =>
          html`<label
            ><input
              type="radio"
              name=${name}
              .checked=${one === chosen}
              ?disabled=${disabled}
              @change=${() => (set(one), told())}
            />${labels[one]}</label
          >`,
      )}
    </div>`;
  const check = (label: string, checked: boolean, set: (checked: boolean) => void) =>
    html`<label
      ><input
        type="checkbox"
        .checked=${checked}
        ?disabled=${disabled}
        @change=${(event: Event) => (set((event.target as HTMLInputElement).checked), told())}
      />${label}</label
    >`;
  return html`
    ${choice('drawing', words.drawAs, DRAWINGS, drawing, words.drawings, (one) => (exploration.drawing = one))}
    ${kl === undefined ? nothing : choice('subject', words.show, SUBJECTS, subject, words.subjects, (one) => (exploration.subject = one))}
    <div class="choice">
      ${check(words.sheet, isSheetShown, (on) => (exploration.isSheetShown = on))}
      ${check(words.points, arePointsShown, (on) => (exploration.arePointsShown = on))}
    </div>
    <p>${kl === undefined ? words.unknownData : stressed(words.kl(Number.isNaN(kl) ? '…' : fixed(kl, 3)))}</p>
    <div class="narrow">
      ${slider({
        id: 'temperature',
        label: words.temperature,
        value: temperature,
        text: fixed(temperature, 2),
        min: 0.1,
        max: 1.5,
        step: 0.05,
        disabled,
        onInput: (value) => exploration.setTemperature(value),
      })}
      <p class="quiet">${words.temperatureHelp}</p>
    </div>
  `;
}
