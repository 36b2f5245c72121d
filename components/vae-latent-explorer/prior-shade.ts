import {viridis} from '../../src/elements/controls/viridis.js';
import type {Chart} from './chart.js';

/** Cells a side; enlarged smoothly. */
const CELLS = 96;

/** The prior's density on a plane, relative to where it is densest there: exp(−(|z|² − |middle|²)/2) in the colours of viridis. */
export function priorShade(chart: Chart, size: number, extent: number): HTMLCanvasElement {
  const canvas = Object.assign(document.createElement('canvas'), {width: CELLS, height: CELLS});
  const image = new ImageData(CELLS, CELLS);
  const centre = new Array<number>(size).fill(0);
  const at = (i: number) => ((2 * i + 1) / CELLS - 1) * extent;
  for (let i = 0; i < CELLS * CELLS; i++) {
    const z = chart.toLatent([at(i % CELLS), -at(Math.floor(i / CELLS))], centre);
    const square = z.reduce((sum, value) => sum + value * value, 0);
    image.data.set([...viridis(Math.exp(-square / 2)), 255], 4 * i);
  }
  canvas.getContext('2d')!.putImageData(image, 0, 0);
  return canvas;
}
