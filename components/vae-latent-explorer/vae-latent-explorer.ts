import {type PropertyValues, type TemplateResult} from 'lit';
import {query, queryAll, state} from 'lit/decorators.js';
import {model as defaultModel} from '../../pretrained/vae-fashion-2d.generated.js';
import type {Session} from '../../src/client/session.js';
import {provideVaeParts} from '../../src/client/vae-parts.js';
import {baseStyles} from '../../src/elements/base.styles.js';
import {explanationStyles} from '../../src/elements/controls/explanation.js';
import {planeStyles} from '../../src/elements/controls/plane.styles.js';
import {sliderStyles} from '../../src/elements/controls/slider.js';
import {define} from '../../src/elements/define.js';
import {GenErrorEvent} from '../../src/elements/events.js';
import {costLine, loadingLine} from '../../src/elements/footer.js';
import {GenerativeElement} from '../../src/elements/generative-element.js';
import {LocaleController} from '../../src/elements/locale-controller.js';
import {lookupModel} from '../../src/elements/models.js';
import {offerModels} from '../../src/elements/offered-models.js';
import {PictureEntry} from '../../src/elements/picture/picture-entry.js';
import {registerShippedModel} from '../../src/elements/shipped-model.js';
import {ToldController} from '../../src/elements/told-controller.js';
import type {OpOptions} from '../../src/families/family.js';
import {GenerativeError} from '../../src/format/errors.js';
import type {Batch} from '../../src/format/graph.js';
import {Exploration} from './exploration.js';
import type {LatentExplorerState} from './explorer-state.js';
import {figureView} from './figure-view.js';
import type {Late} from './late.js';
import {imageWidth} from './image-width.js';
import {english} from './locales/en.js';
import type {Words} from './locales/words.js';
import {otherModels} from './other-models.generated.js';
import {plain} from './readout.js';
import {styles} from './vae-latent-explorer.styles.js';

/**
 * The latent space of a variational autoencoder (Kingma and Welling 2014), to be touched: any point decodes to a picture, test pictures lie where
 * the encoder puts them, and a picture can be encoded to see how sure the encoder is.
 *
 * A latent space of more dimensions is seen on a plane through the point, along two directions that can be chosen.
 *
 * Panels that `hide` knows: `tiles`, `points`, `names`, `sliders`, `readout`, `examples`, `sample`, `picture`, `footer`, and behind More: `directions` (beyond two
 * dimensions), `walk`, `traversals`, `prior`; `more` leaves out all four.
 *
 * @summary Explore the latent space of a pretrained VAE.
 * @slot poster - Shown on the stage until the first output.
 * @slot caption - The figure's caption.
 * @event {GenReadyEvent} gen-ready - Once, after the first output of the model has been painted: `{backend, milliseconds, bytes}`.
 * @event {GenProgressEvent} gen-progress - While model files are fetched: `{task, loaded, total}`.
 * @event {GenChangeEvent} gen-change - A reader changed the state: `{state}`.
 * @event {GenErrorEvent} gen-error - A fault, shown to the reader as well: `{code, message, cause}`.
 * @csspart root - Everything.
 * @csspart figure - The grid of plane, image and controls.
 * @csspart plane - The latent plane.
 * @csspart handle - The ring on the plane, at the point.
 * @csspart image - The decoded image.
 * @csspart sliders - The sliders of the plane's axes.
 * @csspart readout - The sentence about the point.
 * @csspart examples - The strip of pictures to encode.
 * @csspart picture - Where a picture of one's own is drawn or taken.
 * @csspart sample - The button that draws from the prior.
 * @csspart score - What an encoded picture costs in nats.
 * @csspart again - The button that draws anew from an encoded picture's posterior.
 * @csspart more - The button that opens what is not in sight.
 * @csspart more-panel - What it opens.
 * @csspart footer - What runs and how fast.
 * @csspart menu-button - Opens the menu.
 * @csspart menu - What the button opens: embed code, link, downloads, the model's card.
 * @csspart alert - A fault, with its retry button.
 * @csspart retry - The retry button.
 * @csspart caption-area - What holds the caption.
 * @cssproperty --gen-accent - Handle, sliders, ellipse.
 * @cssproperty --gen-ink - Text and tiles.
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
export class VaeLatentExplorer extends GenerativeElement<'vae', Words> {
  static override styles = [baseStyles, sliderStyles, explanationStyles, planeStyles, styles];

  protected readonly family = 'vae';
  protected readonly defaultModel = defaultModel.id;
  protected readonly locale = new LocaleController<Words>(this, english, {
    'zh-Hans': () => import('./locales/zh-hans.js').then(({chinese}) => chinese),
  });
  private readonly exploration = new Exploration({
    session: () => this.session,
    manifest: () => this.session?.manifest ?? (this.src ? undefined : lookupModel(this.modelId)?.manifest),
    visible: () => this.visibility.visible,
    words: () => this.words,
    theme: () => this.look.look.theme,
    shows: (panel) => this.shows(panel),
    canvas: () => this.canvas,
    image: () => this.image,
    thumbnails: () => this.thumbnails,
    probe: () => this.probe,
    ground: (context, size) => this.late?.ground(context, size),
    changed: () => this.requestUpdate(),
    told: () => this.told.tell(),
    report: (error, retry, kind) => this.report(error, retry, kind),
    mended: (kind) => this.mended(kind),
  });
  private readonly own = new PictureEntry({
    element: this,
    manifest: () => this.session?.manifest,
    examples: () => this.exploration.encoding.examples,
    encode: (x) => this.exploration.encodeOwn(x),
    failed: (error, retry) => this.report(error, retry, 'picture'),
    refused: ({code, message, cause}) => this.dispatchEvent(new GenErrorEvent({code, message, cause})),
  });
  private readonly told = new ToldController(this, () => plain(this.exploration.sentence()));
  private lateness: 'later' | 'coming' | 'here' = 'later';
  /** Look and words that the still plane was arranged for. */
  private arranged: unknown[] = [];

  @query('.root') private readonly root!: HTMLElement;
  @query('.plane > canvas') private readonly canvas!: HTMLCanvasElement;
  @query('.image canvas') private readonly image!: HTMLCanvasElement;
  @query('.handle') private readonly handle!: HTMLElement;
  @queryAll('.example canvas') private readonly thumbnails!: NodeListOf<HTMLCanvasElement>;

  /** What is not in sight at first, once somebody has asked for it. */
  @state() private late: Late | undefined;
  @state() private explained: string | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.exploration.stop();
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    const {encoding, still} = this.exploration;
    encoding.paint();
    const seen = [this.look.look, this.words];
    if (changed.has('hide') || seen.some((one, i) => one !== this.arranged[i])) still?.arrange();
    this.arranged = seen;
    if (changed.has('hide')) void this.exploration.fill();
    this.late?.update();
    if (this.exploration.needsLate || this.explained) void this.openLate();
  }

  protected override begin(seed: number, state: Record<string, unknown> | undefined): void {
    this.exploration.begin({value: seed, explicit: this.seed !== undefined}, state);
  }

  protected override async firstOutput(session: Session<'vae'>): Promise<void> {
    const {id, latent} = session.manifest;
    if (!latent || latent.size < 2)
      throw new GenerativeError('format', `${id}: latent.size is ${latent?.size ?? 0}; a plane needs 2 or more.`);
    this.resized();
    await this.exploration.showFirst(session, `${this.src ?? this.model} ${this.base ?? ''}`);
  }

  protected override afterFirstOutput(session: Session<'vae'>): void {
    this.exploration.afterFirst(session);
  }

  protected override seen(visible: boolean): void {
    if (visible) this.exploration.resume();
  }

  protected override async samples(args: {count: number; seed: number}, options: OpOptions): Promise<Batch> {
    return (await this.session!.ops.sample(args, options)).x;
  }

  /** What is behind More, what is said of an encoded picture, and the words of directions. */
  private async openLate(): Promise<void> {
    if (this.lateness !== 'later' || !this.session) return;
    this.lateness = 'coming';
    try {
      const {Late} = await import('./late.js');
      this.late = new Late(this, this.exploration, this.exploration.host);
      this.lateness = 'here';
      this.exploration.still?.repaint();
    } catch (error) {
      this.lateness = 'later';
      this.exploration.panel = undefined;
      this.report(error, () => void this.openLate(), 'late');
    }
  }

  /** More, or less. Until its code is there, the button alone says that something was asked for. */
  private toggleMore(): void {
    if (this.late) return this.late.toggle();
    const {exploration} = this;
    exploration.panel = exploration.panel ? undefined : exploration.z.length > 2 ? 'directions' : 'walk';
    this.told.tell();
  }

  protected override resized(): void {
    const pixels = this.session?.manifest.data.shape[1] ?? 28;
    this.root.style.setProperty('--_image', `${imageWidth(this.probe.clientWidth, pixels)}px`);
    this.exploration.still?.arrange();
  }

  private footer(): string {
    const {cost} = this.exploration;
    if (this.stats && cost !== undefined) return costLine(this.words, this.stats, cost);
    return this.broken ? '' : loadingLine(this.words, this.progress);
  }

  override getState(): LatentExplorerState {
    this.beginEarly();
    return this.exploration.state;
  }

  override setState(state: object): void {
    super.setState(state);
    void this.exploration.fill();
  }

  override async toBlob(): Promise<Blob> {
    await this.updateComplete;
    const {exportPng} = await import('./export-png.js');
    const {point, chart, extent, encoding} = this.exploration;
    return exportPng(this.canvas, this.image, this.root, {at: point, chart, extent, posterior: encoding.posterior});
  }

  protected override renderFigure(): TemplateResult {
    return figureView(this.exploration, {
      words: this.words,
      shows: (panel) => this.shows(panel),
      disabled: this.broken,
      late: this.late,
      more: () => this.toggleMore(),
      handle: () => this.handle,
      own: this.own,
      explained: this.explained,
      explain: (what) => (this.explained = this.explained === what ? undefined : what),
      cover: this.renderCover(),
      footer: this.renderFooter(this.footer()),
      spoken: this.told.text,
    });
  }
}

export type * from '../../src/elements/events.js';

provideVaeParts();
registerShippedModel(defaultModel);
// Names of directions and what lies along them are in sight at first.
offerModels(otherModels, 'decoder.bin', {
  early: (latents) => {
    if (latents > 2) import('./late.js').catch(() => undefined);
  },
});
define('vae-latent-explorer', VaeLatentExplorer);

declare global {
  interface HTMLElementTagNameMap {
    'vae-latent-explorer': VaeLatentExplorer;
  }
}
