import {html, nothing, type TemplateResult} from 'lit';
import type {Exploration} from './exploration.js';
import type {PictureEntry} from '../../src/elements/picture/picture-entry.js';
import type {Late} from './late.js';
import type {Words} from './locales/words.js';
import {latentName, planeView} from './plane-view.js';
import {stressed} from './readout.js';
import {slidersView} from './sliders-view.js';
import {actionsView, examplesView, type Explaining} from './tray-view.js';

/** Examples that a model's sheet has of each class (pretrained/tools/export-vae.ts). */
const PER_CLASS = 2;

export type FigureView = Explaining & {
  words: Words;
  shows: (panel: string) => boolean;
  disabled: boolean;
  /** What is behind More, and what is said of an encoded picture, once it is there. */
  late: Late | undefined;
  more: () => void;
  handle: () => HTMLElement;
  /** Pictures of the reader's own. */
  own: PictureEntry;
  /** What lies over the plane: poster and fault. */
  cover: TemplateResult;
  footer: unknown;
  /** What the live region says. */
  spoken: string;
};

/** The whole figure: each panel where the grid of the styles has its place, unless its author hides it. */
export function figureView(exploration: Exploration, view: FigureView): TemplateResult {
  const {words, disabled, explained, explain, late} = view;
  const {point, extent, encoding, vote, chart, z} = exploration;
  const {posterior, tools} = encoding;
  const onPlane = posterior && {mean: chart.toPlane(posterior.mean), deviation: posterior.deviation && chart.spread(posterior.deviation)};
  const panel = (names: string, render: () => unknown) => (names.split(' ').some(view.shows) ? render() : nothing);
  const takes = !disabled && view.shows('picture');
  const common = {words, disabled, explained, explain};
  return html`
    <div
      class="figure"
      part="figure"
      role="group"
      aria-label=${words.figure}
      @dragover=${takes ? view.own.over : nothing}
      @drop=${takes ? view.own.drop : nothing}
    >
      <div class="stage">${stageView(exploration, view)}</div>
      <div class="image" part="image">
        <canvas role="img" aria-label=${words.decoded(vote && exploration.nameOf(vote.first))}></canvas>
      </div>
      ${panel('readout', () => html`<p class="readout" part="readout">${stressed(exploration.sentence())}</p>`)}
      <div class="controls">
        ${panel('sliders', () =>
          slidersView({
            labels: axisLabels(exploration, late),
            at: point,
            extent,
            disabled,
            moved: (to) => exploration.move(chart.toLatent(to, z)),
            marks:
              tools && onPlane?.deviation ? onPlane.deviation.map((sigma, i) => tools.sliderMark(onPlane.mean[i]!, sigma, extent)) : [],
          }),
        )}
        <div class="tray">
          ${panel('examples picture', () =>
            examplesView({
              ...common,
              places: view.shows('examples') ? PER_CLASS * (exploration.host.manifest()?.data.labels?.length ?? 10) : 0,
              count: encoding.count,
              picked: encoding.picked,
              posterior: onPlane,
              help: late?.words.encodeHelp ?? '',
              score: late?.score(common) ?? nothing,
              pick: (i) => exploration.pick(i),
              own: panel('picture', () => view.own.buttons(words, disabled)),
            }),
          )}
          ${actionsView({
            ...common,
            help: late?.words.sampleHelp ?? '',
            sample: view.shows('sample') ? () => exploration.sample() : undefined,
            more: view.shows('more') ? {open: exploration.panel !== undefined, toggle: view.more} : undefined,
          })}
        </div>
      </div>
      ${late?.render(common) ?? nothing}
      <div class="bottom">
        ${panel('picture', () => view.own.render())}
        ${panel('footer', () => html`<div class="footer quiet" part="footer">${view.footer}</div>`)}
      </div>
      <div class="status" role="status">${view.spoken}</div>
    </div>
  `;
}

function stageView(exploration: Exploration, view: FigureView): TemplateResult {
  const {words, shows, disabled, handle, explained, explain, cover, late} = view;
  const {point, extent, drag, still, encoding, chart} = exploration;
  const {posterior, tools} = encoding;
  return planeView({
    words,
    at: point,
    labels: axisLabels(exploration, late, ':'),
    extent,
    drag,
    handle,
    disabled,
    overlay: [
      late?.overlay() ?? nothing,
      late && tools && posterior
        ? [tools.ellipses(posterior, chart), tools.lens({posterior, chart, at: point, points: still?.projected, extent})]
        : nothing,
    ],
    names: shows('points') && shows('names') ? (still?.names ?? []) : [],
    nameOf: (label) => exploration.nameOf(label),
    raised: still?.raised,
    raise: (label) => still && (still.raised = label),
    explained: explained === 'plane',
    explain: () => explain('plane'),
    help: late?.words.planeHelp ?? '',
    cover,
  });
}

/** What the plane lies along: single latents by their index, directions by their name, which may need something between it and a number. */
function axisLabels({chart}: Exploration, late: Late | undefined, colon = ''): [unknown, unknown] {
  const label = (name: string) => {
    const latent = /^z(\d+)$/.exec(name);
    return latent ? latentName(Number(latent[1])) : `${late?.label(name) ?? name}${colon}`;
  };
  return [label(chart.axes[0]), label(chart.axes[1])];
}
