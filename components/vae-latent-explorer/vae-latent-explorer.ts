import {html, nothing, svg, type PropertyValues, type TemplateResult} from 'lit';
import {query, state} from 'lit/decorators.js';
import {styleMap} from 'lit/directives/style-map.js';
import type {Session} from '../../src/client/session.js';
import {Random} from '../../src/data/random.js';
import {baseStyles} from '../../src/elements/base.styles.js';
import {explanation, explanationButton, explanationStyles} from '../../src/elements/controls/explanation.js';
import {glide} from '../../src/elements/controls/glide.js';
import {paintPicture, wholePixelWidth} from '../../src/elements/controls/image-canvas.js';
import {PlaneDrag, type Point} from '../../src/elements/controls/plane-drag.js';
import {slider, sliderStyles} from '../../src/elements/controls/slider.js';
import {define} from '../../src/elements/define.js';
import {parseSeed} from '../../src/elements/attributes.js';
import {GenChangeEvent} from '../../src/elements/events.js';
import {GenerativeElement} from '../../src/elements/generative-element.js';
import {LocaleController} from '../../src/elements/locale-controller.js';
import {isAbort} from '../../src/elements/model-controller.js';
import {bytes, fixed, milliseconds} from '../../src/elements/numbers.js';
import {GenerativeError} from '../../src/format/errors.js';
import type {Batch} from '../../src/format/graph.js';
import type {LatentPoints} from '../../src/format/manifest.js';
import {encodeExample, readExamples, type Posterior} from './examples.js';
import {LatentMap, type ClassName} from './latent-map.js';
import {english} from './locales/en.js';
import type {Words} from './locales/words.js';
import {Manifold} from './manifold.js';
import {vote, type Vote} from './neighbours.js';
import {describe, plain, stressed} from './readout.js';
import {styles} from './vae-latent-explorer.styles.js';

/** Half the plane's side, in standard deviations of the prior: 99.5 of 100 draws are inside. */
const EXTENT = 3;
/** Class colours there are; more classes share them. */
const COLORS = 10;
const SPEAK_AFTER = 700;
const NOTHING_SAID = '';

const indexed = (name: string, index: string) => html`<i>${name}</i><sub>${index}</sub>`;
const pair = ([x, y]: Point) => `${fixed(x, 2)}, ${fixed(y, 2)}`;
const whenIdle = () =>
  new Promise<void>((resolve) =>
    'requestIdleCallback' in window ? requestIdleCallback(() => resolve(), {timeout: 1000}) : setTimeout(resolve, 200),
  );

type Encoded = {index: number; posterior?: Posterior};
export type LatentExplorerState = {z: [number, number]; samples: number; encoded?: number};

/**
 * The latent plane of a variational autoencoder (Kingma and Welling 2014), to be touched: any point decodes to a picture, test pictures lie where
 * the encoder puts them, and a picture can be encoded to see how sure the encoder is.
 *
 * @summary Explore the 2-D latent plane of a pretrained VAE.
 * @slot poster - Shown on the stage until the first output.
 * @slot caption - The figure's caption.
 * @event {GenReadyEvent} gen-ready - Once, after the first decoded image has been painted.
 * @event {GenProgressEvent} gen-progress - While model files are fetched.
 * @event {GenChangeEvent} gen-change - A user action changed the state.
 * @event {GenErrorEvent} gen-error - A fault, shown to the reader as well.
 * @csspart root - Everything.
 * @csspart plane - The latent plane.
 * @csspart image - The decoded image.
 * @csspart sliders - The two sliders.
 * @csspart readout - The sentence about the point.
 * @csspart examples - The strip of pictures to encode.
 * @csspart footer - What runs and how fast.
 * @csspart alert - A fault, with its retry button.
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
  static override styles = [baseStyles, sliderStyles, explanationStyles, styles];

  protected readonly family = 'vae';
  protected readonly defaultModel = 'vae-fashion-2d';
  protected readonly locale = new LocaleController<Words>(this, english, {
    'zh-Hans': () => import('./locales/zh-hans.js').then(({chinese}) => chinese),
  });
  private readonly map = new LatentMap(EXTENT);
  private readonly manifold = new Manifold(EXTENT, () => this.repaint());
  private readonly drag = new PlaneDrag(EXTENT, (z) => this.userMoves(z));
  private readonly resizing = new ResizeObserver(() => this.resized());
  private random = new Random(0);
  private samples = 0;
  private vote: Vote | undefined;
  private source = '';
  private filling: Session<'vae'> | undefined;
  private asked = 0;
  private painted = 0;
  private stale = false;
  private changed = false;
  private paintedLook: unknown;
  private pace: number | undefined;
  private frame = 0;
  private speaking: ReturnType<typeof setTimeout> | undefined;
  private stopGlide: () => void = () => undefined;

  @query('.root') private readonly root!: HTMLElement;
  @query('.plane > canvas') private readonly still!: HTMLCanvasElement;
  @query('.image canvas') private readonly image!: HTMLCanvasElement;
  @query('.handle') private readonly handle!: HTMLElement;
  @query('.probe') private readonly probe!: HTMLElement;

  @state() private z: Point = [0, 0];
  @state() private encoded: Encoded | undefined;
  @state() private examples: Batch[] = [];
  @state() private names: ClassName[] = [];
  @state() private raised: number | undefined;
  @state() private explained: string | undefined;
  @state() private spoken = NOTHING_SAID;
  @state() private footer = '';

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stopGlide();
    clearTimeout(this.speaking);
  }

  protected override firstUpdated(): void {
    this.resizing.observe(this.root);
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    this.vote = this.map.points && vote(this.map.points, this.z);
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    if (changed.has('examples')) this.paintExamples();
    if (changed.has('hide') || changed.has('raised') || this.paintedLook !== this.look.look) this.repaint();
    if (!this.changed) return;
    this.changed = false;
    this.dispatchEvent(new GenChangeEvent(this.getState()));
  }

  protected override begin(seed: number, state: Record<string, unknown> | undefined): void {
    this.stopGlide();
    this.random = new Random(seed);
    this.samples = 0;
    this.encoded = undefined;
    this.z = this.drawFromPrior();
    if (state) this.restore(state);
    this.decode();
  }

  protected override async firstOutput(session: Session<'vae'>): Promise<void> {
    const {id, latent} = session.manifest;
    if (latent?.size !== 2)
      throw new GenerativeError('format', `${id}: latent.size is ${latent?.size ?? 0}, and this element draws a plane of 2.`);
    const source = `${this.src ?? this.model} ${this.base ?? ''}`;
    if (source !== this.source) {
      this.source = source;
      this.map.points = undefined;
      this.names = this.examples = [];
    }
    this.resized();
    await this.decodeOnce(session, 'first');
  }

  protected override afterFirstOutput(): void {
    this.manifold.reset(this.z[1]);
    if (this.stale) this.decode();
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
    if (!session || session === this.filling || !wanted()) return;
    this.filling = session;
    try {
      if (!this.map.points) await this.loadPoints(session);
      if (this.shows('tiles')) await this.manifold.fill(session, wanted);
      if (this.shows('examples') && this.examples.length === 0) {
        await whenIdle();
        if (wanted()) this.examples = await readExamples(session);
      }
      if (wanted() && this.encoded && !this.encoded.posterior) await this.encode(this.encoded.index);
    } catch (error) {
      if (session === this.session) this.report(error, () => void this.fillIn());
    } finally {
      if (this.filling === session) this.filling = undefined;
    }
  }

  private async loadPoints(session: Session<'vae'>): Promise<void> {
    const name = session.manifest.extras?.points;
    if (!name) return;
    const points = JSON.parse(new TextDecoder().decode(await session.file(name))) as LatentPoints;
    if (session !== this.session) return;
    this.map.points = points;
    this.placeNames();
    this.repaint();
    this.requestUpdate();
  }

  private drawFromPrior(): Point {
    // The few draws that fall off the plane are drawn again.
    for (;;) {
      const z: Point = [this.random.normal(), this.random.normal()];
      if (Math.max(Math.abs(z[0]), Math.abs(z[1])) < EXTENT) return z;
    }
  }

  private move(z: Point): void {
    this.z = z;
    this.decode();
  }

  private userMoves(z: Point): void {
    this.stopGlide();
    this.move(z);
    this.told();
  }

  private glideTo(z: Point): void {
    this.stopGlide();
    this.stopGlide = glide(this.z, z, (at, last) => {
      this.move(at);
      if (last) this.told();
    });
  }

  /** A user action changed the state: one event a frame, and one sentence when it has come to rest. */
  private told(): void {
    this.changed = true;
    this.requestUpdate();
    clearTimeout(this.speaking);
    this.speaking = setTimeout(() => (this.spoken = plain(this.sentence())), SPEAK_AFTER);
  }

  /** Asks for the picture at z; only the latest request matters. Out of sight it waits. */
  private decode(): void {
    const {session} = this;
    this.stale = !session || !this.visibility.visible;
    if (!session || this.stale) return;
    this.decodeOnce(session, 'pointer').catch((error: unknown) => {
      if (session === this.session) this.report(error, () => this.decode());
    });
  }

  private async decodeOnce(session: Session<'vae'>, channel: string): Promise<void> {
    const asked = ++this.asked;
    const {x, stats} = await session.ops.decode({z: {data: Float32Array.from(this.z), shape: [1, 2]}}, {channel});
    if (asked < this.painted) return;
    this.painted = asked;
    const {shape, range} = session.manifest.data;
    paintPicture(this.image, {data: x.data, shape, range});
    this.timed(stats.milliseconds, session);
  }

  /** The footer's figure is a running mean that changes once a second at most: a number that flickers cannot be read. */
  private timed(cost: number, {stats}: Session<'vae'>): void {
    const first = this.pace === undefined;
    this.pace = this.pace === undefined ? cost : 0.8 * this.pace + 0.2 * cost;
    const show = () => {
      this.footer = [stats.backend, milliseconds(this.pace ?? cost), bytes(stats.bytes)].join(' · ');
    };
    if (first) show();
    else this.pacing ??= setTimeout(() => ((this.pacing = undefined), show()), 1000);
  }
  private pacing: ReturnType<typeof setTimeout> | undefined;

  private async encode(index: number): Promise<void> {
    const {session} = this;
    const x = this.examples[index];
    if (!session || !x) return;
    this.encoded = {index};
    try {
      const posterior = await encodeExample(session, x);
      if (this.encoded?.index !== index) return;
      this.encoded = {index, posterior};
      this.glideTo(this.drag.clamp(posterior.mean));
    } catch (error) {
      if (isAbort(error)) return;
      this.encoded = undefined;
      this.report(error, () => void this.encode(index));
    }
  }

  private resized(): void {
    const width = this.root.clientWidth;
    const pixels = this.session?.manifest.data.shape[1] ?? 28;
    const share = width < 520 ? 0.39 * width : width < 900 ? 0.375 * width - 6 : 0.37 * (width - 292);
    this.root.style.setProperty('--_image', `${wholePixelWidth(share, pixels)}px`);
    this.placeNames();
    this.repaint();
  }

  private placeNames(): void {
    const labels = this.session?.manifest.data.labels;
    if (!labels || !this.map.points) return;
    const {fontFamily, fontSize} = getComputedStyle(this.root);
    const font = `650 ${Math.max(11, 0.84 * parseFloat(fontSize))}px ${fontFamily}`;
    this.names = this.map.names(labels.map(this.words.label), this.still.clientWidth, font);
  }

  /** Tiles and points, on the next frame. */
  private repaint(): void {
    if (!this.hasUpdated) return;
    this.frame ||= requestAnimationFrame(() => {
      this.frame = 0;
      this.paintedLook = this.look.look;
      const color = (token: string) => {
        this.probe.style.color = `var(--_${token})`;
        return getComputedStyle(this.probe).color;
      };
      const colors = {ink: color('ink'), paper: color('paper'), classes: Array.from({length: COLORS}, (_, i) => color(`class-${i}`))};
      const tiles = this.shows('tiles') ? this.manifold.inked(colors.ink) : undefined;
      this.map.raised = this.raised;
      this.map.paint(this.still, tiles, colors, this.look.look.theme, this.shows('points'));
    });
  }

  private paintExamples(): void {
    const {shape, range} = this.session?.manifest.data ?? {};
    if (!shape || !range) return;
    this.renderRoot.querySelectorAll<HTMLCanvasElement>('.example canvas').forEach((canvas, i) => {
      paintPicture(canvas, {data: this.examples[i]!.data, shape, range});
    });
  }

  private restore(state: Record<string, unknown>): void {
    const {z, samples = 0, encoded} = state;
    const isCount = (value: unknown): value is number => Number.isInteger(value) && (value as number) >= 0 && (value as number) < 1e6;
    if (!Array.isArray(z) || z.length !== 2 || !z.every((value) => Number.isFinite(value)))
      throw new GenerativeError('bad-attribute', `state.z must be two numbers, not ${JSON.stringify(z)}.`);
    if (!isCount(samples) || !(encoded === undefined || isCount(encoded)))
      throw new GenerativeError('bad-attribute', 'state.samples and state.encoded must be whole numbers.');
    while (this.samples < samples) {
      this.drawFromPrior();
      this.samples++;
    }
    this.z = this.drag.clamp(z as [number, number]);
    this.encoded = encoded === undefined ? undefined : {index: encoded};
  }

  private sentence(): string {
    return describe(this.words, this.z, this.vote, this.session?.manifest.data.labels ?? []);
  }

  private readonly sample = (): void => {
    this.samples++;
    this.encoded = undefined;
    this.glideTo(this.drawFromPrior());
  };

  private pick(index: number): void {
    if (this.encoded?.index === index) this.encoded = undefined;
    else void this.encode(index);
    this.told();
  }

  private explain(what: string): () => void {
    return () => (this.explained = this.explained === what ? undefined : what);
  }

  override getState(): LatentExplorerState {
    const round = (value: number) => Math.round(value * 1000) / 1000;
    const state: LatentExplorerState = {z: [round(this.z[0]), round(this.z[1])], samples: this.samples};
    return this.encoded ? {...state, encoded: this.encoded.index} : state;
  }

  override setState(state: object): void {
    this.begin(parseSeed(this.seed), {...state});
    void this.fillIn();
  }

  override async toBlob(): Promise<Blob> {
    const {exportPng} = await import('./export-png.js');
    return exportPng(this.still, this.image, this.root, {z: this.z, extent: EXTENT, posterior: this.encoded?.posterior});
  }

  protected override renderFigure(): TemplateResult {
    const {words} = this;
    return html`
      <div class="figure" part="figure" role="group" aria-label=${words.figure}>
        <div class="stage">${this.renderPlane()} ${this.renderCover()}</div>
        <div class="image" part="image">
          <canvas role="img" aria-label=${words.decoded(this.vote && words.label(this.label(this.vote.first)))}></canvas>
        </div>
        ${this.shows('readout') ? html`<p class="readout" part="readout">${stressed(this.sentence())}</p>` : nothing}
        <div class="controls">
          ${this.shows('sliders') ? html`<div class="sliders" part="sliders">${this.renderSlider(0)} ${this.renderSlider(1)}</div>` : nothing}
          ${this.renderTray()}
        </div>
        ${this.shows('footer') ? this.renderFooter() : nothing}
        <div class="status" role="status">${this.spoken}</div>
        <span class="probe" hidden></span>
      </div>
    `;
  }

  private renderPlane(): TemplateResult {
    const {words, z} = this;
    const at = (value: number) => `${(50 * value) / EXTENT}%`;
    const moved = {transform: `translate(${at(z[0])}, ${at(-z[1])})`};
    return html`
      <div
        class="plane"
        part="plane"
        @pointerdown=${(event: PointerEvent) => this.drag.down(event, this.handle, this.z)}
        @pointermove=${this.drag.move}
        @pointerup=${this.drag.up}
        @pointercancel=${this.drag.up}
        @click=${(event: MouseEvent) => this.drag.click(event, this.handle)}
      >
        <canvas aria-hidden="true"></canvas>
        ${this.renderPosterior()} ${this.shows('points') && this.shows('names') ? this.renderNames() : nothing}
        <div class="carrier" style=${styleMap(moved)}>
          <div
            class="handle"
            part="handle"
            role="slider"
            tabindex=${this.broken ? -1 : 0}
            aria-label=${words.handle}
            aria-roledescription=${words.handleRole}
            aria-valuemin=${-EXTENT}
            aria-valuemax=${EXTENT}
            aria-valuenow=${z[0].toFixed(2)}
            aria-valuetext=${pair(z)}
            @keydown=${(event: KeyboardEvent) => this.drag.key(event, this.z)}
          ></div>
        </div>
      </div>
      <div class="axis quiet">
        <span>${indexed('z', '1')} ${fixed(-EXTENT, 0)}</span>
        <span
          >${words.plane}${explanationButton('plane-help', words.explain(words.plane), this.explained === 'plane', this.explain('plane'))}</span
        >
        <span>${EXTENT}</span>
      </div>
      ${explanation('plane-help', words.planeHelp, this.explained === 'plane')}
    `;
  }

  private renderPosterior(): TemplateResult {
    const {mean, deviation} = this.encoded?.posterior ?? {};
    const ellipse = (sigmas: number, kind: string) =>
      deviation && mean
        ? svg`<ellipse class="posterior ${kind}" cx=${mean[0]} cy=${-mean[1]} rx=${sigmas * deviation[0]} ry=${sigmas * deviation[1]} />`
        : nothing;
    return html`<svg aria-hidden="true" viewBox="${-EXTENT} ${-EXTENT} ${2 * EXTENT} ${2 * EXTENT}">
      ${ellipse(2, 'outer')} ${ellipse(1, 'inner')} ${mean ? svg`<circle class="mean" cx=${mean[0]} cy=${-mean[1]} r="0.03" />` : nothing}
    </svg>`;
  }

  private renderNames(): TemplateResult {
    const raise = (label: number | undefined) => () => (this.raised = label);
    return html`<div class="names" role="group" aria-label=${this.words.classes} ?data-raised=${this.raised !== undefined}>
      ${this.names.map(
        ({label, left, top}) =>
          html`<button
            class="name"
            style=${styleMap({left: `${left}%`, top: `${top}%`, '--_class': `var(--_class-${label % COLORS})`})}
            aria-pressed=${this.raised === label}
            @pointerenter=${raise(label)}
            @pointerleave=${raise(undefined)}
            @focus=${raise(label)}
            @blur=${raise(undefined)}
          >
            ${this.words.label(this.label(label))}
          </button>`,
      )}
    </div>`;
  }

  private renderSlider(axis: 0 | 1): TemplateResult {
    return slider({
      id: `z${axis + 1}`,
      label: indexed('z', String(axis + 1)),
      value: this.z[axis],
      text: fixed(this.z[axis], 2),
      min: -EXTENT,
      max: EXTENT,
      step: 0.01,
      disabled: this.broken,
      onInput: (value) => this.userMoves(axis === 0 ? [value, this.z[1]] : [this.z[0], value]),
    });
  }

  private renderTray(): TemplateResult {
    const {words, explained} = this;
    const posterior = this.encoded?.posterior;
    return html`<div class="tray">
      ${
        this.shows('examples')
          ? html`<div class="encode" part="examples">
              <div class="row quiet" id="encode-label">
                ${words.encode}${explanationButton('encode-help', words.explain(words.encode), explained === 'encode', this.explain('encode'))}
              </div>
              <div class="strip" role="group" aria-labelledby="encode-label">
                ${Array.from({length: this.examples.length || 20}, (_, i) =>
                  this.examples.length
                    ? html`<button
                        class="example"
                        aria-label=${words.example(i + 1)}
                        aria-pressed=${this.encoded?.index === i}
                        @click=${() => this.pick(i)}
                      >
                        <canvas></canvas>
                      </button>`
                    : html`<div class="example"></div>`,
                )}
              </div>
              <p class="posterior-text quiet">
                ${posterior ? words.posterior(pair(posterior.mean), posterior.deviation && pair(posterior.deviation)) : nothing}
              </p>
              ${explanation('encode-help', words.encodeHelp, explained === 'encode')}
            </div>`
          : nothing
      }
      ${
        this.shows('sample')
          ? html`<div class="draw">
              <div class="row quiet">
                ${words.fromPrior}${explanationButton('sample-help', words.explain(words.sample), explained === 'sample', this.explain('sample'))}
              </div>
              <button class="button" part="sample" ?disabled=${this.broken} @click=${this.sample}>${words.sample}</button>
              ${explanation('sample-help', words.sampleHelp, explained === 'sample')}
            </div>`
          : nothing
      }
    </div>`;
  }

  private renderFooter(): TemplateResult {
    const {progress, words} = this;
    const share = progress && progress.total > 0 ? ` · ${bytes(progress.loaded)} / ${bytes(progress.total)}` : '';
    return html`<div class="footer quiet" part="footer"><span>${this.footer || `${words.loading}${share}`}</span></div>`;
  }

  private label(index: number): string {
    return this.session?.manifest.data.labels?.[index] ?? String(index);
  }
}

define('vae-latent-explorer', VaeLatentExplorer);

declare global {
  interface HTMLElementTagNameMap {
    'vae-latent-explorer': VaeLatentExplorer;
  }
}
