import {html, nothing, type LitElement, type TemplateResult} from 'lit';
import {panelStyles} from '../../src/elements/controls/panel.styles.js';
import {addStyles} from '../../src/elements/late-panel.js';
import {LocaleController} from '../../src/elements/locale-controller.js';
import {isAbort} from '../../src/elements/model-controller.js';
import {dataPanelStyles} from '../../src/elements/plane-data/data-panel.styles.js';
import {DataPanel} from '../../src/elements/plane-data/data-panel.js';
import {saveFile} from '../../src/elements/save-file.js';
import type {Duel} from './duel.js';
import {LAYERS, type PanelName} from './duel-state.js';
import {lateStyles} from './late.styles.js';
import {lateEnglish} from './locales/late-en.js';
import type {LateWords} from './locales/late-words.js';
import type {Words} from './locales/words.js';
import {settingsPanel} from './settings-panel.js';
import {SITUATIONS, STAGES, type Situation} from './situations.js';

export type LateHost = {
  words: () => Words;
  shows: (panel: string) => boolean;
  told: () => void;
  report: (error: unknown, retry: () => void) => void;
};

/** Everything of the figure that is not in sight at first, fetched when a reader or a state asks for it. */
export class Late {
  readonly #duel: Duel;
  readonly #host: LateHost;
  readonly #locale: LocaleController<LateWords>;
  readonly #data: DataPanel;
  readonly #changed: () => void;
  #staged: {situation: Situation; isMended: boolean} | undefined;
  #saved: string | undefined;

  constructor(element: LitElement, duel: Duel, host: LateHost) {
    this.#duel = duel;
    this.#host = host;
    this.#changed = () => element.requestUpdate();
    this.#locale = new LocaleController<LateWords>(element, lateEnglish, {
      'zh-Hans': () => import('./locales/late-zh-hans.js').then(({lateChinese}) => lateChinese),
    });
    const take = (own: Parameters<Duel['take']>[0]) => {
      duel.take(own).catch((error: unknown) => host.report(error, () => take(own)));
      host.told();
    };
    this.#data = new DataPanel(duel, {seed: () => duel.seed, changed: this.#changed, use: take, forget: () => take(undefined)});
    for (const styles of [panelStyles, dataPanelStyles, lateStyles]) addStyles(element.shadowRoot!, styles);
  }

  get words(): LateWords {
    return this.#locale.words;
  }

  get help(): string {
    return this.words.help;
  }

  render(disabled: boolean): TemplateResult | typeof nothing {
    const {panel} = this.#duel;
    if (!panel || !this.#host.shows(panel)) return nothing;
    return html`<section class="more" id="panel" part="panel">${this.#panel(panel, disabled)}</section>`;
  }

  #panel(panel: PanelName, disabled: boolean): TemplateResult {
    const {words} = this;
    switch (panel) {
      case 'situations':
        return this.#situations(words, disabled);
      case 'settings':
        return settingsPanel(this.#duel, {words, own: this.#host.words(), disabled, save: () => void this.#save(), saved: this.#saved});
      case 'data':
        return this.#data.render(words, disabled);
      case 'view':
        return this.#view(words, disabled);
    }
  }

  #situations(words: LateWords, disabled: boolean): TemplateResult {
    return html`
      <p class="quiet">${words.situationsHelp}</p>
      <ul class="situations">
        ${SITUATIONS.map((situation) => {
          const {name, what, mend} = words.situations[situation];
          const staged = this.#staged?.situation === situation ? this.#staged : undefined;
          const {mended} = STAGES[situation];
          return html`<li>
            <h3>${name}</h3>
            <p>${what}</p>
            ${mend ? html`<p class="quiet">${mend}</p>` : nothing}
            <div class="buttons">
              <button class="button" aria-label="${words.stage}: ${name}" ?disabled=${disabled} @click=${() => this.#stage(situation)}>
                ${words.stage}
              </button>
              ${
                mended
                  ? html`<button
                      class="button"
                      aria-label="${words.mend}: ${name}"
                      ?disabled=${disabled || !staged}
                      @click=${() => this.#mend(situation)}
                    >
                      ${words.mend}
                    </button>`
                  : nothing
              }
              <span class="quiet" role="status">${staged ? (staged.isMended ? words.mended : words.staged) : ''}</span>
            </div>
          </li>`;
        })}
      </ul>
    `;
  }

  #stage(situation: Situation): void {
    this.#staged = {situation, isMended: false};
    this.#duel.stage(STAGES[situation].settings);
  }

  #mend(situation: Situation): void {
    this.#staged = {situation, isMended: true};
    this.#duel.turn(STAGES[situation].mended!);
    if (!this.#duel.game.isRunning) this.#duel.game.play();
  }

  #view(words: LateWords, disabled: boolean): TemplateResult {
    return html`<div class="choice">
      ${LAYERS.map(
        (layer) =>
          html`<label
            ><input
              type="checkbox"
              .checked=${this.#duel.shows(layer)}
              ?disabled=${disabled}
              @change=${(event: Event) => this.#duel.show(layer, (event.target as HTMLInputElement).checked)}
            />${words.layersShown[layer]}</label
          >`,
      )}
    </div>`;
  }

  /** Hands the nets over as files: what stock tfjs and this library open. */
  async #save(): Promise<void> {
    try {
      const saved = await this.#duel.game.save();
      if (!saved) return;
      const {zipSync} = await import('fflate');
      saveFile(new Blob([zipSync(saved.files)], {type: 'application/zip'}), saved.name);
      this.#saved = saved.name;
      this.#changed();
    } catch (error) {
      if (!isAbort(error)) this.#host.report(error, () => void this.#save());
    }
  }
}
