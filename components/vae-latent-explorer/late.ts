import {nothing, type LitElement, type SVGTemplateResult, type TemplateResult} from 'lit';
import {tabStyles, tabs} from '../../src/elements/controls/tabs.js';
import {addStyles} from '../../src/elements/late-panel.js';
import {LocaleController} from '../../src/elements/locale-controller.js';
import type {Chart} from './chart.js';
import {DirectionsPanel} from './directions-panel.js';
import type {Exploration, ExplorationHost} from './exploration.js';
import {PANELS, type PanelName} from './explorer-state.js';
import {lateStyles} from './late.styles.js';
import {latentName} from './plane-view.js';
import {lateEnglish} from './locales/late-en.js';
import type {LateWords} from './locales/late-words.js';
import {priorPanel} from './prior-panel.js';
import {priorShade} from './prior-shade.js';
import {scoreView} from './score-view.js';
import type {StripHost} from './strip.js';
import type {Explaining} from './tray-view.js';
import {TraversalsPanel} from './traversals-panel.js';
import {WalkPanel} from './walk-panel.js';

export {LatentSpace} from './latent-space.js';

export type LateHost = StripHost & {shows: (panel: string) => boolean; visible: () => boolean; told: () => void};

/** What each panel needs to render. */
export type LateView = Explaining & {
  words: LateWords;
  disabled: boolean;
  /** A direction's name as text, and where more than text can stand. */
  label: (name: string) => string;
  title: (name: string) => unknown;
};

const SUBSCRIPTS = '₀₁₂₃₄₅₆₇₈₉';
/** How much of the paper shows through the shade. */
const SHADE = 0.62;

/** Everything of the figure that is not in sight at first, fetched when a reader or a state asks for it. */
export class Late {
  readonly #exploration: Exploration;
  readonly #host: LateHost;
  readonly #locale: LocaleController<LateWords>;
  readonly #walk: WalkPanel;
  readonly #traversals: TraversalsPanel;
  readonly #directions: DirectionsPanel;
  #shade: {chart: Chart; canvas: HTMLCanvasElement} | undefined;

  constructor(element: LitElement, exploration: Exploration, explorationHost: ExplorationHost) {
    const host: LateHost = {...explorationHost, failed: (error, retry) => explorationHost.report(error, retry, 'late')};
    this.#exploration = exploration;
    this.#host = host;
    this.#locale = new LocaleController<LateWords>(element, lateEnglish, {
      'zh-Hans': () => import('./locales/late-zh-hans.js').then(({lateChinese}) => lateChinese),
    });
    this.#walk = new WalkPanel(exploration, host);
    this.#traversals = new TraversalsPanel(exploration, host);
    this.#directions = new DirectionsPanel(exploration, host);
    addStyles(element.shadowRoot!, tabStyles);
    addStyles(element.shadowRoot!, lateStyles);
  }

  get words(): LateWords {
    return this.#locale.words;
  }

  /** The panels that this model has and its author shows. */
  get panels(): PanelName[] {
    return PANELS.filter((name) => this.#host.shows(name) && (name !== 'directions' || this.#exploration.z.length > 2));
  }

  /** The panel that is open: the one that was asked for, else the first. */
  get #open(): PanelName | undefined {
    const {panel} = this.#exploration;
    if (!panel || !this.#host.shows('more')) return undefined;
    return this.panels.find((name) => name === panel) ?? this.panels[0];
  }

  /** A direction by its name, in the reader's language. */
  readonly label = (name: string): string => {
    const latent = /^z(\d+)$/.exec(name);
    if (latent) return `z${[...latent[1]!].map((digit) => SUBSCRIPTS[Number(digit)]).join('')}`;
    return this.words.direction(name);
  };

  /** The same where more than text can stand. */
  readonly title = (name: string): unknown => {
    const latent = /^z(\d+)$/.exec(name);
    return latent ? latentName(Number(latent[1])) : this.label(name);
  };

  /** After each update of the figure: asks for the pictures that are wanted now. */
  update(): void {
    const {space, still} = this.#exploration;
    const session = this.#host.session();
    if (!session || !this.#host.visible()) return;
    if (space) space.learn(still?.points);
    else if (this.#open)
      this.#exploration.openSpace(session).then(
        () => this.#host.changed(),
        (error: unknown) => this.#host.failed(error, () => this.#host.changed()),
      );
    if (this.#open === 'walk') this.#walk.update();
    if (this.#open === 'traversals') this.#traversals.update();
  }

  toggle(): void {
    const {panel} = this.#exploration;
    this.#show(panel ? undefined : this.panels[0]);
  }

  /** The path from A to B, on the plane. */
  overlay(): SVGTemplateResult | typeof nothing {
    return this.#open === 'walk' ? this.#walk.overlay() : nothing;
  }

  /** The shade of the prior, under everything else on the plane. */
  ground(context: CanvasRenderingContext2D, size: number): void {
    const {shade, chart, z, extent} = this.#exploration;
    if (!shade) return;
    if (this.#shade?.chart !== chart) this.#shade = {chart, canvas: priorShade(chart, z.length, extent)};
    context.globalAlpha = SHADE;
    context.imageSmoothingQuality = 'high';
    context.drawImage(this.#shade.canvas, 0, 0, size, size);
    context.globalAlpha = 1;
  }

  /** What is said of an encoded picture. */
  score(explaining: Explaining & {disabled: boolean}): TemplateResult | typeof nothing {
    const {encoding} = this.#exploration;
    const {words} = this;
    return scoreView({...explaining, words, posterior: encoding.posterior, score: encoding.score, again: () => encoding.drawAgain()});
  }

  render(explaining: Explaining & {disabled: boolean}): TemplateResult | typeof nothing {
    const open = this.#open;
    if (!open) return nothing;
    const {words} = this;
    return tabs({
      names: this.panels,
      open,
      label: words.panelsLabel,
      title: (name) => words.panels[name],
      show: (name) => this.#show(name),
      panel: this.#panel(open, {...explaining, words, label: this.label, title: this.title}),
    });
  }

  #panel(name: PanelName, view: LateView): TemplateResult {
    if (name === 'walk') return this.#walk.render(view);
    if (name === 'traversals') return this.#traversals.render(view);
    if (name === 'directions') return this.#directions.render(view);
    return priorPanel(this.#exploration, view, () => this.#host.told());
  }

  #show(panel: PanelName | undefined): void {
    this.#exploration.panel = panel;
    this.#host.told();
  }
}
