import {html, svg, type TemplateResult} from 'lit';
import type {History, Place} from '../../src/data/history.js';
import {fixed} from '../../src/elements/numbers.js';

const [WIDTH, HEIGHT] = [320, 110];
/** What of the smooth line so far is in its next place. */
export const SMOOTH = 0.88;
/** Nats that are in sight above the floor or the lowest value, at most. */
const TALLEST = 3;

export type ChartWords = {lossChart: (from: string, to: string) => string; floor: string};

/** The loss in nats over steps, with the floor that no flow goes below. */
export function lossChart(history: History, floor: number | undefined, words: ChartWords): TemplateResult {
  const [points, smooth] = [history.line('loss'), history.smooth('loss', SMOOTH)];
  const now = smooth.at(-1)?.value;
  if (now === undefined) return html`<div class="chart"></div>`;
  const lowest = Math.min(...points.map(({value}) => value), floor ?? Infinity);
  // Below the floor there is room for its name.
  const low = lowest - (floor === undefined ? 0.1 : 0.3);
  const first = Math.max(...smooth.map(({value}) => value), low + 1);
  const high = Math.min(first, low + TALLEST) + 0.1;
  const last = points.at(-1)?.step ?? 1;
  const x = (step: number) => (WIDTH * step) / last;
  const y = (loss: number) => (HEIGHT * (high - loss)) / (high - low);
  const path = (line: readonly Place[]) => line.map(({step, value}) => `${x(step).toFixed(1)},${y(value).toFixed(1)}`).join(' ');
  return html`<div class="chart" role="img" aria-label=${words.lossChart(fixed(smooth[0]!.value, 2), fixed(now, 2))}>
    <svg aria-hidden="true" viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none">
      ${floor === undefined ? '' : svg`<line class="floor" x1="0" x2=${WIDTH} y1=${y(floor)} y2=${y(floor)} />`}
      <polyline class="raw" points=${path(points)} />
      <polyline class="smooth" points=${path(smooth)} />
    </svg>
    <span class="high">${fixed(high, 1)}</span>
    <span class="low">${floor === undefined ? fixed(low, 1) : `${words.floor} ${fixed(floor, 3)}`}</span>
  </div>`;
}
