import {html, nothing, type LitElement, type ReactiveController, type TemplateResult} from 'lit';
import {ref, type RefOrCallback} from 'lit/directives/ref.js';
import {misfit, rankMisfit} from '../../data/misfit.js';
import type {Batch} from '../../format/graph.js';
import type {Manifest} from '../../format/manifest.js';
import {DrawPad, PAD_SIZE} from '../controls/draw-pad.js';
import {paintPicture, wholePixelWidth} from '../controls/image-canvas.js';
import {slider} from '../controls/slider.js';
import {cssProperties} from '../css-properties.js';
import {addStyles} from '../late-panel.js';
import {LocaleController} from '../locale-controller.js';
import {isAbort} from '../model-controller.js';
import {english} from './locales/en.js';
import type {PictureWords} from './locales/words.js';
import {OwnPicture} from './own-picture.js';
import {pictureStyles} from './picture.styles.js';
import {PictureError, readPicture, type PictureFault} from './read-picture.js';

export type PictureMode = 'draw' | 'file';

/** What the panel asks of its element. */
export type PictureHost = {
  element: LitElement;
  manifest: () => Manifest | undefined;
  /** Pictures of the data, [1, height, width, channels] each. */
  examples: () => readonly Batch[];
  /** Encodes a picture and shows where it lies; gives what the decoder makes of its posterior mean. */
  encode: (x: Batch) => Promise<Batch | undefined>;
  failed: (error: unknown, retry: () => void) => void;
  /** For the page: a file was refused. */
  refused: (error: PictureError) => void;
  /** What stands in place of some words, where a picture is taken for something else than encoding. */
  words?: () => Partial<PictureWords>;
};

/** CSS pixels that a picture of the model may take. */
const SHOWN = 120;

/** Draw a picture or bring one, see it as the encoder will, and encode it. */
export class PicturePanel implements ReactiveController {
  mode: PictureMode = 'draw';
  readonly #host: PictureHost;
  readonly #locale: LocaleController<PictureWords>;
  readonly #pad = new DrawPad((isAtRest) => this.#drawn(isAtRest));
  #own: OwnPicture | undefined;
  #data: Manifest['data'] | undefined;
  #x: Batch | undefined;
  #redrawn: Batch | undefined;
  #rank: number | undefined;
  #fault: PictureFault | undefined;
  #note: 'firstFrame' | undefined;
  /** Once encoded, every change is encoded too. */
  #isLive = false;
  #isOver = false;
  /** The drawing has changed since it was looked at. */
  #isStale = false;
  #run = 0;

  readonly #isOpen: () => boolean;

  constructor(host: PictureHost, isOpen: () => boolean) {
    this.#host = host;
    this.#isOpen = isOpen;
    host.element.addController(this);
    addStyles(host.element.renderRoot as ShadowRoot, pictureStyles);
    this.#locale = new LocaleController(host.element, english, {
      'zh-Hans': () => import('./locales/zh-hans.js').then(({chinese}) => chinese),
    });
  }

  hostConnected(): void {
    document.addEventListener('paste', this.#paste);
  }

  hostDisconnected(): void {
    document.removeEventListener('paste', this.#paste);
  }

  /** A picture pasted while the panel is open, unless it is meant for something else on the page. */
  readonly #paste = (event: ClipboardEvent): void => {
    const {files} = event.clipboardData ?? {};
    const isMeant = event.composedPath().includes(this.#host.element) || event.target === document.body;
    if (!this.#isOpen() || !isMeant || event.defaultPrevented || !files?.length) return;
    event.preventDefault();
    void this.take(files);
  };

  /** The picture as the model's data, for the model that is open now. */
  get #picture(): OwnPicture | undefined {
    const data = this.#host.manifest()?.data;
    if (data !== this.#data) {
      this.#data = data;
      this.#own = data && new OwnPicture(data, this.#host.examples());
      this.#x = this.#redrawn = this.#rank = undefined;
      if (this.mode === 'draw' && !this.#pad.drawing.isEmpty) this.#own?.draw(this.#pad.drawing.values, PAD_SIZE);
    }
    return this.#own;
  }

  show(mode: PictureMode): void {
    if (mode === this.mode) return;
    this.mode = mode;
    this.#fault = this.#note = undefined;
    this.#isLive = false;
    this.#picture?.forget();
    if (mode === 'draw') this.#drawn(false);
    else this.#seen(false);
  }

  /** Takes the first file of a drop, a paste or a choice. */
  async take(files: ArrayLike<File> | undefined): Promise<void> {
    const file = files?.[0];
    if (!file) return;
    this.show('file');
    const picture = this.#picture;
    if (!picture) return;
    this.#fault = this.#note = undefined;
    this.#isLive = false;
    const run = ++this.#run;
    try {
      const raster = await readPicture(file, picture.side);
      if (run !== this.#run) return;
      picture.take(raster);
      if (/gif$/.test(file.type)) this.#note = 'firstFrame';
    } catch (error) {
      if (run !== this.#run) return;
      picture.forget();
      if (!(error instanceof PictureError)) throw error;
      this.#fault = error.fault;
      this.#host.refused(error);
    }
    this.#seen(false);
  }

  #drawn(isAtRest: boolean): void {
    this.#isStale = true;
    if (isAtRest) this.#seen(true);
    else this.#host.element.requestUpdate();
  }

  /** What the encoder sees: once an update, however often a hand has moved. */
  #refresh(): void {
    const picture = this.#picture;
    if (this.#isStale && this.mode === 'draw') {
      if (this.#pad.drawing.isEmpty) picture?.forget();
      else picture?.draw(this.#pad.drawing.values, PAD_SIZE);
    }
    this.#isStale = false;
    this.#x = picture?.x;
  }

  /** The picture is another one. */
  #seen(isAtRest: boolean): void {
    this.#refresh();
    this.#host.element.requestUpdate();
    if (!this.#x) {
      this.#redrawn = this.#rank = undefined;
      this.#isLive = false;
    } else if (isAtRest && this.#isLive) void this.#encode();
  }

  async #encode(): Promise<void> {
    const x = this.#x;
    const manifest = this.#host.manifest();
    if (!x || !manifest) return;
    this.#isLive = true;
    try {
      const redrawn = await this.#host.encode(x);
      if (x !== this.#x || !redrawn) return;
      this.#redrawn = redrawn;
      this.#rank = rankMisfit(misfit(x.data, redrawn.data, manifest.objective?.likelihood), manifest.metrics);
      this.#host.element.requestUpdate();
    } catch (error) {
      if (!isAbort(error)) this.#host.failed(error, () => void this.#encode());
    }
  }

  #adjust(change: Partial<OwnPicture['adjustment']>): void {
    const picture = this.#picture;
    if (!picture) return;
    picture.adjustment = {...picture.adjustment, ...change};
    this.#seen(true);
  }

  render(): TemplateResult {
    const words = {...this.#locale.words, ...this.#host.words?.()};
    const picture = this.#picture;
    if (this.#isStale) this.#refresh();
    const over = (isOver: boolean) => (event: DragEvent) => {
      if (isOver && event.dataTransfer?.types.includes('Files')) event.preventDefault();
      if (isOver === this.#isOver) return;
      this.#isOver = isOver;
      this.#host.element.requestUpdate();
    };
    return html`<div
      class="own-picture"
      id="own-picture"
      part="picture"
      role="group"
      aria-label=${words.panel}
      ?data-over=${this.#isOver}
      @dragover=${over(true)}
      @dragleave=${over(false)}
      @drop=${over(false)}
    >
      <div class="picture-source">${this.mode === 'draw' ? this.#drawing(words) : this.#file(words)}</div>
      <div class="picture-result">
        ${picture ? this.#pair(words, picture) : nothing}
        <p class="picture-rank" role="status">${this.#rank === undefined ? nothing : words.rank(this.#rank)}</p>
        ${picture && this.#x ? this.#adjustments(words, picture) : nothing}
        ${picture?.found === false ? html`<p class="quiet">${words.nothingFound}</p>` : nothing}
      </div>
      <div class="picture-foot">
        <button class="button main" ?disabled=${!this.#x} @click=${() => this.#encode()}>${words.encode}</button>
        <span class="quiet">${words.stays}</span>
      </div>
    </div>`;
  }

  #drawing(words: PictureWords): TemplateResult {
    const pad = this.#pad;
    const update = () => this.#host.element.requestUpdate();
    return html`${pad.render(words)}
      <div class="picture-tools">
        ${slider({
          id: 'brush',
          label: words.brush,
          value: pad.radius * 56,
          text: (pad.radius * 56).toFixed(1),
          min: 0.6,
          max: 6,
          step: 0.2,
          disabled: false,
          onInput: (value) => {
            pad.radius = value / 56;
            update();
          },
        })}
        <button
          class="button"
          aria-pressed=${pad.erase}
          @click=${() => {
            pad.erase = !pad.erase;
            update();
          }}
        >
          ${words.erase}
        </button>
        <button class="button" ?disabled=${!pad.drawing.canUndo} @click=${() => pad.undo()}>${words.undo}</button>
        <button class="button" ?disabled=${!pad.drawing.canUndo} @click=${() => pad.clear()}>${words.clear}</button>
      </div>`;
  }

  #file(words: PictureWords): TemplateResult {
    const chosen = (event: Event) => {
      const input = event.target as HTMLInputElement;
      void this.take(input.files ?? undefined);
      // So that the same file can be chosen again.
      input.value = '';
    };
    return html`<div class="picture-file">
        <label><input type="file" accept="image/*" @change=${chosen} /><span class="button">${words.choose}</span></label>
        <span>${words.orDrop}</span>
      </div>
      ${this.#fault ? html`<p class="picture-fault" role="alert">${words.faults[this.#fault]}</p>` : nothing}
      ${
        this.#picture?.raster
          ? html`<canvas class="picture-yours" role="img" aria-label=${words.yours} ${ref(this.#paintYours)}></canvas>`
          : nothing
      }
      ${this.#note ? html`<p class="quiet">${words[this.#note]}</p>` : nothing}`;
  }

  readonly #paintYours: RefOrCallback = (canvas) => {
    const raster = this.#picture?.raster;
    if (!(canvas instanceof HTMLCanvasElement) || !raster) return;
    Object.assign(canvas, {width: raster.width, height: raster.height});
    canvas.getContext('2d')?.putImageData(new ImageData(new Uint8ClampedArray(raster.data), raster.width, raster.height), 0, 0);
  };

  #pair(words: PictureWords, picture: OwnPicture): TemplateResult {
    const {width, height, range} = picture.target;
    const [, ...shape] = this.#x?.shape ?? [1, height, width, 1];
    // A function of its own each time, so that it is called after each update.
    const paint = (batch: Batch | undefined) =>
      ref((canvas) => {
        if (!(canvas instanceof HTMLCanvasElement)) return;
        if (batch) paintPicture(canvas, {data: batch.data, shape, range});
        else Object.assign(canvas, {width, height});
      });
    const one = (label: string, batch: Batch | undefined) =>
      html`<figure>
        <figcaption class="quiet">${label}</figcaption>
        <canvas role="img" aria-label=${label} ${paint(batch)}></canvas>
      </figure>`;
    const side = `${wholePixelWidth(SHOWN, width)}px`;
    return html`<div class="picture-pair" ${cssProperties({'--_side': side, '--_aspect': `${width} / ${height}`})}>
      ${one(words.seen, this.#x)} ${one(words.redrawn, this.#redrawn)}
    </div>`;
  }

  #adjustments(words: PictureWords, picture: OwnPicture): TemplateResult {
    const {inverted, fill, zoom, x, y} = picture.adjustment;
    const check = (label: string, checked: boolean, change: (checked: boolean) => Partial<OwnPicture['adjustment']>) =>
      html`<label class="picture-check"
        ><input
          type="checkbox"
          .checked=${checked}
          @change=${(event: Event) => this.#adjust(change((event.target as HTMLInputElement).checked))}
        />${label}</label
      >`;
    const shift = (id: string, label: string, value: number, change: (value: number) => Partial<OwnPicture['adjustment']>) =>
      slider({
        id,
        label,
        value,
        text: `${value < 0 ? '−' : ''}${Math.abs(Math.round(100 * value))} %`,
        min: id === 'picture-zoom' ? 0.3 : -0.5,
        max: id === 'picture-zoom' ? 2 : 0.5,
        step: 0.01,
        disabled: false,
        onInput: (to) => this.#adjust(change(to)),
      });
    return html`<div class="picture-adjust">
        ${shift('picture-zoom', words.zoom, zoom, (to) => ({zoom: to}))} ${shift('picture-x', words.across, x, (to) => ({x: to}))}
        ${shift('picture-y', words.down, y, (to) => ({y: to}))}
      </div>
      ${
        picture.isColour
          ? nothing
          : html`<div class="picture-tools">
              ${this.mode === 'file' ? check(words.inverted, inverted, (to) => ({inverted: to})) : nothing}
              ${check(words.fill, fill, (to) => ({fill: to}))}
            </div>`
      }`;
  }
}
