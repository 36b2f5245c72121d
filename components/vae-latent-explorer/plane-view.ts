import {html, nothing, type TemplateResult} from 'lit';
import {cssProperties} from '../../src/elements/css-properties.js';
import {classColor} from '../../src/elements/class-colors.js';
import {explanation, explanationButton} from '../../src/elements/controls/explanation.js';
import type {PlaneDrag, Point} from '../../src/elements/controls/plane-drag.js';
import {fixed} from '../../src/elements/numbers.js';
import type {ClassName} from './still-plane.js';
import type {Words} from './locales/words.js';

export type PlaneView = {
  words: Words;
  /** Where the ring is, and what the axes are called. */
  at: Point;
  labels: readonly [unknown, unknown];
  extent: number;
  drag: PlaneDrag;
  handle: () => HTMLElement;
  disabled: boolean;
  /** Drawn over the plane, in its coordinates with y downwards: an encoded picture's ellipses, a path. */
  overlay: unknown;
  names: readonly ClassName[];
  nameOf: (label: number) => string;
  raised: number | undefined;
  raise: (label: number | undefined) => unknown;
  explained: boolean;
  /** What explains the plane, once it is there. */
  help: string;
  explain: () => void;
  /** What lies over the plane: poster and fault. */
  cover: TemplateResult;
};

/** A latent by its name: z with an index. */
export const latentName = (index: number) => html`<i>z</i><sub>${index}</sub>`;
export const pair = ([x, y]: Point): string => `${fixed(x, 2)}, ${fixed(y, 2)}`;

/** The plane: a still canvas of tiles and points below, what moves above it. */
export function planeView(view: PlaneView): TemplateResult {
  const {words, at, labels, extent, drag, overlay, explained, disabled} = view;
  const percent = (value: number) => `${(50 * value) / extent}%`;
  return html`
    <div class="frame">
      <div
        class="plane"
        part="plane"
        @pointerdown=${(event: PointerEvent) => !disabled && drag.down(event, view.handle(), at)}
        @pointermove=${disabled ? nothing : drag.move}
        @pointerup=${drag.up}
        @pointercancel=${drag.up}
        @click=${(event: MouseEvent) => !disabled && drag.click(event, view.handle())}
        @keydown=${(event: KeyboardEvent) => !disabled && event.target === view.handle() && drag.key(event, at)}
      >
        <canvas aria-hidden="true"></canvas>
        <svg aria-hidden="true" viewBox="${-extent} ${-extent} ${2 * extent} ${2 * extent}">${overlay}</svg>
        <span class="vertical quiet" aria-hidden="true">${labels[1]} ${extent}</span>
        <div class="carrier" ${cssProperties({transform: `translate(${percent(at[0])}, ${percent(-at[1])})`})}>
          <div
            class="handle"
            part="handle"
            role="slider"
            tabindex=${disabled ? -1 : 0}
            aria-disabled=${disabled}
            aria-label=${words.handle}
            aria-roledescription=${words.handleRole}
            aria-valuemin=${-extent}
            aria-valuemax=${extent}
            aria-valuenow=${at[0].toFixed(2)}
            aria-valuetext=${pair(at)}
          ></div>
        </div>
        ${namesView(view)}
      </div>
      ${view.cover}
    </div>
    <div class="axis quiet">
      <span>${labels[0]} ${fixed(-extent, 0)}</span>
      <span>${words.plane}${explanationButton('plane-help', words.explain(words.plane), explained, view.explain)}</span>
      <span>${extent}</span>
    </div>
    ${explanation('plane-help', view.help, explained)}
  `;
}

/** Class names at their points; pointing at one, or focusing it, raises its points. One stop of the Tab key; arrow keys go on from there. */
function namesView({words, names, nameOf, raised, raise}: PlaneView): TemplateResult {
  return html`<div
    class="names"
    role="toolbar"
    aria-label=${words.classes}
    ?hidden=${names.length === 0}
    ?data-raised=${raised !== undefined}
    @keydown=${rove}
  >
    ${names.map(
      ({label, left, top}, i) =>
        html`<button
          class="name"
          ${cssProperties({left: `${left}%`, top: `${top}%`, '--_class': classColor(label)})}
          tabindex=${i === 0 ? 0 : -1}
          aria-pressed=${raised === label}
          @pointerenter=${() => raise(label)}
          @pointerleave=${() => raise(undefined)}
          @focus=${() => raise(label)}
          @blur=${() => raise(undefined)}
        >
          ${nameOf(label)}
        </button>`,
    )}
  </div>`;
}

function rove(event: KeyboardEvent): void {
  const step = ['ArrowLeft', 'ArrowUp'].includes(event.key) ? -1 : ['ArrowRight', 'ArrowDown'].includes(event.key) ? 1 : 0;
  if (step === 0) return;
  event.preventDefault();
  const buttons = [...(event.currentTarget as HTMLElement).querySelectorAll('button')];
  const at = buttons.findIndex((button) => button.matches(':focus'));
  buttons.at((at + step) % buttons.length)?.focus();
}
