import {type PropertyValues, type TemplateResult} from 'lit';
import {query, state} from 'lit/decorators.js';
import {model as defaultModel} from '../../pretrained/gan-2d-8gaussians.generated.js';
import {provideGanParts} from '../../src/client/gan-parts.js';
import type {Session} from '../../src/client/session.js';
import {DENSITY_NAMES, type DensityName} from '../../src/data/density-names.js';
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
import {plain} from '../../src/elements/stressed.js';
import {ToldController} from '../../src/elements/told-controller.js';
import {TrainEvents} from '../../src/elements/train-events.js';
import type {OpOptions} from '../../src/families/family.js';
import {GenerativeError} from '../../src/format/errors.js';
import type {Batch} from '../../src/format/graph.js';
import {Duel} from './duel.js';
import type {GanDuelState, PanelName} from './duel-state.js';
import {figureView, type Topic} from './figure-view.js';
import {styles} from './gan-duel.styles.js';
import type {Late} from './late.js';
import {english} from './locales/en.js';
import type {Words} from './locales/words.js';
import {otherModels} from './other-models.generated.js';
import {Pictures} from './pictures.js';
import {describe} from './readout.js';

/**
 * A generator and a discriminator that train against each other before the reader's eyes (Goodfellow et al. 2014), on points in the plane: what the discriminator says of every place,
 * the mesh that the generator bends, the gradient at each sample, both losses, and what the samples have of the data, measured. Played, step by step, one side alone, in slow motion;
 * with the classic failures staged and mended.
 *
 * Panels that `hide` knows: `legend`, `controls`, `readout`, `charts`, `sets`, `situations`, `settings`, `data`, `view`, `footer`.
 *
 * @summary Watch generator and discriminator train against each other, and interfere.
 * @slot poster - Shown on the stage until the first output.
 * @slot caption - The figure's caption.
 * @event {GenReadyEvent} gen-ready - Once, after the first output of the model has been painted: `{backend, milliseconds, bytes}`.
 * @event {GenProgressEvent} gen-progress - While model files are fetched: `{task, loaded, total}`.
 * @event {GenChangeEvent} gen-change - A reader changed the state: `{state}`.
 * @event {GenTrainEvent} gen-train - At most ten times a second while training: `{step, losses, stepsPerSecond, examplesPerSecond}`; losses by the net's name.
 * @event {GenErrorEvent} gen-error - A fault, shown to the reader as well: `{code, message, cause}`.
 * @csspart root - Everything.
 * @csspart figure - The grid of plane, readout and controls.
 * @csspart plane - The plane of the data.
 * @csspart handle - The ring on it, where the discriminator is asked.
 * @csspart legend - What marks and colours mean.
 * @csspart controls - Play, steps, start over, slow motion.
 * @csspart play - The button that plays and pauses.
 * @csspart step - The button for one step of both.
 * @csspart readout - What stands, and what it means.
 * @csspart charts - Losses and divergence over steps.
 * @csspart sets - The choice of data sets.
 * @csspart situations-button - Opens the classic failures.
 * @csspart settings-button - Opens the rules of the game.
 * @csspart data-button - Opens the panel for data of one's own.
 * @csspart view-button - Opens the choice of what is drawn.
 * @csspart panel - What these buttons open.
 * @csspart save - The button that saves both nets.
 * @csspart footer - What runs and how fast.
 * @csspart menu-button - Opens the menu.
 * @csspart menu - What the button opens: embed code, link, downloads, the model's card.
 * @csspart alert - A fault, with its retry button.
 * @csspart retry - The retry button.
 * @csspart caption-area - What holds the caption.
 * @cssproperty --gen-accent - Ring and sliders.
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
 * @cssstate training - The nets are being trained.
 * @cssstate error - The model could not be opened.
 */
export class GanDuel extends GenerativeElement<'gan', Words> {
  static override styles = [baseStyles, sliderStyles, explanationStyles, planeStyles, setsStyles, styles];

  protected readonly family = 'gan';
  protected readonly defaultModel = defaultModel.id;
  protected readonly locale = new LocaleController<Words>(this, english, {
    'zh-Hans': () => import('./locales/zh-hans.js').then(({chinese}) => chinese),
  });
  private readonly duel = new Duel({
    session: () => this.session,
    manifest: () => this.session?.manifest ?? (this.src ? undefined : lookupModel(this.modelId)?.manifest),
    base: () => this.base ?? undefined,
    asked: () => this.asked,
    visible: () => this.visibility.visible,
    repaint: () => this.pictures.repaint(),
    changed: () => this.requestUpdate(),
    told: () => this.told.tell(),
    open: (id) => (this.chosen = id),
    trained: (step) => {
      this.markTraining(step !== undefined);
      if (step) this.trainEvents.step(step);
    },
    report: (error, retry, kind) => this.report(error, retry, kind),
    mended: (kind) => this.mended(kind),
    measures: async () => (await import('./measure.js')).Measure,
  });
  private readonly pictures = new Pictures(
    this.duel,
    () => this.canvas,
    () => this.root,
  );
  private readonly told = new ToldController(this, () => plain(describe(this.words, this.duel)));
  private readonly trainEvents = new TrainEvents(this);
  private lateness: 'later' | 'coming' | 'here' = 'later';
  private painted: unknown;

  @query('.plane canvas') private readonly canvas!: HTMLCanvasElement;
  @query('.root') private readonly root!: HTMLElement;

  /** The model that the reader's choices ask for, whatever the page does. */
  @state() private chosen: string | undefined;
  @state() private late: Late | undefined;
  @state() private explained: Topic | undefined;

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    if (this.painted !== this.look.look.theme) this.pictures.repaint();
    this.painted = this.look.look.theme;
    if (this.explained || this.duel.panel) void this.openLate();
  }

  protected override get modelId(): string {
    return this.chosen ?? super.modelId;
  }

  /** The data of the model that the page asks for, where it is one of ours. */
  private get asked(): DensityName | undefined {
    return this.src ? undefined : DENSITY_NAMES.find((name) => super.modelId === `gan-2d-${name}`);
  }

  protected override asksForAnother(changed: PropertyValues): boolean {
    return changed.has('chosen') || super.asksForAnother(changed);
  }

  protected override begin(seed: number, state: Record<string, unknown> | undefined): void {
    this.duel.begin(seed, state);
  }

  protected override async firstOutput(session: Session<'gan'>): Promise<void> {
    const {id, data, latent, nets} = session.manifest;
    if (data.shape.length !== 1 || data.shape[0] !== 2 || latent?.size !== 2 || !nets.discriminator)
      throw new GenerativeError('format', `${id}: a duel needs points in the plane, a latent of two numbers, and both nets.`);
    await this.duel.showFirst(session);
    this.pictures.paint();
  }

  protected override afterFirstOutput(session: Session<'gan'>): void {
    void this.duel.afterFirst(session);
  }

  protected override seen(visible: boolean): void {
    if (visible) this.duel.watch.resume();
  }

  protected override async samples({count, seed}: {count: number; seed: number}, options: OpOptions): Promise<Batch> {
    return (await this.session!.ops.sample({count, seed}, options)).x;
  }

  /** Panels and explanations. */
  private async openLate(): Promise<void> {
    if (this.lateness !== 'later' || !this.session) return;
    this.lateness = 'coming';
    try {
      const {Late} = await import('./late.js');
      this.late = new Late(this, this.duel, {
        words: () => this.words,
        shows: (panel) => this.shows(panel),
        told: () => this.told.tell(),
        report: (error, retry) => this.report(error, retry, 'late'),
      });
      this.lateness = 'here';
    } catch (error) {
      this.lateness = 'later';
      this.duel.panel = undefined;
      this.report(error, () => void this.openLate(), 'late');
    }
  }

  protected override resized(): void {
    this.pictures.paint();
  }

  private toggle(panel: PanelName): void {
    this.duel.panel = this.duel.panel === panel ? undefined : panel;
    this.told.tell();
  }

  private footer(): string {
    const {cost} = this.duel.watch;
    if (this.stats && cost !== undefined) return costLine(this.words, this.stats, cost);
    return this.broken ? '' : loadingLine(this.words, this.progress);
  }

  override getState(): GanDuelState {
    this.beginEarly();
    return this.duel.state;
  }

  override async toBlob(): Promise<Blob> {
    await this.updateComplete;
    const {exportPng} = await import('./export-png.js');
    const {x, extent} = this.duel;
    return exportPng(this.canvas, [x[0] / extent, x[1] / extent], getComputedStyle(this.root));
  }

  protected override renderFigure(): TemplateResult {
    const {duel, late} = this;
    return figureView(duel, {
      words: this.words,
      shows: (panel) => this.shows(panel),
      disabled: this.broken,
      handle: () => this.renderRoot.querySelector<HTMLElement>('.handle')!,
      explained: this.explained,
      explain: (topic) => (this.explained = this.explained === topic ? undefined : topic),
      late,
      toggle: (panel) => this.toggle(panel),
      cover: this.renderCover(),
      footer: this.renderFooter(this.footer()),
      spoken: this.told.text,
    });
  }
}

export type * from '../../src/elements/events.js';

provideGanParts();
registerShippedModel(defaultModel);
// Readers choose among the data sets.
offerModels(otherModels, 'generator.bin', {toBundlers: true});
define('gan-duel', GanDuel);

declare global {
  interface HTMLElementTagNameMap {
    'gan-duel': GanDuel;
  }
}
