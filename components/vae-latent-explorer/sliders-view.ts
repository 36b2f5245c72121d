import {html, type TemplateResult} from 'lit';
import type {Point} from '../../src/elements/controls/plane-drag.js';
import {slider} from '../../src/elements/controls/slider.js';
import {fixed} from '../../src/elements/numbers.js';

export type SlidersView = {
  /** Names of the plane's axes. */
  labels: readonly [unknown, unknown];
  at: Point;
  extent: number;
  disabled: boolean;
  moved: (point: Point) => void;
  /** What lies on the track of each: how sure an encoder is. */
  marks: readonly unknown[];
};

/** One slider for each axis: the way over the plane for keyboards and screen readers, which know sliders best. */
export function slidersView({labels, at, extent, disabled, moved, marks}: SlidersView): TemplateResult {
  const one = (axis: 0 | 1) =>
    slider({
      id: `z${axis + 1}`,
      label: labels[axis],
      value: at[axis],
      text: fixed(at[axis], 2),
      min: -extent,
      max: extent,
      step: 0.01,
      disabled,
      mark: marks[axis],
      onInput: (value) => moved(axis === 0 ? [value, at[1]] : [at[0], value]),
    });
  // Names take more room than z with an index.
  const isNamed = labels.some((label) => typeof label === 'string');
  return html`<div class="sliders ${isNamed ? 'named' : ''}" part="sliders">${one(0)} ${one(1)}</div>`;
}
