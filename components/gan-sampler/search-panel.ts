import {html, nothing, type TemplateResult} from 'lit';
import type {Session} from '../../src/client/session.js';
import type {Picture} from '../../src/elements/controls/image-canvas.js';
import {painted} from '../../src/elements/controls/painted.js';
import {slider} from '../../src/elements/controls/slider.js';
import {PictureEntry} from '../../src/elements/picture/picture-entry.js';
import {stressed} from '../../src/elements/stressed.js';
import type {Batch} from '../../src/format/graph.js';
import type {Gallery} from './gallery.js';
import type {LateHost, LateView} from './late.js';
import {Search} from './search.js';
import {searchChart} from './search-chart.js';

/** Training images to choose from, at most. */
const OFFERED = 10;
/** Of them, and of the reader's own pictures, those that show how the data look. */
const LOOKED_AT = 40;

/** Which z makes this picture? A GAN has no encoder, so it is looked for, and the way is shown. */
export class SearchPanel {
  readonly #gallery: Gallery;
  readonly #host: LateHost;
  readonly #search: Search;
  readonly #own: PictureEntry;
  #view: LateView | undefined;
  /** Which of the offered images is the target. */
  #picked: number | undefined;

  constructor(gallery: Gallery, host: LateHost) {
    this.#gallery = gallery;
    this.#host = host;
    this.#search = new Search(host);
    this.#own = new PictureEntry({
      element: host.element,
      manifest: () => host.session()?.manifest,
      examples: () => this.#examples,
      encode: (x) => this.#start(x, undefined),
      failed: host.report,
      refused: host.refused,
      words: () => this.#view?.words.ownPicture ?? {},
    });
  }

  update(session: Session<'gan'>): void {
    this.#search.leave(session);
  }

  stop(): void {
    this.#search.stop();
  }

  get #examples(): Batch[] {
    const images = this.#host.images();
    return images ? Array.from({length: Math.min(LOOKED_AT, images.labels.length)}, (_, i) => batchOf(images.pictures, i)) : [];
  }

  /** Resolves with the picture that was found. */
  async #start(x: Batch, picked: number | undefined): Promise<Batch | undefined> {
    this.#picked = picked;
    await this.#search.start(x, this.#gallery.seed, this.#gallery.label);
    const {picture, target} = this.#search;
    return picture && target?.data === x.data ? {data: picture.data, shape: x.shape} : undefined;
  }

  render(view: LateView): TemplateResult {
    this.#view = view;
    const {words, disabled} = view;
    const search = this.#search;
    const images = this.#host.images();
    const {reports, isRunning, needsWorker} = search;
    const offered = Math.min(OFFERED, this.#host.session()?.manifest.data.labels?.length ?? OFFERED, images?.labels.length ?? 0);
    return html`<p>${stressed(words.whySearch)}</p>
      <div class="row wrap" role="group" aria-label=${words.lookFor}>
        <span class="quiet">${words.lookFor}</span>
        ${Array.from({length: offered}, (_, i) => this.#offer(images!.pictures, i, view))} ${this.#own.buttons(words, disabled)}
      </div>
      ${this.#own.render()} ${needsWorker ? html`<p role="alert">${words.needsWorker}</p>` : nothing}
      ${search.target && !needsWorker ? this.#result(view) : nothing}
      ${
        isRunning
          ? html`<button class="button" part="stop" @click=${() => this.#end()}>${words.stop}</button>`
          : reports.length > 0
            ? html`<button class="button" part="hold" ?disabled=${disabled} @click=${() => this.#hold()}>${words.holdFound}</button>`
            : nothing
      }`;
  }

  #offer(pictures: Picture, i: number, {words, disabled}: LateView): TemplateResult {
    const name = this.#host.session()?.manifest.data.labels?.[this.#host.images()!.labels[i]!] ?? '';
    return html`<button
      class="sample offer"
      aria-label=${words.offer(name)}
      aria-pressed=${this.#search.target !== undefined && i === this.#picked}
      ?disabled=${disabled}
      @click=${() => void this.#start(batchOf(pictures, i), i)}
    >
      <canvas ${painted(pictures, i)}></canvas>
    </button>`;
  }

  #result({words, disabled}: LateView): TemplateResult {
    const search = this.#search;
    const {reports, target, picture, way, best, shown, stops, isRunning} = search;
    const [low, high] = target!.range;
    const scale = 1 / (high - low) ** 2;
    const decibels = (loss: number | undefined) => (loss === undefined ? '' : (-10 * Math.log10(loss * scale)).toFixed(1));
    const step = reports[shown]?.step ?? 0;
    const said = decibels(search.loss(shown));
    return html`<div class="pictures found">
        <figure>
          <canvas role="img" aria-label=${words.target} ${painted(target)}></canvas>
          <figcaption>${words.target}</figcaption>
        </figure>
        <figure>
          <canvas role="img" aria-label=${words.found} ${painted(picture)}></canvas>
          <figcaption>${words.found} <span class="number">${said ? `${said} dB` : ''}</span></figcaption>
        </figure>
        ${searchChart(reports, best, shown, scale, words)}
      </div>
      <div class="strip" role="group" aria-label=${words.way}>
        ${stops.map(
          (at, i) =>
            html`<button
              class="sample"
              aria-label=${words.wayStep(reports[at]!.step)}
              aria-pressed=${at === shown}
              ?disabled=${disabled || isRunning}
              @click=${() => search.moveTo(at)}
            >
              <canvas ${painted(way, i)}></canvas>
            </button>`,
        )}
      </div>
      ${slider({
        id: 'way',
        label: words.way,
        value: shown < 0 ? 0 : shown,
        text: words.wayStep(step),
        min: 0,
        max: Math.max(1, reports.length - 1),
        step: 1,
        disabled: disabled || isRunning || reports.length < 2,
        onInput: (at) => search.moveTo(at),
      })}
      <p>${isRunning || !said ? words.searching(step) : stressed(words.outcome(said))}</p>`;
  }

  #end(): void {
    // Where nothing was found yet, nothing is shown.
    if (this.#search.reports.length === 0) this.#search.choose(undefined);
    else this.#search.stop();
    this.#host.changed();
  }

  #hold(): void {
    const code = this.#search.code(this.#search.shown);
    if (code) this.#gallery.hold(code);
  }
}

function batchOf({data, shape}: Picture, at: number): Batch {
  const size = shape.reduce((product, extent) => product * extent, 1);
  return {data: data.slice(at * size, (at + 1) * size) as Float32Array<ArrayBuffer>, shape: [1, ...shape]};
}
