import {html, type TemplateResult} from 'lit';
import {LatePanel} from './late-panel.js';
import type {CommonWords} from './locales/words.js';
import type {Menu, MenuHost} from './menu/menu.js';

/** The footer's line, the button at its end, and what that opens in place below. */
export class FooterMenu {
  readonly #panel: LatePanel<Menu>;

  constructor(host: MenuHost) {
    this.#panel = new LatePanel(
      async () => new (await import('./menu/menu.js')).Menu(host, () => this.#panel.toggle(false)),
      () => host.element.requestUpdate(),
      host.failed,
    );
  }

  render(line: string, words: CommonWords): TemplateResult {
    return html`<span>${line}</span
      ><button
        class="menu-button"
        part="menu-button"
        aria-label=${words.menu}
        aria-expanded=${this.#panel.isOpen}
        aria-controls="menu"
        @click=${() => this.#panel.toggle()}
      >
        ⋯
      </button>
      ${this.#panel.render()}`;
  }
}
