import {html, type TemplateResult} from 'lit';
import {cssProperties} from '../../src/elements/css-properties.js';
import {viridisGradient} from '../../src/elements/controls/viridis.js';
import {significant} from '../../src/elements/numbers.js';
import type {Exploration} from './exploration.js';
import type {LateView} from './late.js';

/** The switch for the shade, with its legend. */
export function priorPanel(exploration: Exploration, {words, disabled}: LateView, told: () => void): TemplateResult {
  const {extent, shade} = exploration;
  const change = (event: Event) => {
    exploration.shade = (event.target as HTMLInputElement).checked;
    exploration.still?.repaint();
    told();
  };
  return html`
    <label class="choice"><input type="checkbox" .checked=${shade} ?disabled=${disabled} @change=${change} />${words.shade}</label>
    <div class="legend quiet" ?hidden=${!shade}>
      <span>${words.thinnest(significant(Math.exp(extent ** 2 / 2)))}</span>
      <span class="gradient" ${cssProperties({background: viridisGradient})}></span>
      <span>${words.densest}</span>
    </div>
    <p class="because">${words.priorHelp}</p>
  `;
}
