import {html, nothing, type TemplateResult} from 'lit';
import {slider} from '../../src/elements/controls/slider.js';
import {fixed} from '../../src/elements/numbers.js';
import {GAN_LOSSES, GAN_OPTIMIZERS} from '../../src/training/gan-choices.js';
import type {Duel} from './duel.js';
import {DEFAULTS, LIMITS, SIDES, unusual, type Settings, type Side} from './duel-state.js';
import type {LateWords} from './locales/late-words.js';
import type {Words} from './locales/words.js';

/** Penalties and limits of weights that are offered. */
const PENALTIES = [0, 0.01, 0.03, 0.1, 0.3, 1, 3];
const CLIPS = [0, 0.03, 0.1, 0.3, 1];

export type SettingsPanel = {words: LateWords; own: Words; disabled: boolean; save: () => void; saved: string | undefined};

/** The rules of the game: start, loss, optimiser, and for each net its rate, turns and size. */
export function settingsPanel(duel: Duel, {words, own, disabled, save, saved}: SettingsPanel): TemplateResult {
  const {settings, game} = duel;
  const turn = (changes: Partial<Settings>) => duel.turn(changes);
  return html`
    <div class="settings">
      <div class="choice" role="radiogroup" aria-label=${words.startFrom}>
        <span class="quiet">${words.startFrom}</span>
        ${(['trained', 'fresh'] as const).map(
          (start) =>
            html`<label
              ><input
                type="radio"
                name="start"
                .checked=${(start === 'trained') === duel.isTrained}
                ?disabled=${disabled || (start === 'trained' && !duel.hasTrained)}
                @change=${() => duel.startFrom(start === 'fresh')}
              />${words.starts[start]}</label
            >`,
        )}
      </div>
      ${choice(
        words.loss,
        GAN_LOSSES,
        settings.loss,
        disabled,
        (loss) => turn({loss}),
        (loss) => words.losses[loss],
      )}
      ${choice(
        words.optimizer,
        GAN_OPTIMIZERS,
        settings.optimizer,
        disabled,
        (optimizer) => turn({optimizer}),
        (optimizer) => words.optimizers[optimizer],
      )}
      ${choice(
        words.penalty,
        PENALTIES,
        settings.penalty,
        disabled,
        (penalty) => turn({penalty}),
        (value) => (value ? String(value) : words.none),
      )}
      ${choice(
        words.clip,
        CLIPS,
        settings.clip,
        disabled,
        (clip) => turn({clip}),
        (value) => (value ? `±${value}` : words.none),
      )}
      ${choice(words.batch, LIMITS.batches, settings.batch, disabled, (batch) => turn({batch}), String)}
    </div>
    ${duel.hasTrained ? nothing : html`<p class="quiet">${words.noTrained}</p>`}
    <div class="sides">${SIDES.map((side) => sideView(duel, side, words, own, disabled))}</div>
    <p class="quiet">${words.rebuilds}</p>
    <div class="buttons">
      <button class="button" ?disabled=${disabled || !unusual(settings)} @click=${() => turn(DEFAULTS)}>${words.usual}</button>
      <button class="button" part="save" ?disabled=${disabled || game.steps === 0} @click=${save}>${words.save}</button>
    </div>
    ${saved ? html`<p class="quiet" role="status">${words.saved(saved)}</p>` : nothing}
  `;
}

function sideView(duel: Duel, side: Side, words: LateWords, own: Words, disabled: boolean): TemplateResult {
  const {settings} = duel;
  const turn = (name: 'rate' | 'turns' | 'layers' | 'width', value: number) =>
    duel.turn({[name]: {...settings[name], [side]: value}} as Partial<Settings>);
  const [slowest, fastest] = LIMITS.rate;
  const [least, most] = LIMITS.turns;
  const [thinnest, thickest] = LIMITS.layers;
  const counts = Array.from({length: thickest - thinnest + 1}, (_, i) => thinnest + i);
  return html`<fieldset class="side ${side}">
    <legend>${own.sides[side]}</legend>
    ${slider({
      id: `rate-${side}`,
      label: words.rate,
      value: Math.log10(settings.rate[side]),
      text: settings.rate[side] < 0.1 ? settings.rate[side].toFixed(4) : fixed(settings.rate[side], 2),
      min: slowest,
      max: fastest,
      step: 0.1,
      disabled,
      onInput: (power) => turn('rate', Number((10 ** power).toPrecision(2))),
    })}
    ${slider({
      id: `turns-${side}`,
      label: words.turns,
      value: settings.turns[side],
      text: String(settings.turns[side]),
      min: least,
      max: most,
      step: 1,
      disabled,
      onInput: (value) => turn('turns', value),
    })}
    <div class="choice">
      ${choice(words.layers, counts, settings.layers[side], disabled, (value) => turn('layers', value), String)}
      ${choice(words.width, LIMITS.widths, settings.width[side], disabled, (value) => turn('width', value), String)}
    </div>
  </fieldset>`;
}

/** A list to choose from, with its label before it. What is chosen is in it, even where a page has set something else. */
function choice<T extends string | number>(
  label: string,
  offered: readonly T[],
  chosen: T,
  disabled: boolean,
  choose: (one: T) => void,
  text: (one: T) => string,
): TemplateResult {
  const all = offered.includes(chosen) ? offered : [...offered, chosen];
  return html`<label class="choice"
    ><span class="quiet">${label}</span
    ><select ?disabled=${disabled} @change=${(event: Event) => choose(all[(event.target as HTMLSelectElement).selectedIndex]!)}>
      ${all.map((one) => html`<option .selected=${one === chosen}>${text(one)}</option>`)}
    </select></label
  >`;
}
