import {contours} from 'd3-contour';
import {viridis} from '../../src/elements/controls/viridis.js';
import type {Field} from './flow-answers.js';

/** Parts of all points that a line lies around, in the smallest area that holds them. */
export const PARTS = [0.98, 0.9, 0.7, 0.5, 0.3, 0.1] as const;
/** Finer lines take longer than a frame. */
const FINEST = 128;

type Lines = {part: number; shapes: number[][][][]}[];

/** Lines of equal density, for each of `PARTS`, in cells of `size`. */
export function linesOf(field: Field): {lines: Lines; size: number} {
  const {values, size} = coarse(field);
  const levels = levelsOf(values);
  const make = contours().size([size, size]).smooth(true);
  return {size, lines: PARTS.map((part, i) => ({part, shapes: make.contour(values, levels[i]!).coordinates}))};
}

/** Densities, cells joined by fours until they are few enough. */
function coarse({logProb, size}: Field): {values: number[]; size: number} {
  let values = Array.from(logProb, Math.exp);
  while (size > FINEST && size % 2 === 0) {
    const half = size / 2;
    const fine = values;
    const side = size;
    values = Array.from({length: half * half}, (_, i) => {
      const corner = 2 * Math.floor(i / half) * side + 2 * (i % half);
      return (fine[corner]! + fine[corner + 1]! + fine[corner + side]! + fine[corner + side + 1]!) / 4;
    });
    size = half;
  }
  return {values, size};
}

/** The densities above which each part of the mass lies. */
export function levelsOf(values: readonly number[]): number[] {
  const sorted = Float64Array.from(values).sort().reverse();
  const mass = sorted.reduce((sum, value) => sum + value, 0);
  const levels = PARTS.map(() => 0);
  let sum = 0;
  let next = PARTS.length - 1;
  for (let i = 0; i < sorted.length && next >= 0; i++) {
    sum += sorted[i]!;
    while (next >= 0 && sum >= PARTS[next]! * mass) levels[next--] = sorted[i]!;
  }
  return levels;
}

/** Brighter lines lie around fewer points; the brightest of all could not be seen on white paper. */
export const contourColor = (index: number): string => `rgb(${viridis((0.78 * index) / (PARTS.length - 1)).join(' ')})`;

/** On a dark page the other way round. */
export const contourColorOnDark = (index: number): string => `rgb(${viridis(0.3 + (0.7 * index) / (PARTS.length - 1)).join(' ')})`;

export function paintContours(
  context: CanvasRenderingContext2D,
  {lines, size}: ReturnType<typeof linesOf>,
  color: (index: number) => string,
): void {
  const {width, clientWidth} = context.canvas;
  const scale = width / size;
  context.lineWidth = (1.6 * width) / clientWidth;
  context.lineJoin = 'round';
  lines.forEach(({shapes}, i) => {
    context.strokeStyle = color(i);
    context.beginPath();
    for (const ring of shapes.flat()) {
      ring.forEach(([x, y], k) => context[k === 0 ? 'moveTo' : 'lineTo'](x! * scale, y! * scale));
      context.closePath();
    }
    context.stroke();
  });
}
