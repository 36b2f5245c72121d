import {diverging} from '../../src/elements/controls/diverging.js';
import type {Density} from '../../src/data/densities.js';
import {canvasOf} from './color-scale.js';
import type {Field} from './flow-answers.js';

/** The density of the data beside that of the flow, on the same cells. */
export type Comparison = {
  truth: Field;
  /** KL(data ‖ flow) in nats, from the densities at the cells. */
  kl: number;
};

export function compare(field: Field, density: Density, extent: number): Comparison {
  const {logProb, size} = field;
  const truth = new Float32Array(logProb.length);
  const cell = (2 * extent) / size;
  let kl = 0;
  for (let i = 0; i < truth.length; i++) {
    const x = ((i % size) + 0.5) * cell - extent;
    const y = extent - (Math.floor(i / size) + 0.5) * cell;
    truth[i] = density.logDensity(x, y);
    const p = Math.exp(truth[i]!);
    if (p > 0) kl += p * (truth[i]! - logProb[i]!) * cell ** 2;
  }
  return {truth: {logProb: truth, size}, kl};
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
