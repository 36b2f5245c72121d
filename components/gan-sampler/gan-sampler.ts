import type {PropertyValues, TemplateResult} from 'lit';
import {query, queryAll, state} from 'lit/decorators.js';
import {model as defaultModel} from '../../pretrained/gan-fashion.generated.js';
import {provideGanParts} from '../../src/client/gan-parts.js';
import type {Session} from '../../src/client/session.js';
import {baseStyles} from '../../src/elements/base.styles.js';
import {explanationStyles} from '../../src/elements/controls/explanation.js';
import {wholePixelWidth} from '../../src/elements/controls/image-canvas.js';
import {sliderStyles} from '../../src/elements/controls/slider.js';
import {define} from '../../src/elements/define.js';
import {GenErrorEvent} from '../../src/elements/events.js';
import {costLine, loadingLine} from '../../src/elements/footer.js';
import {GenerativeElement} from '../../src/elements/generative-element.js';
import {LocaleController} from '../../src/elements/locale-controller.js';
import {offerModels} from '../../src/elements/offered-models.js';
import {registerShippedModel} from '../../src/elements/shipped-model.js';
import {ToldController} from '../../src/elements/told-controller.js';
import {plain} from '../../src/elements/stressed.js';
import type {OpOptions} from '../../src/families/family.js';
import {GenerativeError} from '../../src/format/errors.js';
import type {Batch} from '../../src/format/graph.js';
import {codeShape} from './code.js';
import {figureView, sentence, type Topic} from './figure-view.js';
import {Gallery} from './gallery.js';
import {styles} from './gan-sampler.styles.js';
import {english} from './locales/en.js';
import type {Late} from './late.js';
import type {Words} from './locales/words.js';
import {otherModels} from './other-models.generated.js';
import {PANELS, type GanSamplerState, type PanelName} from './sampler-state.js';

/** Narrower than this, fewer columns of samples are shown. */
const NARROW = 520;
const COLUMNS = {wide: 8, narrow: 5};
const GAP = 4;
/** Pixels that the sheet leaves for what stands beside it. */
const BESIDE = {from: 640, width: 190};
const BESIDE_WIDE = {from: 900, width: 620};
/** The held sample, from the narrowest figure to the widest. */
const LARGE = {narrow: 131, beside: 196, wide: 280};
const MIDDLE = 96;

/**
 * What a generator of a generative adversarial network (Goodfellow et al. 2014) makes of random numbers: samples without end, each from a seed; truncation; the
 * neighbourhood of one, a walk from one to another; what the discriminator says of them; the training images that are nearest to one; a − b + c; and the search for the
 * latent of a given picture.
 *
 * Panels that `hide` knows: `held`, `readout`, `walk`, `seed`, `truncation`, `vary`, `judge`, `class`, `more`, `copying`, `arithmetic`, `search`, `footer`.
 *
 * @summary Draw from a pretrained GAN, walk between its samples, and ask its discriminator.
 * @slot poster - Shown on the stage until the first output.
 * @slot caption - The figure's caption.
 * @event {GenReadyEvent} gen-ready - Once, after the first output of the model has been painted: `{backend, milliseconds, bytes}`.
 * @event {GenProgressEvent} gen-progress - While model files are fetched: `{task, loaded, total}`.
 * @event {GenChangeEvent} gen-change - A reader changed the state: `{state}`.
 * @event {GenErrorEvent} gen-error - A fault, shown to the reader as well: `{code, message, cause}`.
 * @csspart root - Everything.
 * @csspart figure - The grid of samples, held sample and controls.
 * @csspart sheet - The samples.
 * @csspart sample - One of them.
 * @csspart held - The held sample, or the place on a walk, large.
 * @csspart readout - The sentence about it.
 * @csspart walk - The strip between two samples, and its slider.
 * @csspart seed - The seed and the buttons beside it.
 * @csspart next - The button for other samples.
 * @csspart previous - The button for the samples before.
 * @csspart truncation - The limit of the random numbers.
 * @csspart vary - The switch to variations of the held sample.
 * @csspart judge - The switches for the discriminator.
 * @csspart class - The choice of a class, where the model is conditional.
 * @csspart more - The button for what is not in sight at first.
 * @csspart more-panel - What it opens.
 * @csspart hold - The button that holds what was found or computed.
 * @csspart stop - The button that ends a search.
 * @csspart picture - The panel for a picture of the reader's own.
 * @csspart footer - What runs and how fast.
 * @csspart menu-button - Opens the menu.
 * @csspart menu - What the button opens: embed code, link, downloads, the model's card.
 * @csspart alert - A fault, with its retry button.
 * @csspart retry - The retry button.
 * @csspart caption-area - What holds the caption.
 * @cssproperty --gen-accent - Marks of held samples, sliders.
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
 * @cssstate error - The model could not be opened.
 */
export class GanSampler extends GenerativeElement<'gan', Words> {
  static override styles = [baseStyles, sliderStyles, explanationStyles, styles];

  protected readonly family = 'gan';
  protected readonly defaultModel = defaultModel.id;
  protected readonly locale = new LocaleController<Words>(this, english, {
    'zh-Hans': () => import('./locales/zh-hans.js').then(({chinese}) => chinese),
  });
  private readonly gallery = new Gallery({
    session: () => this.session,
    visible: () => this.visibility.visible,
    changed: () => this.requestUpdate(),
    told: () => this.told.tell(),
    report: (error, retry, kind) => this.report(error, retry, kind),
    mended: (kind) => this.mended(kind),
  });
  private lateness: 'later' | 'coming' | 'here' = 'later';
  private readonly told = new ToldController(this, () => plain(sentence(this.words, this.gallery, this.classes)));

  @query('.root') private readonly root!: HTMLElement;
  @queryAll('.sheet canvas') private readonly canvases!: NodeListOf<HTMLCanvasElement>;

  /** What is not in sight at first, once somebody has asked for it. */
  @state() private late: Late | undefined;
  @state() private explained: Topic | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.late?.stop();
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    this.late?.update();
    if (this.gallery.panel) void this.openLate();
  }

  protected override begin(seed: number, state: Record<string, unknown> | undefined): void {
    this.gallery.begin(seed, state);
  }

  protected override async firstOutput(session: Session<'gan'>): Promise<void> {
    const {id, data} = session.manifest;
    if (data.shape.length !== 3)
      throw new GenerativeError('format', `${id}: data.shape is [${data.shape.join(', ')}]; samples need pictures.`);
    this.resized();
    await this.gallery.showFirst(session);
    this.requestUpdate();
    await this.updateComplete;
  }

  protected override afterFirstOutput(): void {
    this.gallery.afterFirst();
  }

  protected override seen(visible: boolean): void {
    if (visible) this.gallery.resume();
  }

  protected override async samples(args: {count: number; seed: number}, options: OpOptions): Promise<Batch> {
    const {truncation} = this.gallery;
    const labels = this.gallery.labels(args.count, args.seed, codeShape(this.session!.manifest));
    const wanted = {...args, ...(truncation !== undefined && {truncation}), ...(labels && {labels})};
    return (await this.session!.ops.sample(wanted, options)).x;
  }

  /** The panels that this model has and its author shows. */
  private get panels(): PanelName[] {
    const extras = this.session?.manifest.extras;
    return PANELS.filter((name) => this.shows(name) && (name !== 'copying' || extras === undefined || Object.hasOwn(extras, 'training')));
  }

  /** Names of what may be asked for, where the model is conditional. */
  private get classes(): string[] {
    const {condition, data} = this.session?.manifest ?? {};
    return Array.from({length: condition?.size ?? 0}, (_, i) => data?.labels?.[i] ?? String(i));
  }

  private async openLate(): Promise<void> {
    if (this.lateness !== 'later' || !this.session) return;
    this.lateness = 'coming';
    try {
      const {Late} = await import('./late.js');
      this.late = new Late(this, this.gallery, {
        session: () => this.session,
        panels: () => this.panels,
        base: () => this.base ?? undefined,
        report: (error, retry) => this.report(error, retry, 'late'),
        mended: () => this.mended('late'),
        refused: ({code, message, cause}) => this.dispatchEvent(new GenErrorEvent({code, message, cause})),
      });
      this.lateness = 'here';
    } catch (error) {
      this.lateness = 'later';
      this.gallery.panel = undefined;
      this.report(error, () => void this.openLate(), 'late');
    }
  }

  private get columns(): number {
    return this.probe.clientWidth < NARROW ? COLUMNS.narrow : COLUMNS.wide;
  }

  /** Pictures are whole pixels large. */
  protected override resized(): void {
    const width = this.probe.clientWidth;
    const pixels = this.session?.manifest.data.shape[1] ?? 28;
    const {columns} = this;
    const beside = [BESIDE_WIDE, BESIDE].find(({from}) => width >= from)?.width ?? 0;
    const tile = wholePixelWidth((width - beside - (columns - 1) * GAP) / columns, pixels);
    const large = width >= BESIDE_WIDE.from ? LARGE.wide : width >= BESIDE.from ? LARGE.beside : LARGE.narrow;
    this.root.style.setProperty('--_tile', `${tile}px`);
    this.root.style.setProperty('--_middle', `${wholePixelWidth(MIDDLE, pixels)}px`);
    this.root.style.setProperty('--_large', `${wholePixelWidth(large, pixels)}px`);
  }

  private footer(): string {
    const {cost} = this.gallery;
    if (this.stats && cost !== undefined) return costLine(this.words, this.stats, cost);
    return this.broken ? '' : loadingLine(this.words, this.progress);
  }

  override getState(): GanSamplerState {
    this.beginEarly();
    return this.gallery.state;
  }

  override async toBlob(): Promise<Blob> {
    await this.updateComplete;
    const {exportPng} = await import('./export-png.js');
    const shown = [...this.canvases].filter(({offsetParent}) => offsetParent !== null);
    return exportPng(shown, this.columns, getComputedStyle(this.root).getPropertyValue('--_paper'));
  }

  protected override renderFigure(): TemplateResult {
    return figureView(this.gallery, {
      words: this.words,
      shows: (panel) => this.shows(panel),
      disabled: this.broken,
      hasJudge: this.session === undefined || Object.hasOwn(this.session.manifest.nets, 'discriminator'),
      classes: this.classes,
      columns: () => this.columns,
      late: this.late,
      more: () => this.gallery.open(this.gallery.panel ? undefined : this.panels[0]),
      explained: this.explained,
      explain: (topic) => (this.explained = this.explained === topic ? undefined : topic),
      cover: this.renderCover(),
      footer: this.renderFooter(this.footer()),
      spoken: this.told.text,
    });
  }
}

export type * from '../../src/elements/events.js';

provideGanParts();
registerShippedModel(defaultModel);
offerModels(otherModels, 'generator.bin', {});
define('gan-sampler', GanSampler);

declare global {
  interface HTMLElementTagNameMap {
    'gan-sampler': GanSampler;
  }
}
