import {html, svg, type TemplateResult} from 'lit';
import type {InvertStep} from '../../src/client/session.js';

const [WIDTH, HEIGHT] = [320, 96];
/** Mean square differences from top to bottom, as powers of ten. */
const [TOP, BOTTOM] = [-1, -6];

export type ChartWords = {
  /** Peak signal-to-noise ratios in decibels, from the first to the last. */
  chart: (from: string, to: string) => string;
  chartAxis: (steps: number) => string;
};

/** The error of each beginning over the steps, on a logarithmic scale: that of the best one strong, and where the shown picture stands. */
export function searchChart(reports: readonly InvertStep[], best: number, shown: number, scale: number, words: ChartWords): TemplateResult {
  const steps = reports.at(-1)?.steps ?? 1;
  const lowest = Math.floor(Math.min(-2, ...reports.flatMap(({losses}) => [...losses].map((loss) => Math.log10(loss * scale)))));
  const bottom = Math.max(BOTTOM, lowest);
  const x = (step: number) => (WIDTH * step) / steps;
  const y = (loss: number) => {
    const power = Math.log10(Math.max(loss * scale, 10 ** bottom));
    return (HEIGHT * (TOP - Math.min(TOP, power))) / (TOP - bottom);
  };
  const line = (at: number) => reports.map(({step, losses}) => `${x(step).toFixed(1)},${y(losses[at]!).toFixed(1)}`).join(' ');
  const others = [...(reports[0]?.losses.keys() ?? [])].filter((at) => at !== best);
  const place = reports[shown];
  const decibels = (at: number) => (-10 * Math.log10((reports.at(at)?.losses[best] ?? 1) * scale)).toFixed(1);
  const rules = Array.from({length: TOP - bottom + 1}, (_, i) => TOP - i);
  return html`<div class="search-chart">
    <svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label=${words.chart(decibels(0), decibels(-1))}>
      ${rules.map((power) => svg`<line class="rule" x1="0" x2=${WIDTH} y1=${y(10 ** power / scale)} y2=${y(10 ** power / scale)} />`)}
      ${others.map((at) => svg`<polyline class="other" points=${line(at)} />`)}
      ${place ? svg`<line class="now" x1=${x(place.step)} x2=${x(place.step)} y1="0" y2=${HEIGHT} />` : ''}
      ${reports.length > 0 ? svg`<polyline class="best" points=${line(best)} />` : ''}
    </svg>
    <div class="axis" aria-hidden="true">
      <span>10<sup>${`−${-TOP}`}</sup></span
      ><span>10<sup>${`−${-bottom}`}</sup></span>
    </div>
    <span class="quiet">${words.chartAxis(steps)}</span>
  </div>`;
}
