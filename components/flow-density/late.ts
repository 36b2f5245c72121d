import {html, nothing, type LitElement, type TemplateResult} from 'lit';
import type {Session, TrainStep} from '../../src/client/session.js';
import {divergingGradient} from '../../src/elements/controls/diverging.js';
import {panelStyles} from '../../src/elements/controls/panel.styles.js';
import {cssProperties} from '../../src/elements/css-properties.js';
import {addStyles} from '../../src/elements/late-panel.js';
import {TrainEvents} from '../../src/elements/train-events.js';
import {LocaleController} from '../../src/elements/locale-controller.js';
import {brightest, heatMap} from './color-scale.js';
import {differenceMap, divergence, truthSteps} from './comparison.js';
import {contourColor, contourColorOnDark, linesOf, paintContours} from './contours.js';
import {dataPanelStyles} from '../../src/elements/plane-data/data-panel.styles.js';
import {DataPanel} from '../../src/elements/plane-data/data-panel.js';
import type {Exploration} from './exploration.js';
import type {Field} from './flow-answers.js';
import type {Topic} from './figure-view.js';
import type {PanelName} from './flow-state.js';
import type {Density} from '../../src/data/densities.js';
import {knownDensity} from '../../src/data/known-density.js';
import {paced} from '../../src/elements/paced.js';
import {lateStyles} from './late.styles.js';
import {lateEnglish} from './locales/late-en.js';
import type {LateWords} from './locales/late-words.js';
import {TrainPanel} from './train-panel.js';
import {viewPanel} from './view-panel.js';

export type LateHost = {
  session: () => Session<'flow'> | undefined;
  seed: () => number;
  base: () => string | undefined;
  shows: (panel: string) => boolean;
  isDark: () => boolean;
  repaint: () => void;
  told: () => void;
  /** Training goes on, or rests. */
  training: (goesOn: boolean) => void;
  report: (error: unknown, retry: () => void) => void;
};

/** Everything of the figure that is not in sight at first, fetched when a reader or a state asks for it. */
export class Late {
  readonly #exploration: Exploration;
  readonly #host: LateHost;
  readonly #locale: LocaleController<LateWords>;
  readonly #train: TrainPanel;
  readonly #data: DataPanel;
  /** The density of the data at the cells of the field: of which, and itself once it is computed. */
  #truth: {of: string; field?: Field} | undefined;
  #divergence: {field: Field; kl: number} | undefined;
  #map: {field: Field; subject: string; canvas: HTMLCanvasElement} | undefined;
  #lines: {field: Field; lines: ReturnType<typeof linesOf>} | undefined;

  constructor(element: LitElement, exploration: Exploration, host: LateHost) {
    this.#exploration = exploration;
    this.#host = host;
    this.#locale = new LocaleController<LateWords>(element, lateEnglish, {
      'zh-Hans': () => import('./locales/late-zh-hans.js').then(({lateChinese}) => lateChinese),
    });
    const changed = () => element.requestUpdate();
    const {session, seed, base, training, report} = host;
    const events = new TrainEvents(element);
    const stepped = (step: TrainStep | undefined): void => {
      training(step !== undefined);
      if (step) events.step(step);
    };
    this.#train = new TrainPanel(exploration, {session, seed, base, changed, stepped, report});
    this.#data = new DataPanel(exploration, {
      seed,
      changed,
      use: (own) => {
        exploration.take(own);
        exploration.panel = 'train';
        host.told();
        void this.#train.startAnew();
      },
      forget: () => {
        exploration.take(undefined);
        host.told();
        void this.#train.stop();
      },
    });
    for (const styles of [panelStyles, dataPanelStyles, lateStyles]) addStyles(element.shadowRoot!, styles);
  }

  get words(): LateWords {
    return this.#locale.words;
  }

  help(topic: Topic): string {
    return this.words.help[topic];
  }

  #density(): {name: string; density: Density} | undefined {
    const name = this.#host.session()?.manifest.data.name;
    const density = name === undefined || this.#exploration.own ? undefined : knownDensity(name);
    return name === undefined || !density ? undefined : {name, density};
  }

  /** The density of the data at the flow's cells, where it is known; it comes after a moment. */
  #truthOf(field: Field | undefined): Field | undefined {
    const data = this.#density();
    if (!field || !data) return undefined;
    const {extent} = this.#exploration;
    const of = `${data.name} ${field.size} ${extent}`;
    if (this.#truth?.of !== of) {
      const wanted: {of: string; field?: Field} = {of};
      this.#truth = wanted;
      void paced(truthSteps(field.size, data.density, extent)).then((truth) => {
        wanted.field = truth;
        if (this.#truth === wanted) this.#host.repaint();
      });
    }
    return this.#truth.field;
  }

  /** KL(data ‖ flow) in nats; undefined where nobody knows it, NaN until it is computed. */
  #divergenceOf(field: Field | undefined): number | undefined {
    if (!field || !this.#density()) return undefined;
    const truth = this.#truthOf(field);
    if (!truth) return NaN;
    if (this.#divergence?.field !== field) this.#divergence = {field, kl: divergence(field, truth, this.#exploration.extent)};
    return this.#divergence.kl;
  }

  /** What is drawn in place of the flow's density: its picture, undefined for the flow itself. */
  ground(field: Field, top: number): HTMLCanvasElement | undefined {
    const {subject} = this.#exploration;
    const truth = subject === 'model' ? undefined : this.#truthOf(field);
    if (!truth) return undefined;
    if (this.#map?.field !== field || this.#map.subject !== subject) {
      const canvas = subject === 'data' ? mapOf(truth) : differenceMap(field, truth.logProb, top);
      this.#map = {field, subject, canvas};
    }
    return this.#map.canvas;
  }

  /** Lines of equal density. */
  lines(context: CanvasRenderingContext2D, field: Field): void {
    const shown = (this.#exploration.subject === 'data' && this.#truthOf(field)) || field;
    if (this.#lines?.field !== shown) this.#lines = {field: shown, lines: linesOf(shown)};
    paintContours(context, this.#lines.lines, this.#host.isDark() ? contourColorOnDark : contourColor);
  }

  /** What stands in place of the legend; undefined for the usual one. */
  legend(top: number | undefined): TemplateResult | undefined {
    const {drawing, subject} = this.#exploration;
    const {words} = this;
    if (subject === 'difference' && top !== undefined)
      return html`<span>${words.less}</span><span class="ramp" ${cssProperties({'--_ramp': divergingGradient})}></span
        ><span>${words.more}</span>`;
    return drawing === 'contours' ? html`<span class="wide">${words.contoursAround}</span>` : undefined;
  }

  render(disabled: boolean): TemplateResult | typeof nothing {
    const {panel} = this.#exploration;
    if (!panel || !this.#host.shows(panel)) return nothing;
    return html`<section class="more" id="panel" part="panel">${this.#panel(panel, disabled)}</section>`;
  }

  #panel(panel: PanelName, disabled: boolean): TemplateResult {
    const {words} = this;
    if (panel === 'train') return this.#train.render(words, disabled);
    if (panel === 'data') return this.#data.render(words, disabled);
    const told = () => {
      this.#host.repaint();
      this.#host.told();
    };
    return viewPanel(this.#exploration, {words, disabled, kl: this.#divergenceOf(this.#exploration.answers.field), told});
  }
}

function mapOf({logProb, size}: Field): HTMLCanvasElement {
  const densities = logProb.map(Math.exp);
  return heatMap(densities, size, brightest(densities));
}
