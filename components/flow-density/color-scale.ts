import {viridis} from '../../src/elements/controls/viridis.js';

const STEPS = 256;
/** The part of the mass in the densest places that shares the brightest colour: a spike must not darken everything else. */
const SPIKES = 0.02;
const BINS = 200;

/** Viridis in 256 steps, three bytes each. */
const colors = Uint8Array.from({length: 3 * STEPS}, (_, i) => viridis(Math.floor(i / 3) / (STEPS - 1))[i % 3]!);

/** The density that gets the brightest colour, from log densities on a grid of equal cells. */
export function brightest(logProb: Float32Array): number {
  let most = -Infinity;
  for (const value of logProb) if (value > most) most = value;
  const masses = new Float64Array(BINS);
  let mass = 0;
  for (const value of logProb) {
    const density = Math.exp(value - most);
    masses[Math.min(BINS - 1, Math.floor(density * BINS))]! += density;
    mass += density;
  }
  let bin = BINS;
  for (let above = 0; bin > 1; bin--) {
    above += masses[bin - 1]!;
    if (above > SPIKES * mass) break;
  }
  return (Math.exp(most) * bin) / BINS;
}

/** Densities [size, size] as a picture; `top` gets the brightest colour. */
export function heatMap(densities: Float32Array, size: number, top: number): HTMLCanvasElement {
  const image = new ImageData(size, size);
  for (let i = 0; i < densities.length; i++) {
    const color = 3 * Math.min(STEPS - 1, Math.max(0, Math.floor((densities[i]! / top) * STEPS)));
    image.data[4 * i] = colors[color]!;
    image.data[4 * i + 1] = colors[color + 1]!;
    image.data[4 * i + 2] = colors[color + 2]!;
    image.data[4 * i + 3] = 255;
  }
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = size;
  canvas.getContext('2d')!.putImageData(image, 0, 0);
  return canvas;
}
