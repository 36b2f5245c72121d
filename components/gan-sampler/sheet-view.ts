import {html, nothing, type TemplateResult} from 'lit';
import {painted} from '../../src/elements/controls/painted.js';
import {cssProperties} from '../../src/elements/css-properties.js';
import type {Gallery} from './gallery.js';
import type {Words} from './locales/words.js';

/** How surely the discriminator takes a picture for a real one, from 0 to 1. */
export const realness = (logit: number): number => 1 / (1 + Math.exp(-logit));
export const percent = (share: number): string => `${Math.round(100 * share)} %`;

/** All samples in sight, each a button; arrow keys go from one to the next. */
export function sheetView(gallery: Gallery, words: Words, disabled: boolean, columns: () => number): TemplateResult {
  const {pictures, logits, order, heldAt, other, own, around} = gallery;
  const terms = gallery.panel === 'arithmetic' ? gallery.terms : undefined;
  // All of a sheet may be judged much alike: bars tell them apart, numbers say how much.
  const [least, most] = logits ? [Math.min(...logits), Math.max(...logits)] : [0, 1];
  const length = (logit: number) => `${Math.round(6 + (94 * (logit - least)) / (most - least || 1))}%`;
  return html`<div
    class="sheet"
    part="sheet"
    role="group"
    aria-label=${words.samples}
    @keydown=${(event: KeyboardEvent) => rove(event, columns())}
  >
    ${order.map((index, place) => {
      const logit = logits?.[index];
      const isHeld = index === heldAt;
      const letters = terms ? ['a', 'b', 'c'].filter((_, i) => terms[i] === index).join(' ') : isHeld ? 'A' : index === other ? 'B' : '';
      const mark = terms ? letters && words.isTerm(letters) : isHeld ? words.isHeld : index === other ? words.isOther : '';
      const isOwn = index === 0 && own !== undefined && around === undefined;
      const name =
        (isOwn ? words.ownSample + mark : words.sample(index + 1, mark)) +
        (logit === undefined ? '' : words.judged(percent(realness(logit))));
      return html`<button
        class="sample"
        part="sample"
        aria-label=${name}
        aria-pressed=${letters !== ''}
        data-mark=${letters || nothing}
        tabindex=${place === 0 ? 0 : -1}
        ?disabled=${disabled || !pictures}
        @click=${() => gallery.press(index)}
      >
        <canvas ${painted(pictures, index)}></canvas>
        ${logit === undefined ? nothing : html`<span class="real" ${cssProperties({'--_share': length(logit)})}></span>`}
      </button>`;
    })}
  </div>`;
}

const STEPS: Record<string, (columns: number) => number> = {
  ArrowLeft: () => -1,
  ArrowRight: () => 1,
  ArrowUp: (columns) => -columns,
  ArrowDown: (columns) => columns,
};

function rove(event: KeyboardEvent, columns: number): void {
  const step = STEPS[event.key]?.(columns);
  const buttons = [...(event.currentTarget as HTMLElement).querySelectorAll('button')].filter((one) => one.offsetParent !== null);
  const at = buttons.indexOf(event.target as HTMLButtonElement);
  const next = event.key === 'Home' ? 0 : event.key === 'End' ? buttons.length - 1 : step === undefined ? undefined : at + step;
  if (next === undefined || at < 0) return;
  event.preventDefault();
  buttons[next]?.focus();
}
