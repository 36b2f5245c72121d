import {html, type TemplateResult} from 'lit';
import {LatePanel} from './late-panel.js';
import type {CommonWords} from './locales/words.js';
import type {Menu, MenuHost} from './menu/menu.js';

/** The footer's line, the button at its end, and what that opens in place below. */
export class FooterMenu {
  readonly #host: MenuHost;
  readonly #panel: LatePanel<Menu>;

  constructor(host: MenuHost) {
    this.#host = host;
    this.#panel = new LatePanel(
      async () => new (await import('./menu/menu.js')).Menu(host),
      () => host.element.requestUpdate(),
      host.failed,
    );
  }

  render(line: string, words: CommonWords): TemplateResult {
    const {isOpen} = this.#panel;
    const leave = ({key}: KeyboardEvent) => {
      if (key !== 'Escape') return;
      void this.#panel.toggle(false);
      this.#host.element.renderRoot.querySelector<HTMLElement>('.menu-button')?.focus();
    };
    return html`<span>${line}</span
      ><button
        class="menu-button"
        part="menu-button"
        aria-label=${words.menu}
        aria-expanded=${isOpen}
        aria-controls="menu"
        @click=${() => this.#panel.toggle()}
      >
        ⋯
      </button>
      <div class="menu" id="menu" part="menu" role="group" aria-label=${words.menu} ?hidden=${!isOpen} @keydown=${leave}>
        ${this.#panel.render()}
      </div>`;
  }
}
