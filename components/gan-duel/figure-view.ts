import {html, nothing, type TemplateResult} from 'lit';
import {DENSITY_NAMES, type DensityName} from '../../src/data/density-names.js';
import {explanation, explanationButton} from '../../src/elements/controls/explanation.js';
import {cssProperties} from '../../src/elements/css-properties.js';
import {stressed} from '../../src/elements/stressed.js';
import type {Duel} from './duel.js';
import {PANELS, SIDES, type PanelName} from './duel-state.js';
import {historyChart} from './history-chart.js';
import type {Late} from './late.js';
import type {Words} from './locales/words.js';
import {meaning, pair, standing, verdict} from './readout.js';

export type Topic = 'plane';

export type FigureView = {
  words: Words;
  shows: (panel: string) => boolean;
  disabled: boolean;
  handle: () => HTMLElement;
  explained: Topic | undefined;
  explain: (topic: Topic) => void;
  /** Panels and explanations, once they are there. */
  late: Late | undefined;
  toggle: (panel: PanelName) => void;
  cover: TemplateResult;
  footer: unknown;
  spoken: string;
};

/** The whole figure, each panel unless its author hides it. */
export function figureView(duel: Duel, view: FigureView): TemplateResult {
  const {words, shows} = view;
  const panel = (name: string, render: () => unknown) => (shows(name) ? render() : nothing);
  return html`
    <div class="figure" part="figure" role="group" aria-label=${words.figure}>
      ${planeView(duel, view)}
      <div class="beside">
        ${panel('controls', () => controlsView(duel, view))}
        ${panel(
          'readout',
          () =>
            html`<div class="readout" part="readout">
              <p>${stressed(standing(words, duel))}</p>
              <p>${stressed(meaning(words, duel))}</p>
              <p class="quiet">${stressed(verdict(words, duel))}</p>
            </div>`,
        )}
        ${panel('charts', () => chartsView(duel, words))}
      </div>
      ${actionsView(duel, view)} ${view.late?.render(view.disabled) ?? nothing}
      <div class="bottom">${panel('footer', () => html`<div class="footer quiet" part="footer">${view.footer}</div>`)}</div>
      <div class="status" role="status">${view.spoken}</div>
    </div>
  `;
}

function planeView(duel: Duel, view: FigureView): TemplateResult {
  const {words, disabled, explained, explain, late} = view;
  const {drag, extent, watch} = duel;
  const at = [duel.x[0] / extent, duel.x[1] / extent] as const;
  const percent = (value: number) => `${50 * Math.min(1, Math.max(-1, value))}%`;
  const isOff = disabled || !watch.scene;
  return html`<div class="space">
    <div class="frame">
      <div
        class="plane"
        part="plane"
        @pointerdown=${(event: PointerEvent) => !isOff && drag.down(event, view.handle(), at)}
        @pointermove=${drag.move}
        @pointerup=${drag.up}
        @pointercancel=${drag.up}
        @click=${(event: MouseEvent) => !isOff && drag.click(event, view.handle())}
        @keydown=${(event: KeyboardEvent) => !isOff && event.target === view.handle() && drag.key(event, at)}
      >
        <canvas aria-hidden="true"></canvas>
        <div class="carrier" ?hidden=${!watch.scene} ${cssProperties({transform: `translate(${percent(at[0])}, ${percent(-at[1])})`})}>
          <div
            class="handle"
            part="handle"
            role="slider"
            tabindex=${isOff ? -1 : 0}
            aria-disabled=${isOff}
            aria-label=${words.handle}
            aria-roledescription=${words.handleRole}
            aria-valuemin=${-extent}
            aria-valuemax=${extent}
            aria-valuenow=${duel.x[0].toFixed(2)}
            aria-valuetext=${pair(duel.x)}
          ></div>
        </div>
      </div>
      ${view.cover}
    </div>
    ${
      view.shows('legend')
        ? html`<div class="legend quiet" part="legend">
            <span class="mark data">${words.marks.data}</span><span class="mark samples">${words.marks.samples}</span
            ><span class="mark gradients">${words.marks.gradients}</span>
            ${explanationButton('plane-help', words.explain(words.plane), explained === 'plane', () => explain('plane'))}
            <span class="scale">${words.saysSample}<span class="ramp"></span>${words.saysData}</span>
          </div>`
        : nothing
    }
    ${explanation('plane-help', late?.help ?? '', explained === 'plane')}
  </div>`;
}

function controlsView(duel: Duel, {words, disabled}: FigureView): TemplateResult {
  const {game} = duel;
  const off = disabled || !duel.canPlay || game.phase === 'starting';
  return html`<div class="buttons" part="controls">
    <button class="button primary" part="play" ?disabled=${off} @click=${() => game.play()}>
      ${game.phase === 'starting' ? words.starting : game.phase === 'playing' ? words.pause : words.play}
    </button>
    <button class="button" part="step" ?disabled=${off} @click=${() => game.one()}>${words.stepBoth}</button>
    ${SIDES.map((side) => html`<button class="button" ?disabled=${off} @click=${() => game.one(side)}>${words.stepOnly[side]}</button>`)}
    <button class="button" ?disabled=${off || game.steps === 0} @click=${() => void game.reset()}>${words.reset}</button>
    <label class="check"
      ><input
        type="checkbox"
        .checked=${game.isSlow}
        ?disabled=${disabled}
        @change=${(event: Event) => duel.setSlow((event.target as HTMLInputElement).checked)}
      />${words.slow}</label
    >
  </div>`;
}

function chartsView({watch: {history, measure}}: Duel, words: Words): TemplateResult {
  return html`<div class="charts" part="charts">
    ${historyChart({
      title: words.losses,
      history,
      lines: SIDES.map((side) => ({name: side, label: words.sides[side], kind: side})),
      range: [0, 2],
      level: undefined,
      describe: (values) => words.chart(words.losses, values),
    })}
    ${historyChart({
      title: words.distance,
      history,
      lines: [{name: 'js', label: '', kind: 'js'}],
      range: [0, 0.7],
      level: measure?.floor === undefined ? undefined : {value: measure.floor, label: words.floor},
      describe: (values) => words.chart(words.distance, values),
    })}
  </div>`;
}

function actionsView(duel: Duel, {words, disabled, shows, toggle}: FigureView): TemplateResult {
  const data = duel.shown;
  const choose = (event: Event) => {
    const {value} = event.target as HTMLSelectElement;
    if (value) duel.choose(value as DensityName);
  };
  return html`<div class="actions">
    ${
      shows('sets')
        ? html`<label class="sets" part="sets"
            ><span class="quiet">${words.dataSet}</span
            ><select ?disabled=${disabled} @change=${choose}>
              ${duel.own || !data ? html`<option value="" selected>${duel.own ? words.ownData : words.ownModel}</option>` : nothing}
              ${DENSITY_NAMES.map(
                (name) => html`<option value=${name} .selected=${name === data && !duel.own}>${words.sets[name]}</option>`,
              )}
            </select></label
          >`
        : nothing
    }
    ${PANELS.filter(shows).map(
      (panel) =>
        html`<button
          class="button"
          part="${panel}-button"
          aria-expanded=${duel.panel === panel}
          aria-controls="panel"
          ?disabled=${disabled}
          @click=${() => toggle(panel)}
        >
          ${words.panels[panel]}
        </button>`,
    )}
  </div>`;
}
