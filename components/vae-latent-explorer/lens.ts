import {classColor} from '../../src/elements/class-colors.js';
import {nothing, svg, type SVGTemplateResult} from 'lit';
import type {Point} from '../../src/elements/controls/plane-drag.js';
import type {LatentPoints} from '../../src/format/manifest.js';
import type {Chart} from './chart.js';
import type {Posterior} from './examples.js';

/** Radius of the lens, in units of the plane's half side. */
const RADIUS = 0.25;
/** Round magnifications; below the first the ellipse on the plane can be read without a lens. */
const STEPS = [2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 50, 100, 200, 500];

/** How far the posterior must be enlarged to fill the lens: a round number, or undefined where no lens is needed. */
export function magnification({deviation}: Posterior, chart: Chart, extent: number): number | undefined {
  if (!deviation) return undefined;
  const {rx, ry} = chart.shadow(deviation);
  const fits = (0.72 * RADIUS * extent) / (2 * Math.max(rx, ry));
  return STEPS.filter((one) => one <= fits).at(-1);
}

/** One and two standard deviations around the mean as the plane shows them, with y downwards. */
export function ellipses({mean, deviation}: Posterior, chart: Chart): SVGTemplateResult | typeof nothing {
  if (!deviation) return nothing;
  const [x, y] = chart.toPlane(mean);
  const {rx, ry, angle} = chart.shadow(deviation);
  const one = (name: string, sigmas: number) =>
    svg`<ellipse class=${name} cx=${x} cy=${-y} rx=${sigmas * rx} ry=${sigmas * ry} transform="rotate(${-angle} ${x} ${-y})" />`;
  return svg`${one('posterior outer', 2)}${one('posterior', 1)}`;
}

export type LensView = {
  posterior: Posterior;
  chart: Chart;
  /** The ring's place and the test images, both on the plane. */ at: Point;
  points: LatentPoints | undefined;
  extent: number;
};

/**
 * A posterior is often smaller than the ring that marks z, so a lens in a free corner shows it enlarged, with the test points around
 * it and z itself.
 */
export function lens({posterior, chart, at, points, extent}: LensView): SVGTemplateResult | typeof nothing {
  const times = magnification(posterior, chart, extent);
  if (!times) return nothing;
  const radius = RADIUS * extent;
  const [x, y] = chart.toPlane(posterior.mean);
  // A corner away from the mean, and not the upper left, where the axis has its name.
  const corner = extent - 1.12 * radius;
  const [cx, cy] = y > 0 ? [x > 0 ? -corner : corner, corner] : [corner, -corner];
  const reach = (radius / times) * 1.2;
  const near = points?.labels.flatMap((label, i) => {
    const [px, py] = [points.z[2 * i]!, points.z[2 * i + 1]!];
    return Math.hypot(px - x, py - y) < reach ? [svg`<circle cx=${px} cy=${-py} r=${0.045 / times} fill=${classColor(label)} />`] : [];
  });
  const length = Math.hypot(cx - x, cy + y);
  const [ux, uy] = [(cx - x) / length, (cy + y) / length];
  return svg`
    <line class="leader" x1=${x + 0.26 * ux} y1=${-y + 0.26 * uy} x2=${cx - radius * ux} y2=${cy - radius * uy} />
    <circle class="glass" cx=${cx} cy=${cy} r=${radius} />
    <clipPath id="glass"><circle cx=${cx} cy=${cy} r=${radius} /></clipPath>
    <g clip-path="url(#glass)">
      <g transform="translate(${cx} ${cy}) scale(${times}) translate(${-x} ${y})">
        ${near} ${ellipses(posterior, chart)}
        <circle class="mean" cx=${x} cy=${-y} r=${0.03 / times} />
        <circle class="ring" cx=${at[0]} cy=${-at[1]} r=${0.13 / times} />
      </g>
    </g>
    <text class="times" x=${cx} y=${cy + radius * 0.92}>×${times}</text>
  `;
}
