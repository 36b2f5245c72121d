import {html, nothing, svg, type TemplateResult} from 'lit';
import {fixed} from '../../src/elements/numbers.js';
import type {History} from '../../src/data/history.js';

const [WIDTH, HEIGHT] = [320, 76];
/** What of a line so far is in its next place. */
const SMOOTH = 0.8;

export type ChartView = {
  title: string;
  history: History;
  lines: readonly {name: string; label: string; kind: string}[];
  /** Lowest value that is in sight at least, and highest. */
  range: readonly [number, number];
  /** A level to compare with. */
  level: {value: number; label: string} | undefined;
  describe: (values: string) => string;
};

/** Lines over steps, each smooth, with its name and last value beside the title. */
export function historyChart({title, history, lines, range, level, describe}: ChartView): TemplateResult {
  const drawn = lines.map((line) => ({...line, points: history.smooth(line.name, SMOOTH)}));
  const values = drawn.flatMap(({points}) => points.map(({value}) => value));
  const low = Math.min(range[0], ...values);
  const high = Math.max(range[1], ...values);
  const last = history.entries.at(-1)?.step || 1;
  const x = (step: number) => ((WIDTH * step) / last).toFixed(1);
  const y = (value: number) => ((HEIGHT * (high - value)) / (high - low)).toFixed(1);
  const now = drawn.map(({label, points}) => `${label} ${points.length > 0 ? fixed(points.at(-1)!.value, 2) : '–'}`).join(', ');
  return html`<div class="history">
    <div class="quiet keys">
      <span>${title}</span>
      ${drawn.map(
        ({label, kind, points}) =>
          html`<span class="key ${kind}">${label} <b>${points.length > 0 ? fixed(points.at(-1)!.value, 2) : '–'}</b></span>`,
      )}
    </div>
    <div class="lines" role="img" aria-label=${describe(now)}>
      <svg aria-hidden="true" viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none">
        ${level ? svg`<line class="level" x1="0" x2=${WIDTH} y1=${y(level.value)} y2=${y(level.value)} />` : nothing}
        ${drawn.map(
          ({kind, points}) => svg`<polyline class=${kind} points=${points.map(({step, value}) => `${x(step)},${y(value)}`).join(' ')} />`,
        )}
      </svg>
      <span class="top">${fixed(high, 1)}</span>
      <span class="bottom">${level ? `${level.label} ${fixed(level.value, 3)}` : fixed(low, 1)}</span>
    </div>
  </div>`;
}
