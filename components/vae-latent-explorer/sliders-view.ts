import {html, type TemplateResult} from 'lit';
import type {Point} from '../../src/elements/controls/plane-drag.js';
import {slider} from '../../src/elements/controls/slider.js';
import {fixed} from '../../src/elements/numbers.js';
import {latentName} from './plane-view.js';

export type SlidersView = {z: Point; extent: number; disabled: boolean; moved: (z: Point) => void};

/** One slider for each latent: the way over the plane for keyboards and screen readers, which know sliders best. */
export function slidersView({z, extent, disabled, moved}: SlidersView): TemplateResult {
  const one = (axis: 0 | 1) =>
    slider({
      id: `z${axis + 1}`,
      label: latentName(axis + 1),
      value: z[axis],
      text: fixed(z[axis], 2),
      min: -extent,
      max: extent,
      step: 0.01,
      disabled,
      onInput: (value) => moved(axis === 0 ? [value, z[1]] : [z[0], value]),
    });
  return html`<div class="sliders" part="sliders">${one(0)} ${one(1)}</div>`;
}
