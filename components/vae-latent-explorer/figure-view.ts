import {html, nothing, type TemplateResult} from 'lit';
import type {Exploration} from './exploration.js';
import type {Words} from './locales/words.js';
import {planeView} from './plane-view.js';
import {stressed} from './readout.js';
import {slidersView} from './sliders-view.js';
import {examplesView, sampleView, type Explaining} from './tray-view.js';

export type FigureView = Explaining & {
  words: Words;
  shows: (panel: string) => boolean;
  disabled: boolean;
  handle: () => HTMLElement;
  /** What lies over the plane: poster and fault. */
  cover: TemplateResult;
  footer: unknown;
  /** What the live region says. */
  spoken: string;
};

/** The whole figure: each panel where the grid of the styles has its place, unless its author hides it. */
export function figureView(exploration: Exploration, view: FigureView): TemplateResult {
  const {words, disabled, explained, explain} = view;
  const {z, extent, encoding, vote} = exploration;
  const panel = (name: string, render: () => unknown) => (view.shows(name) ? render() : nothing);
  const common = {words, disabled, explained, explain};
  return html`
    <div class="probe"></div>
    <div class="figure" part="figure" role="group" aria-label=${words.figure}>
      <div class="stage">${stageView(exploration, view)}</div>
      <div class="image" part="image">
        <canvas role="img" aria-label=${words.decoded(vote && exploration.nameOf(vote.first))}></canvas>
      </div>
      ${panel('readout', () => html`<p class="readout" part="readout">${stressed(exploration.sentence())}</p>`)}
      <div class="controls">
        ${panel('sliders', () => slidersView({z, extent, disabled, moved: (to) => exploration.move(to)}))}
        <div class="tray">
          ${panel('examples', () =>
            examplesView({
              ...common,
              count: encoding.count,
              picked: encoding.picked,
              posterior: encoding.posterior,
              pick: (i) => exploration.pick(i),
            }),
          )}
          ${panel('sample', () => sampleView({...common, sample: () => exploration.sample()}))}
        </div>
      </div>
      ${panel('footer', () => html`<div class="footer quiet" part="footer">${view.footer}</div>`)}
      <div class="status" role="status">${view.spoken}</div>
    </div>
  `;
}

function stageView(exploration: Exploration, {words, shows, disabled, handle, explained, explain, cover}: FigureView): TemplateResult {
  const {z, extent, drag, still, encoding} = exploration;
  const {posterior, tools} = encoding;
  return planeView({
    words,
    z,
    extent,
    drag,
    handle,
    disabled,
    posterior: tools && posterior ? [tools.ellipses(posterior), tools.lens(posterior, z, still?.points, extent)] : nothing,
    names: shows('points') && shows('names') ? (still?.names ?? []) : [],
    nameOf: (label) => exploration.nameOf(label),
    raised: still?.raised,
    raise: (label) => still && (still.raised = label),
    explained: explained === 'plane',
    explain: () => explain('plane'),
    cover,
  });
}
