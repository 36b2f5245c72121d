import {html, nothing, type TemplateResult} from 'lit';
import {explanation, explanationButton} from '../../src/elements/controls/explanation.js';
import {slider} from '../../src/elements/controls/slider.js';
import {fixed} from '../../src/elements/numbers.js';
import {along, deviationAlong, moveAlong, type Direction} from './directions.js';
import type {Exploration} from './exploration.js';
import type {LateView} from './late.js';

/** Single latents before a reader asks for all. */
const FIRST = 8;
const KINDS = ['attribute', 'principal', 'latent'] as const;

/** Which way the plane lies, and a slider for each direction: attributes by name, principal directions, single latents. */
export class DirectionsPanel {
  readonly #exploration: Exploration;
  readonly #changed: () => void;
  readonly #told: () => void;
  #all = false;

  constructor(exploration: Exploration, host: {changed: () => void; told: () => void}) {
    this.#exploration = exploration;
    this.#changed = host.changed;
    this.#told = host.told;
  }

  render(view: LateView): TemplateResult {
    const {space, chart} = this.#exploration;
    const {words} = view;
    return html`
      <div class="row wrap">
        ${([0, 1] as const).map(
          (axis) =>
            html`<label class="choice"
              >${axis === 0 ? words.across : words.up}
              <select ?disabled=${view.disabled} @change=${(event: Event) => this.#turn(axis, (event.target as HTMLSelectElement).value)}>
                ${KINDS.map((kind) => this.#options(kind, chart.axes[axis], view))}
              </select></label
            >`,
        )}
      </div>
      ${KINDS.map((kind) => {
        const own = space?.directions.filter((one) => one.kind === kind) ?? [];
        return own.length > 0 ? this.#group(kind, own, view) : nothing;
      })}
    `;
  }

  #options(kind: Direction['kind'], chosen: string, {words, label}: LateView): TemplateResult | typeof nothing {
    const own = this.#exploration.space?.directions.filter((one) => one.kind === kind) ?? [];
    if (own.length === 0) return nothing;
    return html`<optgroup label=${words.kinds[kind]}>
      ${own.map(({name}) => html`<option value=${name} ?selected=${name === chosen}>${label(name)}</option>`)}
    </optgroup>`;
  }

  #group(kind: Direction['kind'], own: readonly Direction[], {words, disabled, explained, explain, title}: LateView): TemplateResult {
    const {z, extent, encoding} = this.#exploration;
    const open = explained === kind;
    const shown = kind === 'latent' && !this.#all ? own.slice(0, FIRST) : own;
    const {posterior, tools} = encoding;
    return html`
      <div class="row quiet" id="kind-${kind}">
        ${words.kinds[kind]}${explanationButton(`${kind}-help`, words.explain(words.kinds[kind]), open, () => explain(kind))}
      </div>
      ${explanation(`${kind}-help`, words.kindHelp[kind], open)}
      <div class="many" role="group" aria-labelledby="kind-${kind}">
        ${shown.map((direction) =>
          slider({
            id: `to-${direction.name}`,
            label: title(direction.name),
            value: along(direction, z),
            text: fixed(along(direction, z), 2),
            min: -extent,
            max: extent,
            step: 0.01,
            disabled,
            mark:
              posterior?.deviation &&
              tools?.sliderMark(along(direction, posterior.mean), deviationAlong(direction, posterior.deviation), extent),
            onInput: (at) => this.#exploration.move(moveAlong(direction, this.#exploration.z, at)),
          }),
        )}
      </div>
      ${
        shown.length < own.length
          ? html`<button class="button small" @click=${() => this.#showAll()}>${words.all(own.length)}</button>`
          : nothing
      }
    `;
  }

  /** The other axis gives way where both would be the same. */
  #turn(axis: 0 | 1, name: string): void {
    const {chart, space} = this.#exploration;
    const chosen = space?.find(name);
    const old = [...chart.axes] as [string, string];
    const isFree = (other: string | undefined) => {
      const direction = other === undefined ? undefined : space?.find(other);
      return chosen && direction && space?.spans(chosen, direction);
    };
    const other = [old[1 - axis], old[axis], ...(space?.directions.map((one) => one.name) ?? [])].find(isFree);
    if (!chosen || other === undefined) return;
    this.#exploration.turn(axis === 0 ? [name, other] : [other, name]);
    this.#told();
  }

  #showAll(): void {
    this.#all = true;
    this.#changed();
  }
}
