import {html, nothing, type TemplateResult} from 'lit';
import {cssProperties} from '../../src/elements/css-properties.js';
import {explanation, explanationButton} from '../../src/elements/controls/explanation.js';
import type {PlaneDrag} from '../../src/elements/controls/plane-drag.js';
import {fixed} from '../../src/elements/numbers.js';
import type {Point} from '../../src/elements/plane-data/frame.js';
import type {Words} from './locales/words.js';
import {pair} from './readout.js';

export type PlaneView = {
  name: 'data' | 'base';
  words: Words;
  title: string;
  /** Half the side of the plane, and where the ring is; undefined until that is known. */
  extent: number;
  at: Point | undefined;
  /** The same in the numbers that a reader is told, and the ends of the axes. */
  told: Point | undefined;
  ends: readonly [low: Point, high: Point];
  /** What a drag does; undefined where the ring only shows. */
  drag: PlaneDrag | undefined;
  handle: () => HTMLElement;
  handleLabel: string;
  disabled: boolean;
  /** Drawn over the plane, in its coordinates with y downwards. */
  overlay: unknown;
  cover: TemplateResult | typeof nothing;
  explained: boolean;
  help: string;
  explain: () => void;
};

/** A plane with a ring on it: a canvas below, what moves above it. */
export function planeView(view: PlaneView): TemplateResult {
  const {name, words, title, extent, told, ends, overlay, explained} = view;
  const at: Point = view.at ? [view.at[0] / extent, view.at[1] / extent] : [0, 0];
  const drag = view.disabled || !view.at ? undefined : view.drag;
  const percent = (value: number) => `${50 * Math.min(1, Math.max(-1, value))}%`;
  const [low, high] = ends;
  return html`<div class="space ${name}">
    <div class="frame">
      <div
        class="plane"
        part="${name}-plane"
        @pointerdown=${(event: PointerEvent) => drag?.down(event, view.handle(), at)}
        @pointermove=${drag ? drag.move : nothing}
        @pointerup=${drag ? drag.up : nothing}
        @pointercancel=${drag ? drag.up : nothing}
        @click=${(event: MouseEvent) => drag?.click(event, view.handle())}
        @keydown=${(event: KeyboardEvent) => drag && event.target === view.handle() && drag.key(event, at)}
      >
        <canvas aria-hidden="true"></canvas>
        <svg aria-hidden="true" viewBox="${-extent} ${-extent} ${2 * extent} ${2 * extent}">${overlay}</svg>
        <div class="carrier" ?hidden=${!view.at} ${cssProperties({transform: `translate(${percent(at[0])}, ${percent(-at[1])})`})}>
          <div
            class="handle"
            part="${name}-handle"
            role="slider"
            tabindex=${drag ? 0 : -1}
            aria-disabled=${!drag}
            aria-label=${view.handleLabel}
            aria-roledescription=${words.handleRole}
            aria-valuemin=${-extent}
            aria-valuemax=${extent}
            aria-valuenow=${(told ?? [0])[0].toFixed(2)}
            aria-valuetext=${told ? pair(told) : ''}
          ></div>
        </div>
      </div>
      ${view.cover}
    </div>
    <div class="axis quiet">
      <span>${axisEnd(low[0])}</span>
      <span>${title}${explanationButton(`${name}-help`, words.explain(title), explained, view.explain)}</span>
      <span>${axisEnd(high[0])}</span>
    </div>
    ${explanation(`${name}-help`, view.help, explained)}
  </div>`;
}

/** As many digits as an axis needs. */
function axisEnd(value: number): string {
  const text = Math.abs(value) >= 100 ? fixed(value, 0) : fixed(value, Math.abs(value) >= 10 ? 1 : 2);
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}
