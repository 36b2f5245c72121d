import {html, nothing, type TemplateResult} from 'lit';
import {explanation, explanationButton} from '../../src/elements/controls/explanation.js';
import {painted} from '../../src/elements/controls/painted.js';
import {slider} from '../../src/elements/controls/slider.js';
import {fixed} from '../../src/elements/numbers.js';
import {stressed} from '../../src/elements/stressed.js';
import {START_RADIUS, STEPS, type Gallery} from './gallery.js';
import type {Late} from './late.js';
import type {Words} from './locales/words.js';
import {percent, realness, sheetView} from './sheet-view.js';

export type Topic = keyof Words['help'];

export type FigureView = {
  words: Words;
  shows: (panel: string) => boolean;
  disabled: boolean;
  /** Whether the model has a discriminator to ask. */
  hasJudge: boolean;
  /** Names of the classes, where the model is conditional. */
  classes: readonly string[];
  columns: () => number;
  /** What is behind More, once it is there. */
  late: Late | undefined;
  more: () => void;
  explained: Topic | undefined;
  explain: (topic: Topic) => void;
  cover: TemplateResult;
  footer: unknown;
  spoken: string;
};

/** The truncation slider's end, where there is none. */
const WIDEST = 3;

/** What the reader sees, in words. */
export function sentence(words: Words, gallery: Gallery, classes: readonly string[] = []): string {
  const {pictures, size, seed, held, own, other, at, around, logits} = gallery;
  if (!pictures) return '';
  const number = (index: number) => String(index + 1);
  const logit = logits?.[around === undefined ? held : 0];
  const judged = logit === undefined ? '' : words.readJudged(percent(realness(logit)));
  if (other !== undefined) return words.readWalk(percent(at), number(around === undefined ? held : 0), number(other));
  if (around !== undefined) return words.readAround(number(held), fixed(around, 2)) + judged;
  return (
    (own && held === 0 ? words.readOwn(size) : words.readHeld(number(held), String(seed), size, classes[gallery.classOf(held)])) + judged
  );
}

/** The whole figure, each panel unless its author hides it. */
export function figureView(gallery: Gallery, view: FigureView): TemplateResult {
  const {words, shows, disabled} = view;
  const panel = (name: string, render: () => unknown) => (shows(name) ? render() : nothing);
  const {pictures, shown, other} = gallery;
  const hint = gallery.panel === 'arithmetic' ? words.hintTerms : other === undefined ? words.hint : words.hintWalk;
  return html`
    <div class="figure" part="figure" role="group" aria-label=${words.figure}>
      <div class="stage">${sheetView(gallery, words, disabled, view.columns)}${view.cover}</div>
      <div class="beside">
        ${panel(
          'held',
          () =>
            html`<div class="large" part="held">
              <canvas role="img" aria-label=${words.large} ${painted(shown?.picture, shown?.at)}></canvas>
            </div>`,
        )}
        ${panel(
          'readout',
          () =>
            html`<div class="readout" part="readout">
              <p>${stressed(sentence(words, gallery, view.classes))}</p>
              <p class="quiet">${pictures ? hint : nothing}</p>
            </div>`,
        )}
      </div>
      ${panel('walk', () => walkView(gallery, view))}
      <div class="controls">
        ${panel('seed', () => seedView(gallery, view))} ${panel('truncation', () => truncationView(gallery, view))}
        ${panel('vary', () => varyView(gallery, view))} ${view.hasJudge ? panel('judge', () => judgeView(gallery, view)) : nothing}
        ${panel('more', () => moreView(gallery, view))}
      </div>
      ${view.late?.render(disabled) ?? nothing}
      <div class="bottom">${panel('footer', () => html`<div class="footer quiet" part="footer">${view.footer}</div>`)}</div>
      <div class="status" role="status">${view.spoken}</div>
    </div>
  `;
}

function walkView(gallery: Gallery, {words, disabled}: FigureView): TemplateResult | typeof nothing {
  const {walk, other, at} = gallery;
  if (other === undefined || !walk) return nothing;
  return html`<div class="walk" part="walk">
    <div class="strip" role="group" aria-label=${words.walk}>
      ${Array.from({length: STEPS}, (_, i) => {
        const t = i / (STEPS - 1);
        return html`<button
          class="sample"
          aria-label=${words.step(i + 1, STEPS)}
          aria-pressed=${Math.abs(t - at) < 0.5 / (STEPS - 1)}
          ?disabled=${disabled}
          @click=${() => gallery.moveTo(t)}
        >
          <canvas ${painted(walk, i)}></canvas>
        </button>`;
      })}
    </div>
    ${slider({
      id: 'at',
      label: words.position,
      value: at,
      text: percent(at),
      min: 0,
      max: 1,
      step: 0.01,
      disabled,
      onInput: (value) => gallery.moveTo(value),
    })}
  </div>`;
}

function seedView(gallery: Gallery, view: FigureView): TemplateResult {
  const {words, disabled, shows, classes} = view;
  const {seed} = gallery;
  const typed = (event: Event) => {
    const field = event.target as HTMLInputElement;
    if (field.reportValidity()) gallery.page(field.valueAsNumber);
  };
  return html`<div class="seed" part="seed">
    <label
      ><span class="quiet">${words.seed}</span
      ><input type="number" min="0" max=${2 ** 32 - 1} step="1" required .value=${String(seed)} ?disabled=${disabled} @change=${typed}
    /></label>
    ${classes.length > 0 && shows('class') ? classView(gallery, view) : nothing}
    <span class="pages"
      ><button class="button" part="next" ?disabled=${disabled} @click=${() => gallery.page(seed + 1)}>${words.next}</button>
      <button class="button" part="previous" ?disabled=${disabled || seed === 0} @click=${() => gallery.page(seed - 1)}>
        ${words.previous}
      </button></span
    >
  </div>`;
}

function classView(gallery: Gallery, {words, disabled, classes}: FigureView): TemplateResult {
  const {label} = gallery;
  const chosen = (event: Event) => {
    const {value} = event.target as HTMLSelectElement;
    gallery.choose(value === '' ? undefined : Number(value));
  };
  return html`<label part="class"
    ><span class="quiet">${words.class}</span
    ><select ?disabled=${disabled} @change=${chosen}>
      <option value="" .selected=${label === undefined}>${words.anyClass}</option>
      ${classes.map((name, i) => html`<option value=${i} .selected=${i === label}>${name}</option>`)}
    </select></label
  >`;
}

function moreView({panel}: Gallery, {words, disabled, more}: FigureView): TemplateResult {
  return html`<div>
    <button class="button" part="more" aria-expanded=${panel !== undefined} aria-controls="more" ?disabled=${disabled} @click=${more}>
      ${words.more}
    </button>
  </div>`;
}

function truncationView(gallery: Gallery, view: FigureView): TemplateResult {
  const {words, disabled} = view;
  const {truncation = WIDEST} = gallery;
  return html`<div class="control" part="truncation">
    ${slider({
      id: 'truncation',
      label: [words.truncation, why(view, 'truncation', words.truncation)],
      value: truncation,
      text: truncation >= WIDEST ? words.none : `± ${fixed(truncation, 1)}`,
      min: 0.2,
      max: WIDEST,
      step: 0.1,
      disabled,
      onInput: (value) => gallery.truncate(value >= WIDEST ? undefined : value),
    })}
    ${because(view, 'truncation')}
  </div>`;
}

function varyView(gallery: Gallery, view: FigureView): TemplateResult {
  const {words, disabled} = view;
  const {around} = gallery;
  return html`<div class="control" part="vary">
    <div class="row">
      <label class="check"
        ><input
          type="checkbox"
          .checked=${around !== undefined}
          ?disabled=${disabled}
          @change=${() => gallery.vary(around === undefined ? START_RADIUS : undefined)}
        />${words.vary}</label
      >${why(view, 'vary', words.vary)}
    </div>
    ${because(view, 'vary')}
    ${
      around === undefined
        ? nothing
        : slider({
            id: 'radius',
            label: words.radius,
            value: around,
            text: fixed(around, 2),
            min: 0.05,
            max: 1.5,
            step: 0.05,
            disabled,
            onInput: (value) => gallery.vary(value),
          })
    }
  </div>`;
}

function judgeView(gallery: Gallery, view: FigureView): TemplateResult {
  const {words, disabled} = view;
  const {isScored, isSorted, logits} = gallery;
  const range = logits && ([realness(Math.min(...logits)), realness(Math.max(...logits))] as const);
  const check = (label: string, checked: boolean, set: (on: boolean) => void) =>
    html`<label class="check"
      ><input type="checkbox" .checked=${checked} ?disabled=${disabled} @change=${() => set(!checked)} />${label}</label
    >`;
  return html`<div class="control" part="judge">
    <div class="row">${check(words.judge, isScored, (on) => gallery.judge(on))}${why(view, 'judge', words.judge)}</div>
    ${because(view, 'judge')} ${isScored ? check(words.sort, isSorted, (on) => gallery.sort(on)) : nothing}
    ${range ? html`<p class="quiet">${words.judgedBetween(percent(range[0]), percent(range[1]))}</p>` : nothing}
  </div>`;
}

const why = ({words, explained, explain}: FigureView, topic: Topic, name: string) =>
  explanationButton(`${topic}-help`, words.explain(name), explained === topic, () => explain(topic));
const because = ({words, explained}: FigureView, topic: Topic) => explanation(`${topic}-help`, words.help[topic], explained === topic);
