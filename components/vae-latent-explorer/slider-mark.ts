import {html, type TemplateResult} from 'lit';
import {cssProperties} from '../../src/elements/css-properties.js';

/** A whisker on a slider's track: mean and one standard deviation to each side, what of it is inside. */
export function sliderMark(mean: number, deviation: number, extent: number): TemplateResult {
  const percent = (value: number) => `${50 + (50 * Math.min(extent, Math.max(-extent, value))) / extent}%`;
  const [from, middle, to] = [mean - deviation, mean, mean + deviation].map(percent);
  return html`<span class="whisker" aria-hidden="true"
    ><span ${cssProperties({'--_from': from, '--_to': to, '--_middle': middle})}></span
  ></span>`;
}
