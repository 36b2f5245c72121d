import {html, nothing, type LitElement, type TemplateResult} from 'lit';
import type {OpenFamily, Session} from '../../client/session.js';
import type {OpOptions} from '../../families/family.js';
import type {Batch} from '../../format/graph.js';
import {addStyles} from '../late-panel.js';
import {linkToState} from '../link-state.js';
import {LocaleController} from '../locale-controller.js';
import {mayDownload, saveFile} from '../save-file.js';
import {About} from './about.js';
import {embedCode} from './embed-code.js';
import {english} from './locales/en.js';
import type {MenuWords} from './locales/words.js';
import {menuStyles} from './menu.styles.js';
import {ENDINGS, sampleFile, type SampleFormat} from './sample-files.js';

/** What the menu does not know by itself of the element that it belongs to. */
export type MenuHost = {
  element: LitElement & {getState(): object; toBlob(): Promise<Blob>};
  session: () => Session<OpenFamily> | undefined;
  seed: () => number;
  /** Samples of the model, [count, height, width, channels], or points [count, 2]. */
  samples: (args: {count: number; seed: number}, options: OpOptions) => Promise<Batch>;
  /** The element has samples to give. */
  hasSamples: () => boolean;
  failed: (error: unknown, retry: () => void) => void;
  mended: () => void;
};

/** Of pictures, and of points in the plane. */
const FORMATS = {pictures: ['sheet', 'npy', 'zip'], points: ['csv', 'npy']} as const satisfies Record<string, readonly SampleFormat[]>;
const MOST = {pictures: 1000, points: 100_000};
const USUAL = {pictures: 64, points: 1000};

type Shown = 'code' | 'link' | 'samples' | 'about';
type Loading = {loaded: number; total: number};

/** What opens below the footer: take the figure with you, and read what the model is. */
export class Menu {
  readonly #host: MenuHost;
  readonly #locale: LocaleController<MenuWords>;
  #shown: Shown | undefined;
  #text = '';
  #said = '';
  #about: About | undefined;
  #progress: Loading | undefined;

  readonly #close: () => unknown;

  constructor(host: MenuHost, close: () => unknown) {
    this.#host = host;
    this.#close = close;
    addStyles(host.element.renderRoot as ShadowRoot, menuStyles);
    this.#locale = new LocaleController(host.element, english, {
      'zh-Hans': () => import('./locales/zh-hans.js').then(({chinese}) => chinese),
    });
  }

  get #words(): MenuWords {
    return this.#locale.words;
  }

  #changed(): void {
    this.#host.element.requestUpdate();
  }

  #show(what: Shown | undefined, said = ''): void {
    this.#shown = what;
    this.#said = said;
    this.#changed();
  }

  #toggle(what: 'samples' | 'about'): void {
    this.#show(this.#shown === what ? undefined : what);
  }

  async #copy(what: 'code' | 'link', text: string): Promise<void> {
    this.#text = text;
    try {
      await navigator.clipboard.writeText(text);
      this.#show(what, this.#words.copied);
    } catch {
      this.#show(what, this.#words.copyByHand);
      await this.#host.element.updateComplete;
      const area = this.#host.element.renderRoot.querySelector<HTMLTextAreaElement>('.menu-text textarea');
      area?.focus();
      area?.select();
    }
  }

  async #savePicture(): Promise<void> {
    await this.#attempt(
      async () => this.#save(await this.#host.element.toBlob(), `${this.#name}.png`),
      () => this.#savePicture(),
    );
  }

  async #saveSamples(fields: HTMLElement): Promise<void> {
    const {samples, session} = this.#host;
    const manifest = session()?.manifest;
    const [countField, seedField] = fields.querySelectorAll('input');
    if (!manifest || this.#progress || !countField?.reportValidity() || !seedField?.reportValidity()) return;
    const [count, seed] = [countField.valueAsNumber, seedField.valueAsNumber];
    const format = fields.querySelector('select')?.value as SampleFormat;
    const show = (progress: Loading | undefined) => {
      this.#progress = progress;
      this.#changed();
    };
    show({loaded: 0, total: count});
    await this.#attempt(
      async () => {
        const x = await samples({count, seed}, {channel: 'samples', onProgress: show});
        const file = await sampleFile(x, manifest.data.range, format);
        this.#save(file, `${this.#name}-seed-${seed}-${count}.${ENDINGS[format]}`);
      },
      () => this.#saveSamples(fields),
    );
    show(undefined);
  }

  async #attempt(work: () => Promise<void>, retry: () => Promise<void>): Promise<void> {
    this.#said = '';
    try {
      await work();
      this.#host.mended();
    } catch (error) {
      this.#host.failed(error, () => void retry());
    }
  }

  #save(file: Blob, name: string): void {
    const may = mayDownload();
    if (may !== false) saveFile(file, name);
    this.#said = may === false ? this.#words.refused : may ? this.#words.saved(name) : this.#words.perhapsRefused;
    this.#changed();
  }

  get #name(): string {
    return this.#host.session()?.manifest.id ?? this.#host.element.localName;
  }

  render(): TemplateResult {
    const words = this.#words;
    const {element} = this.#host;
    const isOpen = !!this.#host.session();
    // A page without an address of its own (about:srcdoc) cannot be linked to.
    const hasLink = element.id !== '' && /^(https?|file):/.test(location.protocol);
    const link = () => linkToState(location.href, element.id, element.getState());
    const leave = ({key}: KeyboardEvent) => {
      if (key !== 'Escape') return;
      this.#close();
      element.renderRoot.querySelector<HTMLElement>('.menu-button')?.focus();
    };
    return html`<div class="menu" id="menu" part="menu" role="group" aria-label=${words.menu} @keydown=${leave}>
      <div class="menu-items">
        <button class="button" @click=${() => this.#copy('code', embedCode(element))}>${words.copyCode}</button>
        ${hasLink ? html`<button class="button" @click=${() => this.#copy('link', link())}>${words.copyLink}</button>` : nothing}
        <button class="button" ?disabled=${!isOpen} @click=${() => this.#savePicture()}>${words.savePicture}</button>
        ${this.#host.hasSamples() ? this.#opener('samples', words.samples, isOpen) : nothing} ${this.#opener('about', words.about, isOpen)}
      </div>
      <div id="menu-more" class="menu-more" ?hidden=${!this.#shown}>${this.#more()}</div>
      <p class="menu-said quiet" role="status">${this.#said}</p>
    </div>`;
  }

  #opener(what: 'samples' | 'about', label: string, enabled: boolean): TemplateResult {
    return html`<button
      class="button"
      aria-expanded=${this.#shown === what}
      aria-controls="menu-more"
      ?disabled=${!enabled}
      @click=${() => this.#toggle(what)}
    >
      ${label}
    </button>`;
  }

  #more(): TemplateResult | typeof nothing {
    const words = this.#words;
    const session = this.#host.session();
    switch (this.#shown) {
      case 'code':
      case 'link':
        return html`<label class="menu-text ${this.#shown === 'link' ? 'short' : ''}"
          ><span class="quiet">${this.#shown === 'link' ? words.link : words.code}</span
          ><textarea readonly spellcheck="false" translate="no" .value=${this.#text}></textarea>
        </label>`;
      case 'samples':
        return this.#samplesView();
      case 'about':
        if (!session) return nothing;
        if (this.#about?.session !== session) this.#about = new About(session, () => this.#changed());
        return this.#about.render(words, this.#locale.locale);
      default:
        return nothing;
    }
  }

  #samplesView(): TemplateResult {
    const words = this.#words;
    // Not a form: a sandbox may forbid to submit one.
    const fields = (event: Event) => (event.currentTarget as HTMLElement).closest<HTMLElement>('.menu-samples')!;
    const enter = (event: KeyboardEvent) => {
      if (event.key === 'Enter' && event.target instanceof HTMLInputElement) void this.#saveSamples(fields(event));
    };
    const seed = this.#host.seed();
    const kind = this.#host.session()?.manifest.data.shape.length === 1 ? 'points' : 'pictures';
    return html`<div class="menu-samples" @keydown=${enter}>
        <label
          ><span class="quiet">${words.count(MOST[kind].toLocaleString(this.#locale.locale))}</span
          ><input name="count" type="number" required min="1" max=${MOST[kind]} step="1" value=${USUAL[kind]}
        /></label>
        <label
          ><span class="quiet">${words.seed}</span
          ><input name="seed" type="number" required min="0" max=${2 ** 32 - 1} step="1" value=${seed}
        /></label>
        <label
          ><span class="quiet">${words.format}</span
          ><select name="format">
            ${FORMATS[kind].map((format) => html`<option value=${format}>${words.formats[format]}</option>`)}
          </select></label
        >
        <button class="button" ?disabled=${!!this.#progress} @click=${(event: Event) => this.#saveSamples(fields(event))}>
          ${words.download}
        </button>
      </div>
      <p class="quiet">${this.#progress ? `${words.decoding} · ${this.#progress.loaded} / ${this.#progress.total}` : words.seeded}</p>`;
  }
}
