import {html, nothing, type PropertyValues, type TemplateResult} from 'lit';
import {query, queryAll, state} from 'lit/decorators.js';
import {model as defaultModel} from '../../pretrained/vae-fashion-2d.generated.js';
import type {Session} from '../../src/client/session.js';
import {baseStyles} from '../../src/elements/base.styles.js';
import {explanationStyles} from '../../src/elements/controls/explanation.js';
import {glide} from '../../src/elements/controls/glide.js';
import {wholePixelWidth} from '../../src/elements/controls/image-canvas.js';
import {PlaneDrag, type Point} from '../../src/elements/controls/plane-drag.js';
import {sliderStyles} from '../../src/elements/controls/slider.js';
import {define} from '../../src/elements/define.js';
import {GenChangeEvent} from '../../src/elements/events.js';
import {costLine, loadingLine} from '../../src/elements/footer.js';
import {GenerativeElement} from '../../src/elements/generative-element.js';
import {LocaleController} from '../../src/elements/locale-controller.js';
import {registerShippedModel} from '../../src/elements/shipped-model.js';
import {Spoken} from '../../src/elements/spoken.js';
import {whenIdle} from '../../src/elements/when-idle.js';
import {GenerativeError} from '../../src/format/errors.js';
import {DecodedImage} from './decoded-image.js';
import {Encoding} from './encoding.js';
import {readState, type LatentExplorerState} from './explorer-state.js';
import {english} from './locales/en.js';
import type {Words} from './locales/words.js';
import type {Vote} from './neighbours.js';
import {planeStyles} from './plane.styles.js';
import {planeView} from './plane-view.js';
import {PriorDraws} from './prior-draws.js';
import {describe, plain, stressed} from './readout.js';
import {slidersView} from './sliders-view.js';
import type {StillPlane, StillPlaneHost} from './still-plane.js';
import {examplesView, sampleView} from './tray-view.js';
import {styles} from './vae-latent-explorer.styles.js';

/** Half the plane's side, in standard deviations of the prior: 99.5 of 100 draws are inside. */
const EXTENT = 3;

/**
 * The latent plane of a variational autoencoder (Kingma and Welling 2014), to be touched: any point decodes to a picture, test pictures lie where
 * the encoder puts them, and a picture can be encoded to see how sure the encoder is.
 *
 * Panels that `hide` knows: `tiles`, `points`, `names`, `sliders`, `readout`, `examples`, `sample`, `footer`.
 *
 * @summary Explore the 2-D latent plane of a pretrained VAE.
 * @slot poster - Shown on the stage until the first output.
 * @slot caption - The figure's caption.
 * @event {GenReadyEvent} gen-ready - Once, after the first decoded image has been painted.
 * @event {GenProgressEvent} gen-progress - While model files are fetched.
 * @event {GenChangeEvent} gen-change - A user action changed the state.
 * @event {GenErrorEvent} gen-error - A fault, shown to the reader as well.
 * @csspart root - Everything.
 * @csspart figure - The grid of plane, image and controls.
 * @csspart plane - The latent plane.
 * @csspart handle - The ring on the plane, at the point.
 * @csspart image - The decoded image.
 * @csspart sliders - The two sliders.
 * @csspart readout - The sentence about the point.
 * @csspart examples - The strip of pictures to encode.
 * @csspart sample - The button that draws from the prior.
 * @csspart footer - What runs and how fast.
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
  private readonly encoding = new Encoding({
    session: () => this.session,
    thumbnails: () => this.thumbnails,
    changed: () => this.requestUpdate(),
    found: ({mean}) => this.glideTo(this.drag.clamp(mean)),
    encoded: () => this.mended('encode'),
    failed: (error, retry) => this.report(error, retry, 'encode'),
  });
  private readonly drag = new PlaneDrag(EXTENT, (z) => this.userMoves(z));
  private readonly decoded = new DecodedImage(
    () => this.image,
    (cost) => (this.cost = cost),
  );
  private readonly resizing = new ResizeObserver(() => this.resized());
  /** Tiles, points and names; their code comes after the first view. */
  private still: StillPlane | undefined;
  private readonly spoken = new Spoken(() => this.requestUpdate());
  private draws = new PriorDraws(0, EXTENT);
  private vote: Vote | undefined;
  /** The attributes whose model the plane shows. */
  private source = '';
  /** The session whose first output is on the screen, and the one that is filling in what comes after it. */
  private shown: Session<'vae'> | undefined;
  private filling: Session<'vae'> | undefined;
  private stale = false;
  private changed = false;
  /** Look and words that the still plane was arranged for. */
  private arranged: unknown[] = [];
  private stopGlide: () => void = () => undefined;

  @query('.root') private readonly root!: HTMLElement;
  @query('.plane > canvas') private readonly canvas!: HTMLCanvasElement;
  @query('.image canvas') private readonly image!: HTMLCanvasElement;
  @query('.handle') private readonly handle!: HTMLElement;
  @queryAll('.example canvas') private readonly thumbnails!: NodeListOf<HTMLCanvasElement>;
  @query('.probe') private readonly probe!: HTMLElement;

  @state() private z: Point = [0, 0];
  @state() private explained: string | undefined;
  /** Milliseconds of a run. */
  @state() private cost: number | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.resizing.observe(this.probe);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    // An observer with something to observe stays alive, and its element with it.
    this.resizing.disconnect();
    this.stopGlide();
    this.spoken.stop();
  }

  protected override firstUpdated(): void {
    // Of no height, so that what follows from its width cannot change its size again.
    this.resizing.observe(this.probe);
    // Before anything is painted, so that nothing moves after.
    this.resized();
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    this.vote = this.still?.vote(this.z);
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    this.encoding.paint();
    const seen = [this.look.look, this.words];
    if (changed.has('hide') || seen.some((one, i) => one !== this.arranged[i])) this.still?.arrange();
    this.arranged = seen;
    if (changed.has('hide')) void this.fillIn();
    if (!this.changed) return;
    this.changed = false;
    this.dispatchEvent(new GenChangeEvent(this.getState()));
  }

  protected override begin(seed: number, state: Record<string, unknown> | undefined): void {
    const wanted = state && readState(state);
    this.stopGlide();
    this.draws = new PriorDraws(seed, EXTENT);
    this.draws.skipTo(wanted?.samples ?? 0);
    this.z = wanted?.z ? this.drag.clamp(wanted.z) : this.draws.start;
    this.encoding.mark(wanted?.encoded, !wanted?.z);
    this.decode();
  }

  protected override async firstOutput(session: Session<'vae'>): Promise<void> {
    const {id, latent} = session.manifest;
    if (latent?.size !== 2)
      throw new GenerativeError('format', `${id}: latent.size is ${latent?.size ?? 0}; this element draws a plane of 2.`);
    const source = `${this.src ?? this.model} ${this.base ?? ''}`;
    if (source !== this.source) {
      this.source = source;
      this.still?.clear();
      this.encoding.clear();
    }
    this.resized();
    await this.decoded.show(session, this.z, 'first');
  }

  protected override afterFirstOutput(session: Session<'vae'>): void {
    this.shown = session;
    // Once more: for the point that moved meanwhile, and for the cost of a net that has warmed up.
    this.decode();
    void this.fillIn();
  }

  protected override seen(visible: boolean): void {
    if (!visible) return;
    if (this.stale) this.decode();
    void this.fillIn();
  }

  /** What may come after the first image, in the order of its use: points, tiles, pictures to encode. Goes on where it was left. */
  private async fillIn(): Promise<void> {
    const {session} = this;
    const wanted = () => session === this.session && this.visibility.visible;
    if (!session || session !== this.shown || session === this.filling || !wanted()) return;
    this.filling = session;
    try {
      await whenIdle();
      if (!wanted()) return;
      const still = (this.still ??= await this.openStill());
      await still.loadPoints(session, wanted);
      await still.fill(session, this.z[1], wanted);
      if (this.shows('examples')) await whenIdle();
      if (this.shows('examples') && wanted()) await this.encoding.load(session);
      if (wanted()) this.mended('extras');
    } catch (error) {
      if (session === this.session) this.report(error, () => void this.fillIn(), 'extras');
    } finally {
      if (this.filling === session) this.filling = undefined;
    }
  }

  private async openStill(): Promise<StillPlane> {
    const {StillPlane} = await import('./still-plane.js');
    const host: StillPlaneHost = {
      canvas: () => this.canvas,
      probe: () => this.probe,
      theme: () => this.look.look.theme,
      shows: (panel) => this.shows(panel),
      nameOf: (label) => this.nameOf(label),
      changed: () => this.requestUpdate(),
    };
    return new StillPlane(host, EXTENT);
  }

  private userMoves(z: Point): void {
    this.stopGlide();
    this.z = z;
    this.decode();
    this.told();
  }

  private glideTo(z: Point): void {
    this.stopGlide();
    this.stopGlide = glide(this.z, z, (at, last) => {
      this.z = at;
      this.decode();
      if (last) this.told();
    });
  }

  /** A user action changed the state: one event a frame, and one sentence when it has come to rest. */
  private told(): void {
    this.changed = true;
    this.requestUpdate();
    this.spoken.say(() => plain(this.sentence()));
  }

  /** Asks for the picture at z; only the latest request matters. Out of sight it waits. */
  private decode(): void {
    const {session} = this;
    this.stale = !session || !this.visibility.visible;
    if (!session || this.stale) return;
    this.decoded.show(session, this.z, 'pointer').then(
      () => this.mended('decode'),
      (error: unknown) => {
        if (session === this.session) this.report(error, () => this.decode(), 'decode');
      },
    );
  }

  private resized(): void {
    const width = this.probe.clientWidth;
    const pixels = this.session?.manifest.data.shape[1] ?? 28;
    const share = width < 520 ? 0.39 * width : width < 900 ? 0.385 * width - 6 : 0.42 * (width - 292);
    this.root.style.setProperty('--_image', `${wholePixelWidth(share, pixels)}px`);
    this.still?.arrange();
  }

  private nameOf(label: number): string {
    return this.words.label(this.session?.manifest.data.labels?.[label] ?? String(label));
  }

  private sentence(): string {
    if (!this.session) return '';
    return describe(this.words, this.z, this.vote, (label) => this.nameOf(label));
  }

  private sample(): void {
    this.encoding.mark(undefined);
    this.glideTo(this.draws.next());
  }

  private pick(index: number): void {
    if (this.encoding.picked === index) this.encoding.mark(undefined);
    else void this.encoding.pick(index);
    this.told();
  }

  private toggle(what: string): void {
    this.explained = this.explained === what ? undefined : what;
  }

  override getState(): LatentExplorerState {
    this.beginEarly();
    const round = (value: number) => Math.round(value * 1000) / 1000;
    const state: LatentExplorerState = {z: [round(this.z[0]), round(this.z[1])], samples: this.draws.count};
    return this.encoding.picked === undefined ? state : {...state, encoded: this.encoding.picked};
  }

  override setState(state: object): void {
    super.setState(state);
    void this.fillIn();
  }

  override async toBlob(): Promise<Blob> {
    await this.updateComplete;
    const {exportPng} = await import('./export-png.js');
    return exportPng(this.canvas, this.image, this.root, {z: this.z, extent: EXTENT, posterior: this.encoding.posterior});
  }

  protected override renderFigure(): TemplateResult {
    const {words, explained, broken: disabled} = this;
    const {posterior} = this.encoding;
    const explain = (what: string) => this.toggle(what);
    return html`
      <div class="probe"></div>
      <div class="figure" part="figure" role="group" aria-label=${words.figure}>
        <div class="stage">${this.renderPlane()}</div>
        <div class="image" part="image">
          <canvas role="img" aria-label=${words.decoded(this.vote && this.nameOf(this.vote.first))}></canvas>
        </div>
        ${this.shows('readout') ? html`<p class="readout" part="readout">${stressed(this.sentence())}</p>` : nothing}
        <div class="controls">
          ${this.shows('sliders') ? slidersView({z: this.z, extent: EXTENT, disabled, moved: (z) => this.userMoves(z)}) : nothing}
          <div class="tray">
            ${
              this.shows('examples')
                ? examplesView({
                    words,
                    count: this.encoding.count,
                    picked: this.encoding.picked,
                    posterior,
                    disabled,
                    pick: (index) => this.pick(index),
                    explained,
                    explain,
                  })
                : nothing
            }
            ${
              this.shows('sample')
                ? sampleView({
                    words,
                    disabled,
                    sample: () => this.sample(),
                    explained,
                    explain,
                  })
                : nothing
            }
          </div>
        </div>
        ${this.shows('footer') ? html`<div class="footer quiet" part="footer"><span>${this.footer()}</span></div>` : nothing}
        <div class="status" role="status">${this.spoken.text}</div>
      </div>
    `;
  }

  private renderPlane(): TemplateResult {
    const {posterior, tools} = this.encoding;
    return planeView({
      words: this.words,
      z: this.z,
      extent: EXTENT,
      drag: this.drag,
      handle: () => this.handle,
      disabled: this.broken,
      posterior: tools && posterior ? [tools.ellipses(posterior), tools.lens(posterior, this.z, this.still?.points, EXTENT)] : nothing,
      names: this.shows('points') && this.shows('names') ? (this.still?.names ?? []) : [],
      nameOf: (label) => this.nameOf(label),
      raised: this.still?.raised,
      raise: (label) => this.still && (this.still.raised = label),
      explained: this.explained === 'plane',
      explain: () => this.toggle('plane'),
      cover: this.renderCover(),
    });
  }

  private footer(): string {
    if (this.stats && this.cost !== undefined) return costLine(this.words, this.stats, this.cost);
    return this.broken ? '' : loadingLine(this.words, this.progress);
  }
}

export type * from '../../src/elements/events.js';

registerShippedModel(defaultModel);
define('vae-latent-explorer', VaeLatentExplorer);

declare global {
  interface HTMLElementTagNameMap {
    'vae-latent-explorer': VaeLatentExplorer;
  }
}
