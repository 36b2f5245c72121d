import {type PropertyValues, type TemplateResult} from 'lit';
import {query, state} from 'lit/decorators.js';
import {model as defaultModel} from '../../pretrained/flow-moons.generated.js';
import {provideFlowParts} from '../../src/client/flow-parts.js';
import type {Session} from '../../src/client/session.js';
import {DENSITY_NAMES, type DensityName} from '../../src/data/density-names.js';
import {parseSeed} from '../../src/elements/attributes.js';
import {baseStyles} from '../../src/elements/base.styles.js';
import {explanationStyles} from '../../src/elements/controls/explanation.js';
import {planeStyles} from '../../src/elements/controls/plane.styles.js';
import {sliderStyles} from '../../src/elements/controls/slider.js';
import {define} from '../../src/elements/define.js';
import {costLine, loadingLine} from '../../src/elements/footer.js';
import {GenerativeElement} from '../../src/elements/generative-element.js';
import {LocaleController} from '../../src/elements/locale-controller.js';
import {lookupModel} from '../../src/elements/models.js';
import {offerModels} from '../../src/elements/offered-models.js';
import {setsStyles} from '../../src/elements/plane-data/sets.styles.js';
import {registerShippedModel} from '../../src/elements/shipped-model.js';
import {ToldController} from '../../src/elements/told-controller.js';
import {plain} from '../../src/elements/stressed.js';
import type {OpOptions} from '../../src/families/family.js';
import type {Batch} from '../../src/format/graph.js';
import {Exploration} from './exploration.js';
import {figureView, type Topic} from './figure-view.js';
import {styles} from './flow-density.styles.js';
import type {FlowDensityState, PanelName} from './flow-state.js';
import type {Late} from './late.js';
import {english} from './locales/en.js';
import type {Words} from './locales/words.js';
import {otherModels} from './other-models.generated.js';
import {Pictures} from './pictures.js';
import {describe} from './readout.js';

/**
 * A normalizing flow in the plane (RealNVP, Dinh et al. 2017; rational-quadratic splines, Durkan et al. 2019), seen from both sides: the density that it has
 * learned, exact at every point, and the sheet of base space that its couplings bend, layer by layer, while they keep account of areas.
 *
 * Panels that `hide` knows: `base`, `layers`, `legend`, `readout`, `account`, `sets`, `sample`, `train`, `data`, `view`, `footer`.
 *
 * @summary See through a normalizing flow in the plane, and train it.
 * @slot poster - Shown on the stage until the first output.
 * @slot caption - The figure's caption.
 * @event {GenReadyEvent} gen-ready - Once, after the first output of the model has been painted: `{backend, milliseconds, bytes}`.
 * @event {GenProgressEvent} gen-progress - While model files are fetched: `{task, loaded, total}`.
 * @event {GenChangeEvent} gen-change - A reader changed the state: `{state}`.
 * @event {GenTrainEvent} gen-train - At most ten times a second while training: `{step, losses, stepsPerSecond, examplesPerSecond}`.
 * @event {GenErrorEvent} gen-error - A fault, shown to the reader as well: `{code, message, cause}`.
 * @csspart root - Everything.
 * @csspart figure - The grid of planes, readout and controls.
 * @csspart data-plane - The plane of the data.
 * @csspart data-handle - The ring on it, at the point.
 * @csspart base-plane - The plane of the base, or of what lies between.
 * @csspart base-handle - The ring there, at the same point.
 * @csspart legend - What the colours mean.
 * @csspart layers - The slider through the layers, and its button.
 * @csspart unfold - The button that plays the way from data to base.
 * @csspart readout - The sentence about the point.
 * @csspart account - log p as a sum of bars.
 * @csspart sets - The choice of data sets.
 * @csspart sample - The button that draws points from the flow.
 * @csspart train-button - Opens training.
 * @csspart data-button - Opens the panel for data of one's own.
 * @csspart view-button - Opens the choice of what is drawn.
 * @csspart panel - What these buttons open.
 * @csspart footer - What runs and how fast.
 * @csspart menu-button - Opens the menu.
 * @csspart menu - What the button opens: embed code, link, downloads, the model's card.
 * @csspart alert - A fault, with its retry button.
 * @csspart retry - The retry button.
 * @csspart caption-area - What holds the caption.
 * @cssproperty --gen-accent - Rings and sliders.
 * @cssproperty --gen-ink - Text.
 * @cssproperty --gen-ink-soft - Labels.
 * @cssproperty --gen-paper - What the figure lies on.
 * @cssproperty --gen-line - Hairlines.
 * @cssproperty --gen-focus - Focus rings.
 * @cssproperty [--gen-font=inherit] - Font family of the figure's own text.
 * @cssproperty [--gen-radius=6px] - Corners.
 * @cssproperty [--gen-gap=12px] - Gaps.
 * @cssstate loading - Until the first output.
 * @cssstate ready - The model runs.
 * @cssstate training - The model is being trained.
 * @cssstate error - The model could not be opened.
 */
export class FlowDensity extends GenerativeElement<'flow', Words> {
  static override styles = [baseStyles, sliderStyles, explanationStyles, planeStyles, setsStyles, styles];

  protected readonly family = 'flow';
  protected readonly defaultModel = defaultModel.id;
  protected readonly locale = new LocaleController<Words>(this, english, {
    'zh-Hans': () => import('./locales/zh-hans.js').then(({chinese}) => chinese),
  });
  private readonly exploration = new Exploration({
    session: () => this.session,
    manifest: () => this.session?.manifest ?? (this.src ? undefined : lookupModel(this.modelId)?.manifest),
    visible: () => this.visibility.visible,
    repaint: () => (this.pictures.repaint(), this.requestUpdate()),
    changed: () => this.requestUpdate(),
    told: () => this.told.tell(),
    report: (error, retry, kind) => this.report(error, retry, kind),
    mended: (kind) => this.mended(kind),
    open: (data) => (this.chosen = data),
    pointsOf: async (...args) => (await import('../../src/data/known-density.js')).pointsOf(...args),
  });
  private readonly pictures = new Pictures(this.exploration, {
    data: () => this.dataCanvas,
    base: () => this.baseCanvas ?? undefined,
    probe: () => this.probe,
    late: () => this.late,
  });
  private readonly told = new ToldController(this, () => plain(describe(this.words, this.exploration)));
  private lateness: 'later' | 'coming' | 'here' = 'later';
  private painted: unknown[] = [];

  @query('.data canvas') private readonly dataCanvas!: HTMLCanvasElement;
  @query('.base canvas') private readonly baseCanvas!: HTMLCanvasElement | null;
  @query('.root') private readonly root!: HTMLElement;

  /** The data set that the reader has chosen: its flow is shown, whatever the page asks for. */
  @state() private chosen: DensityName | undefined;
  @state() private late: Late | undefined;
  @state() private explained: Topic | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.exploration.stop();
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    const seen = [this.look.look.theme, this.hide];
    if (seen.some((one, i) => one !== this.painted[i])) this.pictures.repaint();
    this.painted = seen;
    if (this.explained || this.exploration.needsLate) void this.openLate();
  }

  protected override get modelId(): string {
    return this.chosen ? `flow-${this.chosen}` : super.modelId;
  }

  protected override asksForAnother(changed: PropertyValues): boolean {
    return changed.has('chosen') || super.asksForAnother(changed);
  }

  protected override begin(seed: number, state: Record<string, unknown> | undefined): void {
    this.exploration.begin(seed, state);
  }

  protected override async firstOutput(session: Session<'flow'>): Promise<void> {
    await this.exploration.showFirst(session);
    this.pictures.paint();
  }

  protected override afterFirstOutput(): void {
    this.exploration.afterFirst();
  }

  protected override seen(visible: boolean): void {
    if (visible) this.exploration.answers.resume();
  }

  protected override async samples({count, seed}: {count: number; seed: number}, options: OpOptions): Promise<Batch> {
    const {x} = await this.session!.ops.sample({count, seed, temperature: this.exploration.temperature}, options);
    return this.exploration.inOwnUnits(x);
  }

  /** Panels, explanations and other ways to draw the density. */
  private async openLate(): Promise<void> {
    if (this.lateness !== 'later' || !this.session) return;
    this.lateness = 'coming';
    try {
      const {Late} = await import('./late.js');
      this.late = new Late(this, this.exploration, {
        session: () => this.session,
        seed: () => parseSeed(this.seed),
        base: () => this.base ?? undefined,
        shows: (panel) => this.shows(panel),
        isDark: () => this.look.look.theme === 'dark',
        training: (goesOn) => this.markTraining(goesOn),
        repaint: () => (this.pictures.repaint(), this.requestUpdate()),
        told: () => this.told.tell(),
        report: (error, retry) => this.report(error, retry, 'late'),
      });
      this.lateness = 'here';
      this.pictures.repaint();
    } catch (error) {
      this.lateness = 'later';
      this.exploration.withoutLate();
      this.report(error, () => void this.openLate(), 'late');
    }
  }

  protected override resized(): void {
    this.pictures.paint();
  }

  private toggle(panel: PanelName): void {
    this.exploration.panel = this.exploration.panel === panel ? undefined : panel;
    this.told.tell();
  }

  private footer(): string {
    const {cost} = this.exploration.answers;
    if (this.stats && cost !== undefined) return costLine(this.words, this.stats, cost);
    return this.broken ? '' : loadingLine(this.words, this.progress);
  }

  /** The data set of the flow that is shown, where it is one of ours. */
  private get data(): DensityName | undefined {
    const name = this.session?.manifest.data.name ?? lookupModel(this.modelId)?.manifest?.data.name;
    return this.chosen ?? DENSITY_NAMES.find((one) => one === name);
  }

  private choose(data: DensityName | undefined): void {
    this.exploration.choose(data && `flow-${data}` !== super.modelId ? data : undefined);
    this.told.tell();
  }

  override getState(): FlowDensityState {
    this.beginEarly();
    return this.exploration.state;
  }

  override async toBlob(): Promise<Blob> {
    await this.updateComplete;
    const {exportPng} = await import('./export-png.js');
    return exportPng(this.dataCanvas, this.baseCanvas ?? undefined, this.exploration, getComputedStyle(this.root));
  }

  protected override renderFigure(): TemplateResult {
    const {exploration, late} = this;
    return figureView(exploration, {
      words: this.words,
      shows: (panel) => this.shows(panel),
      disabled: this.broken,
      top: this.pictures.top,
      late,
      handle: (plane) => this.renderRoot.querySelector<HTMLElement>(`.${plane} .handle`)!,
      explained: this.explained,
      explain: (topic) => (this.explained = this.explained === topic ? undefined : topic),
      data: this.data,
      choose: (data) => this.choose(data),
      toggle: (panel) => this.toggle(panel),
      cover: this.renderCover(),
      footer: this.renderFooter(this.footer()),
      spoken: this.told.text,
    });
  }
}

export type * from '../../src/elements/events.js';

provideFlowParts();
registerShippedModel(defaultModel);
// Readers choose among the data sets.
offerModels(otherModels, 'couplings.bin', {toBundlers: true});
define('flow-density', FlowDensity);

declare global {
  interface HTMLElementTagNameMap {
    'flow-density': FlowDensity;
  }
}
