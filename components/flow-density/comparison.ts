import {diverging} from '../../src/elements/controls/diverging.js';
import type {Density} from '../../src/data/densities.js';
import {canvasOf} from './color-scale.js';
import type {Field} from './flow-answers.js';

/** log p of the data at the cells of a square plane, in small steps: some densities take long to ask, and a page does other things in between. */
export function* truthSteps(size: number, density: Density, extent: number): Generator<void, Field> {
  const logProb = new Float32Array(size * size);
  const cell = (2 * extent) / size;
  for (let row = 0; row < size; row++) {
    const y = extent - (row + 0.5) * cell;
    for (let column = 0; column < size; column++) logProb[row * size + column] = density.logDensity((column + 0.5) * cell - extent, y);
    yield;
  }
  return {logProb, size};
}

/** KL(data ‖ flow) in nats, from both densities at the same cells. */
export function divergence({logProb, size}: Field, truth: Field, extent: number): number {
  const area = ((2 * extent) / size) ** 2;
  let kl = 0;
  for (const [i, expected] of truth.logProb.entries()) {
    const p = Math.exp(expected);
    if (p > 0) kl += p * (expected - logProb[i]!) * area;
  }
  return kl;
}

/** Flow minus data: purple where the flow has too little, green where it has too much; `top` gets the full colour. */
export function differenceMap({logProb, size}: Field, truth: Float32Array, top: number): HTMLCanvasElement {
  const image = new ImageData(size, size);
  for (let i = 0; i < logProb.length; i++) {
    image.data.set(diverging((Math.exp(logProb[i]!) - Math.exp(truth[i]!)) / top), 4 * i);
    image.data[4 * i + 3] = 255;
  }
  return canvasOf(image);
}
