import {html, type LitElement, type TemplateResult} from 'lit';
import {LatePanel} from '../late-panel.js';
import type {PictureHost, PictureMode, PicturePanel} from './picture-panel.js';

export type EntryWords = {draw: string; yourPicture: string};

/** Two buttons, and a figure that takes what is dropped on it; the panel that they open is fetched then. */
export class PictureEntry {
  readonly #late: LatePanel<PicturePanel>;
  #mode: PictureMode = 'draw';

  constructor(host: PictureHost & {element: LitElement}) {
    this.#late = new LatePanel(
      async () => new (await import('./picture-panel.js')).PicturePanel(host, () => this.#late.isOpen),
      () => host.element.requestUpdate(),
      host.failed,
    );
  }

  async #open(mode: PictureMode): Promise<void> {
    this.#mode = mode;
    await this.#late.toggle(true);
    this.#late.panel?.show(this.#mode);
  }

  buttons(words: EntryWords, disabled: boolean): TemplateResult {
    const one = (mode: PictureMode, label: string) => {
      const isOpen = this.#late.isOpen && (this.#late.panel?.mode ?? this.#mode) === mode;
      return html`<button
        class="button small"
        aria-expanded=${isOpen}
        aria-controls="own-picture"
        ?disabled=${disabled}
        @click=${() => (isOpen ? this.#late.toggle(false) : this.#open(mode))}
      >
        ${label}
      </button>`;
    };
    return html`${one('draw', words.draw)} ${one('file', words.yourPicture)}`;
  }

  render(): TemplateResult | undefined {
    return this.#late.render();
  }

  /** For the figure: a file may be dropped on it. */
  readonly over = (event: DragEvent): void => {
    if (event.dataTransfer?.types.includes('Files')) event.preventDefault();
  };

  readonly drop = (event: DragEvent): void => {
    const {files} = event.dataTransfer ?? {};
    if (!files?.length) return;
    event.preventDefault();
    const dropped = [...files];
    void this.#open('file').then(() => this.#late.panel?.take(dropped));
  };
}
