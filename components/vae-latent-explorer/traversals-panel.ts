import {html, nothing, type TemplateResult} from 'lit';
import {explanation, explanationButton} from '../../src/elements/controls/explanation.js';
import {painted} from '../../src/elements/controls/painted.js';
import {fixed} from '../../src/elements/numbers.js';
import {along, moveAlong, type Direction} from './directions.js';
import type {Exploration} from './exploration.js';
import type {LateView} from './late.js';
import {Strip, type StripHost} from './strip.js';

const STEPS = [-3, -2, -1, 0, 1, 2, 3];
/** Rows before a reader asks for all. */
const FIRST = 6;

/** A row of decoded pictures for each direction: z, changed along that direction alone. */
export class TraversalsPanel {
  readonly #exploration: Exploration;
  readonly #changed: () => void;
  readonly #strip: Strip;
  #kind: Direction['kind'] | undefined;
  #all = false;

  constructor(exploration: Exploration, host: StripHost) {
    this.#exploration = exploration;
    this.#changed = host.changed;
    this.#strip = new Strip('traversals', host);
  }

  get #kinds(): Direction['kind'][] {
    return [...new Set(this.#exploration.space?.directions.map(({kind}) => kind))];
  }

  get #rows(): Direction[] {
    const kinds = this.#kinds;
    const kind = this.#kind && kinds.includes(this.#kind) ? this.#kind : kinds[0];
    return this.#exploration.space?.directions.filter((one) => one.kind === kind) ?? [];
  }

  get #shown(): Direction[] {
    return this.#all ? this.#rows : this.#rows.slice(0, FIRST);
  }

  update(): void {
    const {z} = this.#exploration;
    const rows = this.#shown;
    if (rows.length > 0) this.#strip.want(rows.flatMap((row) => STEPS.map((step) => moveAlong(row, z, step))));
  }

  render({words, disabled, explained, explain, label, title}: LateView): TemplateResult {
    const kinds = this.#kinds;
    const rows = this.#shown;
    const {z} = this.#exploration;
    const {pictures} = this.#strip;
    const open = explained === 'traversals';
    // While another number of rows is decoded, a row shows what it has.
    const count = pictures ? pictures.data.length / pictures.shape.reduce((product, extent) => product * extent, 1) : 0;
    return html`
      <div class="row wrap">
        ${
          kinds.length > 1
            ? html`<label class="choice"
                >${words.rows}
                <select ?disabled=${disabled} @change=${(event: Event) => this.#choose((event.target as HTMLSelectElement).value)}>
                  ${kinds.map((kind) => html`<option value=${kind} ?selected=${kind === rows[0]?.kind}>${words.kinds[kind]}</option>`)}
                </select></label
              >`
            : nothing
        }
        ${explanationButton('traversals-help', words.explain(words.panels.traversals), open, () => explain('traversals'))}
      </div>
      ${explanation('traversals-help', words.traversalsHelp, open)}
      <div class="traversals">
        <span class="name-of-row"></span>${STEPS.map((step) => html`<span class="quiet step" aria-hidden="true">${fixed(step, 0)}</span>`)}
        ${rows.map((row, at) => {
          const here = Math.min(6, Math.max(0, Math.round(along(row, z)) + 3));
          return html`<span class="quiet name-of-row">${title(row.name)}</span>${STEPS.map(
              (step, i) =>
                html`<button
                  class="picture"
                  aria-label=${words.at(label(row.name), fixed(step, 0))}
                  aria-pressed=${here === i}
                  ?disabled=${disabled}
                  @click=${() => this.#exploration.move(moveAlong(row, z, step))}
                >
                  <canvas ${painted(at * STEPS.length + i < count ? pictures : undefined, at * STEPS.length + i)}></canvas>
                </button>`,
            )}`;
        })}
      </div>
      ${
        this.#rows.length > rows.length
          ? html`<button class="button small" @click=${() => this.#showAll()}>${words.all(this.#rows.length)}</button>`
          : nothing
      }
    `;
  }

  #choose(kind: string): void {
    this.#kind = kind as Direction['kind'];
    this.#all = false;
    this.#changed();
  }

  #showAll(): void {
    this.#all = true;
    this.#changed();
  }
}
