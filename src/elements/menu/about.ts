import {html, nothing, type TemplateResult} from 'lit';
import {ref} from 'lit/directives/ref.js';
import type {OpenFamily, Session} from '../../client/session.js';
import {readMarkdown, type Block} from '../../data/markdown.js';
import {decodePng} from '../decode-png.js';
import {cardView} from './card-view.js';
import type {MenuWords} from './locales/words.js';

/** Each takes its pixels of memory, however often a card names it. */
const MOST_PICTURES = 12;

/** The card of a model, from its folder, and what must be said of its files. */
export class About {
  readonly #session: Session<OpenFamily>;
  readonly #changed: () => void;
  #blocks: readonly Block[] | 'loading' | 'missing' = 'loading';
  #missing = new Set<string>();
  #painted = new WeakSet<Element>();
  #pictures = 0;

  constructor(session: Session<OpenFamily>, changed: () => void) {
    this.#session = session;
    this.#changed = changed;
    void this.#load();
  }

  get session(): Session<OpenFamily> {
    return this.#session;
  }

  async #load(): Promise<void> {
    const card = this.#session.manifest.extras?.['card'];
    try {
      this.#blocks = card ? readMarkdown(new TextDecoder().decode(await this.#session.file(card))) : 'missing';
    } catch {
      // Sites that copy only what the figure needs have no card; what the manifest says is at hand.
      this.#blocks = 'missing';
    }
    this.#changed();
  }

  /** Canvases, because a strict page allows no image from elsewhere; the bytes are checked against the manifest as all files of a model are. */
  async #paint(canvas: HTMLCanvasElement, file: string): Promise<void> {
    if (this.#painted.has(canvas)) return;
    this.#painted.add(canvas);
    try {
      if (this.#pictures++ >= MOST_PICTURES) throw new RangeError('too many pictures');
      const image = await decodePng(await this.#session.file(file), file);
      Object.assign(canvas, {width: image.width, height: image.height});
      canvas.getContext('2d')?.drawImage(image, 0, 0);
      image.close();
    } catch {
      this.#missing.add(file);
      this.#changed();
    }
  }

  render(words: MenuWords, locale: string): TemplateResult {
    const {stats} = this.#session;
    return html`
      ${stats.verified ? nothing : html`<p class="menu-note">${words.unverified}</p>`}
      ${this.#blocks === 'loading' ? html`<p class="quiet">${words.loadingCard}</p>` : this.#blocks === 'missing' ? this.#facts(words, locale) : this.#card(words, this.#blocks)}
    `;
  }

  #card(words: MenuWords, blocks: readonly Block[]): TemplateResult {
    const picture = (file: string, alternative: string) =>
      this.#missing.has(file)
        ? html`<span class="quiet">${words.noPicture}</span>`
        : html`<canvas
            role="img"
            aria-label=${alternative}
            ${ref((canvas) => {
              if (canvas) void this.#paint(canvas as HTMLCanvasElement, file);
            })}
          ></canvas>`;
    // Cards are written in English.
    return html`<div class="card" role="region" tabindex="0" lang="en" aria-label=${words.card}>${cardView(blocks, picture)}</div>`;
  }

  #facts(words: MenuWords, locale: string): TemplateResult {
    const {title, data, metrics} = this.#session.manifest;
    const facts = [
      [words.data, data.name],
      [words.source, data.source],
      [words.license, data.license],
      ...Object.entries(metrics).map(([name, {value, unit, split, n}]) => [name, `${value} ${unit} (${split}, n = ${n})`]),
    ];
    return html`<p class="quiet">${words.noCard}</p>
      <p><strong>${title[locale] ?? title['en']}</strong></p>
      <dl>
        ${facts.map(
          ([name, value]) =>
            html`<dt>${name}</dt>
              <dd>${value}</dd>`,
        )}
      </dl>`;
  }
}
