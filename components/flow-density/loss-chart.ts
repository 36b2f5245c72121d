import {html, svg, type TemplateResult} from 'lit';
import {fixed} from '../../src/elements/numbers.js';

const [WIDTH, HEIGHT] = [320, 110];
/** More points than a chart shows: two neighbours become one. */
const MOST = 240;
/** Half-life of the smooth line, in points of the chart. */
const SMOOTH = 0.88;
/** Nats that are in sight above the floor or the lowest value, at most. */
const TALLEST = 3;

/** Losses of steps, thinned as they become many. */
export class LossHistory {
  #points: {step: number; loss: number; of: number}[] = [];
  #each = 1;

  clear(): void {
    this.#points = [];
    this.#each = 1;
  }

  add(step: number, loss: number): void {
    const last = this.#points.at(-1);
    if (last && last.of < this.#each) {
      last.loss += (loss - last.loss) / ++last.of;
      last.step = step;
    } else this.#points.push({step, loss, of: 1});
    if (this.#points.length <= MOST) return;
    this.#each *= 2;
    this.#points = this.#points.flatMap((one, i, all) => {
      const next = all[i + 1];
      if (i % 2 === 1) return [];
      if (!next) return [one];
      const of = one.of + next.of;
      return [{step: next.step, loss: (one.loss * one.of + next.loss * next.of) / of, of}];
    });
  }

  get points(): readonly {step: number; loss: number}[] {
    return this.#points;
  }

  /** The smooth line; a step's own loss swings with its examples. */
  get smooth(): {step: number; loss: number}[] {
    let [mean, weight] = [0, 0];
    return this.#points.map(({step, loss}) => {
      mean = SMOOTH * mean + (1 - SMOOTH) * loss;
      weight = SMOOTH * weight + (1 - SMOOTH);
      return {step, loss: mean / weight};
    });
  }
}

export type ChartWords = {lossChart: (from: string, to: string) => string; floor: string};

/** The loss in nats over steps, with the floor that no flow goes below. */
export function lossChart(history: LossHistory, floor: number | undefined, words: ChartWords): TemplateResult {
  const {points, smooth} = history;
  const now = smooth.at(-1)?.loss;
  if (now === undefined) return html`<div class="chart"></div>`;
  const lowest = Math.min(...points.map(({loss}) => loss), floor ?? Infinity);
  // Below the floor there is room for its name.
  const low = lowest - (floor === undefined ? 0.1 : 0.3);
  const first = Math.max(...smooth.map(({loss}) => loss), low + 1);
  const high = Math.min(first, low + TALLEST) + 0.1;
  const last = points.at(-1)?.step ?? 1;
  const x = (step: number) => (WIDTH * step) / last;
  const y = (loss: number) => (HEIGHT * (high - loss)) / (high - low);
  const path = (line: readonly {step: number; loss: number}[]) =>
    line.map(({step, loss}) => `${x(step).toFixed(1)},${y(loss).toFixed(1)}`).join(' ');
  return html`<div class="chart" role="img" aria-label=${words.lossChart(fixed(smooth[0]!.loss, 2), fixed(now, 2))}>
    <svg aria-hidden="true" viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none">
      ${floor === undefined ? '' : svg`<line class="floor" x1="0" x2=${WIDTH} y1=${y(floor)} y2=${y(floor)} />`}
      <polyline class="raw" points=${path(points)} />
      <polyline class="smooth" points=${path(smooth)} />
    </svg>
    <span class="high">${fixed(high, 1)}</span>
    <span class="low">${floor === undefined ? fixed(low, 1) : `${words.floor} ${fixed(floor, 3)}`}</span>
  </div>`;
}
