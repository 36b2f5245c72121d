import {html, nothing, svg, type TemplateResult} from 'lit';
import {DENSITY_NAMES, type DensityName} from '../../src/data/density-names.js';
import {explanation, explanationButton} from '../../src/elements/controls/explanation.js';
import {slider} from '../../src/elements/controls/slider.js';
import {viridisGradient} from '../../src/elements/controls/viridis.js';
import {cssProperties} from '../../src/elements/css-properties.js';
import {fixed} from '../../src/elements/numbers.js';
import {stressed} from '../../src/elements/stressed.js';
import {accountView} from './account-view.js';
import {BASE_EXTENT, type Exploration} from './exploration.js';
import {PANELS, type PanelName} from './flow-state.js';
import type {Late} from './late.js';
import type {Words} from './locales/words.js';
import {planeView} from './plane-view.js';
import {wayOf} from './probe.js';
import {densityText, describe, returned} from './readout.js';

/** What may be explained in place. */
export type Topic = 'data' | 'base' | 'account';

export type FigureView = {
  words: Words;
  shows: (panel: string) => boolean;
  disabled: boolean;
  /** Density of the brightest colour. */
  top: number | undefined;
  handle: (plane: 'data' | 'base') => HTMLElement;
  explained: Topic | undefined;
  explain: (topic: Topic) => void;
  /** Explanations, panels and what else is not in sight at first, once it is there. */
  late: Late | undefined;
  /** The data set that is shown, and what else may be. */
  data: DensityName | undefined;
  choose: (data: DensityName | undefined) => void;
  toggle: (panel: PanelName) => void;
  cover: TemplateResult;
  footer: unknown;
  spoken: string;
};

/** The whole figure, each panel unless its author hides it. */
export function figureView(exploration: Exploration, view: FigureView): TemplateResult {
  const {words, explained, explain, late, shows} = view;
  const {probe} = exploration.answers;
  const panel = (name: string, render: () => unknown) => (shows(name) ? render() : nothing);
  return html`
    <div
      data-drawing=${exploration.drawing}
      class="figure ${shows('base') ? '' : 'single'}"
      part="figure"
      role="group"
      aria-label=${words.figure}
    >
      ${dataView(exploration, view)} ${panel('base', () => baseView(exploration, view))} ${panel('legend', () => legendView(view))}
      ${panel('layers', () => layersView(exploration, view))}
      <div class="beside">
        ${panel(
          'readout',
          () =>
            html`<div class="readout" part="readout">
              <p>${stressed(describe(words, exploration))}</p>
              <p class="quiet">${probe ? returned(words, exploration) : nothing}</p>
            </div>`,
        )}
        ${panel(
          'account',
          () =>
            html`<div class="accounting">
              <div class="row quiet">
                ${words.account}${explanationButton('account-help', words.explain(words.account), explained === 'account', () =>
                  explain('account'),
                )}
              </div>
              ${explanation('account-help', late?.help('account') ?? '', explained === 'account')}
              ${probe ? accountView(words, probe, exploration.logDensity(probe.logProb)) : html`<div class="account"></div>`}
            </div>`,
        )}
        ${actionsView(exploration, view)}
      </div>
      ${view.late?.render(view.disabled) ?? nothing}
      <div class="bottom">${panel('footer', () => html`<div class="footer quiet" part="footer">${view.footer}</div>`)}</div>
      <div class="status" role="status">${view.spoken}</div>
    </div>
  `;
}

function dataView(exploration: Exploration, view: FigureView): TemplateResult {
  const {words, disabled, explained, explain, late} = view;
  const {x, extent, frame, onData, columns, answers} = exploration;
  return planeView({
    name: 'data',
    words,
    title: columns ? `${columns[0]} →, ${columns[1]} ↑` : words.dataSpace,
    extent,
    at: answers.probe && x,
    told: frame.toOwn(x),
    ends: [frame.toOwn([-extent, -extent]), frame.toOwn([extent, extent])],
    drag: onData,
    handle: () => view.handle('data'),
    handleLabel: words.dataHandle,
    disabled,
    overlay: nothing,
    cover: view.cover,
    explained: explained === 'data',
    help: late?.help('data') ?? '',
    explain: () => explain('data'),
  });
}

function baseView(exploration: Exploration, view: FigureView): TemplateResult {
  const {words, disabled, explained, explain, late} = view;
  const {applied, couplings, stage, beside, onBase} = exploration;
  const {probe} = exploration.answers;
  const isBase = stage === undefined;
  const title = isBase ? words.baseSpace : applied === 0 ? words.standardised : words.between(stageText(applied), couplings);
  const way = probe && wayOf(probe).map(([x, y]) => `${x},${-y}`);
  return planeView({
    name: 'base',
    words,
    title,
    extent: BASE_EXTENT,
    at: beside,
    told: beside,
    ends: [
      [-BASE_EXTENT, -BASE_EXTENT],
      [BASE_EXTENT, BASE_EXTENT],
    ],
    // Back from where some couplings are still to come is no way that the flow knows.
    drag: isBase ? onBase : undefined,
    handle: () => view.handle('base'),
    handleLabel: words.baseHandle,
    disabled,
    overlay: [
      isBase ? [1, 2, 3].map((sigma) => svg`<circle class="sigma" r=${sigma} />`) : nothing,
      way && beside
        ? [
            svg`<polyline class="way" points=${[...way.slice(0, Math.ceil(applied)), `${beside[0]},${-beside[1]}`].join(' ')} />`,
            svg`<polyline class="way ahead" points=${[`${beside[0]},${-beside[1]}`, ...way.slice(Math.floor(applied) + 1)].join(' ')} />`,
          ]
        : nothing,
      probe ? wayOf(probe).map(([x, y]) => svg`<circle class="stop" cx=${x} cy=${-y} r="0.06" />`) : nothing,
    ],
    cover: nothing,
    explained: explained === 'base',
    help: late?.help('base') ?? '',
    explain: () => explain('base'),
  });
}

const stageText = (applied: number) => (Number.isInteger(applied) ? String(applied) : fixed(applied, 1));

function legendView({words, top, late}: FigureView): TemplateResult {
  return html`<div class="legend quiet" part="legend">
    ${
      late?.legend(top) ??
      html`<span>${words.density} 0</span><span class="ramp" ${cssProperties({'--_ramp': viridisGradient})}></span
        ><span>${top === undefined ? '' : densityText(top)}</span>`
    }
  </div>`;
}

function layersView(exploration: Exploration, {words, disabled}: FigureView): TemplateResult {
  const {applied, couplings} = exploration;
  return html`<div class="layers" part="layers">
    ${slider({
      id: 'layers',
      label: words.couplings,
      value: applied,
      text: words.applied(stageText(applied), couplings),
      min: 0,
      max: couplings || 1,
      step: 0.05,
      disabled,
      onInput: (stage) => exploration.apply(stage),
    })}
    <button class="button" part="unfold" ?disabled=${disabled} @click=${() => exploration.unfold()}>${words.unfold}</button>
  </div>`;
}

function actionsView(exploration: Exploration, view: FigureView): TemplateResult {
  const {words, disabled, shows, data, choose} = view;
  const {samples, panel, own} = exploration;
  const chosen = (event: Event) => choose(((event.target as HTMLSelectElement).value || undefined) as DensityName | undefined);
  const option = (value: string, label: string, selected: boolean) => html`<option value=${value} .selected=${selected}>${label}</option>`;
  return html`<div class="actions">
    ${
      shows('sets')
        ? html`<label class="sets" part="sets"
            ><span class="quiet">${words.dataSet}</span
            ><select ?disabled=${disabled} @change=${chosen}>
              ${own ? option('', words.ownData, true) : data ? nothing : option('', words.ownModel, true)}
              ${DENSITY_NAMES.map((name) => option(name, words.sets[name], name === data && !own))}
            </select></label
          >`
        : nothing
    }
    ${
      shows('sample')
        ? html`<button class="button" part="sample" ?disabled=${disabled} @click=${() => exploration.sample()}>${words.sample}</button>
            ${samples > 0 ? html`<button class="button" @click=${() => exploration.clear()}>${words.clear}</button>` : nothing}`
        : nothing
    }
    ${PANELS.filter(shows).map(
      (name) =>
        html`<button
          class="button"
          part="${name}-button"
          aria-expanded=${panel === name}
          aria-controls="panel"
          ?disabled=${disabled}
          @click=${() => view.toggle(name)}
        >
          ${words.panels[name]}
        </button>`,
    )}
  </div>`;
}
