import {nothing, type LitElement, type TemplateResult} from 'lit';
import type {Session} from '../../src/client/session.js';
import {tabStyles, tabs} from '../../src/elements/controls/tabs.js';
import {addStyles} from '../../src/elements/late-panel.js';
import {LocaleController} from '../../src/elements/locale-controller.js';
import type {PictureError} from '../../src/elements/picture/read-picture.js';
import {ArithmeticPanel} from './arithmetic-panel.js';
import {copyingPanel} from './copying-panel.js';
import type {Gallery} from './gallery.js';
import {lateStyles} from './late.styles.js';
import {lateEnglish} from './locales/late-en.js';
import type {LateWords} from './locales/late-words.js';
import type {PanelName} from './sampler-state.js';
import {SearchPanel} from './search-panel.js';
import {readTrainingImages, type TrainingImages} from './training-images.js';

/** What the element gives to what comes late. */
export type ElementHost = {
  session: () => Session<'gan'> | undefined;
  /** That this model has and its author shows. */
  panels: () => PanelName[];
  /** Where the code of the training worker lies, unless it is beside this build. */
  base: () => string | undefined;
  report: (error: unknown, retry: () => void) => void;
  mended: () => void;
  /** For the page: a file was refused. */
  refused: (error: PictureError) => void;
};

export type LateHost = ElementHost & {element: LitElement; changed: () => void; images: () => TrainingImages | undefined};

export type LateView = {words: LateWords; disabled: boolean};

/** Everything of the figure that is not in sight at first, fetched when a reader or a state asks for it. */
export class Late {
  readonly #gallery: Gallery;
  readonly #host: LateHost;
  readonly #locale: LocaleController<LateWords>;
  readonly #arithmetic: ArithmeticPanel;
  readonly #search: SearchPanel;
  #images: {session: Session<'gan'>; images: TrainingImages | undefined} | undefined;

  constructor(element: LitElement, gallery: Gallery, host: ElementHost) {
    this.#gallery = gallery;
    this.#host = {
      ...host,
      element,
      changed: () => element.requestUpdate(),
      images: () => (this.#images?.session === host.session() ? this.#images?.images : undefined),
    };
    this.#locale = new LocaleController<LateWords>(element, lateEnglish, {
      'zh-Hans': () => import('./locales/late-zh-hans.js').then(({lateChinese}) => lateChinese),
    });
    this.#arithmetic = new ArithmeticPanel(gallery, this.#host);
    this.#search = new SearchPanel(gallery, this.#host);
    addStyles(element.shadowRoot!, tabStyles);
    addStyles(element.shadowRoot!, lateStyles);
    element.requestUpdate();
  }

  /** The panel that is open: the one that was asked for, else the first. */
  get #open(): PanelName | undefined {
    const {panel} = this.#gallery;
    const all = this.#host.panels();
    return panel && (all.find((name) => name === panel) ?? all[0]);
  }

  /** After each update of the figure: asks for what is wanted now. */
  update(): void {
    const session = this.#host.session();
    if (!session) return;
    this.#search.update(session);
    if (this.#open === 'copying' || this.#open === 'search') void this.#fetchImages(session);
    if (this.#open === 'arithmetic') this.#arithmetic.update(session);
  }

  /** Nobody sees the figure any more. */
  stop(): void {
    this.#search.stop();
  }

  async #fetchImages(session: Session<'gan'>): Promise<void> {
    if (this.#images?.session === session || !Object.hasOwn(session.manifest.extras ?? {}, 'training')) return;
    this.#images = {session, images: undefined};
    try {
      const images = await readTrainingImages(session);
      if (this.#images.session !== session) return;
      this.#images = {session, images};
      this.#host.mended();
      this.#host.changed();
    } catch (error) {
      if (session !== this.#host.session()) return;
      this.#host.report(error, () => {
        this.#images = undefined;
        this.#host.changed();
      });
    }
  }

  render(disabled: boolean): TemplateResult | typeof nothing {
    const open = this.#open;
    if (!open) return nothing;
    const {words} = this.#locale;
    return tabs({
      names: this.#host.panels(),
      open,
      label: words.panelsLabel,
      title: (name) => words.panels[name],
      show: (name) => this.#gallery.open(name),
      panel: this.#panel(open, {words, disabled}),
    });
  }

  #panel(name: PanelName, view: LateView): TemplateResult {
    if (name === 'arithmetic') return this.#arithmetic.render(view);
    if (name === 'search') return this.#search.render(view);
    return copyingPanel(this.#gallery, this.#host.images(), this.#host.session()?.manifest, view);
  }
}
