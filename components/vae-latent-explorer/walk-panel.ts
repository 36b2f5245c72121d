import {html, svg, type SVGTemplateResult, type TemplateResult} from 'lit';
import {explanation, explanationButton} from '../../src/elements/controls/explanation.js';
import {painted} from '../../src/elements/controls/painted.js';
import {slider} from '../../src/elements/controls/slider.js';
import {fixed} from '../../src/elements/numbers.js';
import type {Exploration} from './exploration.js';
import type {Walk} from './explorer-state.js';
import {placeOn} from '../../src/data/interpolate.js';
import type {LateView} from './late.js';
import {Strip, type StripHost} from './strip.js';

/** Pictures from A to B, both included. */
const PICTURES = 9;
const MILLISECONDS = 5000;
/** A spherical path is a curve on the plane. */
const SEGMENTS = 48;

/** Interpolation between two points that the reader chose: as a strip, and as an animation with a scrubber. */
export class WalkPanel {
  readonly #exploration: Exploration;
  readonly #changed: () => void;
  readonly #told: () => void;
  readonly #strip: Strip;
  #playing = false;

  constructor(exploration: Exploration, host: StripHost & {told: () => void}) {
    this.#exploration = exploration;
    this.#changed = host.changed;
    this.#told = host.told;
    this.#strip = new Strip('walk', host);
  }

  /** The way, from the ring to a picture of another kind until the reader says otherwise. It is settled once test pictures are there. */
  get #walk(): Walk {
    const {walk, z, still} = this.#exploration;
    if (walk) return walk;
    const first: Walk = {a: [...z], b: this.#elsewhere(), path: z.length > 2 ? 'spherical' : 'linear', at: 0};
    if (still?.points) this.#exploration.walk = first;
    return first;
  }

  update(): void {
    const walk = this.#walk;
    this.#strip.want(Array.from({length: PICTURES}, (_, i) => placeOn(walk, i / (PICTURES - 1))));
  }

  /** The path on the plane, with its ends. */
  overlay(): SVGTemplateResult {
    const walk = this.#walk;
    const {chart} = this.#exploration;
    const places = Array.from({length: SEGMENTS + 1}, (_, i) => chart.toPlane(placeOn(walk, i / SEGMENTS)));
    const end = (name: string, z: readonly number[]) => {
      const [x, y] = chart.toPlane(z);
      return svg`<g class="end" transform="translate(${x} ${-y})"><circle r="0.15" /><text y="0.075">${name}</text></g>`;
    };
    return svg`<polyline class="path" points=${places.map(([x, y]) => `${x},${-y}`).join(' ')} />${end('A', walk.a)}${end('B', walk.b)}`;
  }

  render({words, disabled, explained, explain}: LateView): TemplateResult {
    const walk = this.#walk;
    const {pictures} = this.#strip;
    const open = explained === 'walk';
    const nearest = Math.round(walk.at * (PICTURES - 1));
    return html`
      <div class="row wrap">
        <button class="button small" ?disabled=${disabled} @click=${() => this.#set({a: [...this.#exploration.z], at: 0})}>
          ${words.aHere}
        </button>
        <button class="button small" ?disabled=${disabled} @click=${() => this.#set({b: [...this.#exploration.z], at: 1})}>
          ${words.bHere}
        </button>
        <span class="choice" role="radiogroup" aria-label=${words.path}>
          ${(['linear', 'spherical'] as const).map(
            (path) =>
              html`<label
                ><input
                  type="radio"
                  name="path"
                  .checked=${walk.path === path}
                  ?disabled=${disabled}
                  @change=${() => this.#bend(path)}
                />${words[path]}</label
              >`,
          )}
        </span>
        ${explanationButton('walk-help', words.explain(words.panels.walk), open, () => explain('walk'))}
      </div>
      ${explanation('walk-help', words.walkHelp, open)}
      <div class="pictures" role="group" aria-label=${words.panels.walk}>
        ${Array.from({length: PICTURES}, (_, i) => {
          const name = i === 0 ? 'A' : i === PICTURES - 1 ? 'B' : '';
          return html`<button
            class="picture"
            aria-label="${name} ${words.percent(Math.round((100 * i) / (PICTURES - 1)))}"
            aria-pressed=${nearest === i}
            ?disabled=${disabled}
            @click=${() => this.#goTo(i / (PICTURES - 1))}
          >
            <canvas ${painted(pictures, i)}></canvas><span aria-hidden="true">${name}</span>
          </button>`;
        })}
      </div>
      <div class="scrubber">
        ${slider({
          id: 'along',
          label: words.along,
          value: walk.at,
          text: words.percent(Math.round(100 * walk.at)),
          min: 0,
          max: 1,
          step: 0.01,
          disabled,
          onInput: (at) => this.#goTo(at),
        })}
        ${
          this.#still
            ? ''
            : html`<button class="button small" ?disabled=${disabled} @click=${() => (this.#playing ? this.#pause() : this.#play())}>
                ${this.#playing ? words.pause : words.play}
              </button>`
        }
        <button class="button small" ?disabled=${disabled} @click=${() => this.#step()}>${words.step}</button>
      </div>
      <p class="quiet">${words.lengths(length(walk.a), length(placeOn(walk, 0.5)), length(walk.b), fixed(usual(walk.a.length), 1))}</p>
    `;
  }

  /** Whoever asked for less motion gets steps. */
  get #still(): boolean {
    return matchMedia('(prefers-reduced-motion: reduce)').matches;
  }

  #set(change: Partial<Walk>): void {
    this.#exploration.stop();
    this.#exploration.walk = {...this.#walk, ...change};
    this.#told();
  }

  #goTo(at: number): void {
    const walk = {...this.#walk, at};
    this.#exploration.walk = walk;
    this.#exploration.move(placeOn(walk, at));
  }

  #bend(path: Walk['path']): void {
    this.#set({path});
    this.#goTo(this.#walk.at);
  }

  #step(): void {
    const {at} = this.#walk;
    this.#goTo(at >= 1 ? 0 : Math.min(1, (Math.floor(at * (PICTURES - 1) + 1e-6) + 1) / (PICTURES - 1)));
  }

  #play(): void {
    const from = this.#walk.at >= 1 ? 0 : this.#walk.at;
    let started: number | undefined;
    let frame = requestAnimationFrame(
      function advance(this: WalkPanel, now: number): void {
        started ??= now;
        const at = Math.min(1, from + (now - started) / MILLISECONDS);
        const walk = (this.#exploration.walk = {...this.#walk, at});
        this.#exploration.goTo(placeOn(walk, at));
        if (at < 1) frame = requestAnimationFrame(advance.bind(this));
        else this.#pause();
      }.bind(this),
    );
    this.#exploration.animate(() => {
      cancelAnimationFrame(frame);
      this.#playing = false;
      this.#changed();
    });
    this.#playing = true;
    this.#changed();
  }

  #pause(): void {
    this.#exploration.stop();
    this.#told();
  }

  /** A test picture in the middle of the class whose middle is furthest from the ring; without test pictures, the other side of the centre. */
  #elsewhere(): number[] {
    const {z, still, chart} = this.#exploration;
    const {points, projected} = still ?? {};
    if (!points || !projected) return z.map((value) => -value);
    const here = chart.toPlane(z);
    const [middle] = still!.centres.sort((a, b) => Math.hypot(b.x - here[0], b.y - here[1]) - Math.hypot(a.x - here[0], a.y - here[1]));
    const far = (i: number) => Math.hypot(projected.z[2 * i]! - middle!.x, projected.z[2 * i + 1]! - middle!.y);
    const index = points.labels.reduce((best, label, i) => (label === middle!.label && (best < 0 || far(i) < far(best)) ? i : best), -1);
    return points.z.slice(index * z.length, (index + 1) * z.length);
  }
}

const length = (z: readonly number[]) => fixed(Math.hypot(...z), 1);

/** Mean length of a draw from a standard normal of so many dimensions, by the recurrence of the chi distribution's means: χ₁ = √(2/π), χₙ₊₁ = n/χₙ. */
export function usual(size: number): number {
  let mean = Math.sqrt(2 / Math.PI);
  for (let n = 1; n < size; n++) mean = n / mean;
  return mean;
}
