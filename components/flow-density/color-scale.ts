import {viridis} from '../../src/elements/controls/viridis.js';

const STEPS = 256;
/** The part of the mass in the densest places that shares the brightest colour: a spike must not darken everything else. */
const SPIKES = 0.02;
const BINS = 200;

let table: Uint8Array | undefined;
/** Viridis in 256 steps, three bytes each. */
const colors = () => (table ??= Uint8Array.from({length: 3 * STEPS}, (_, i) => viridis(Math.floor(i / 3) / (STEPS - 1))[i % 3]!));

/** The density that gets the brightest colour, of those on a grid of equal cells. */
export function brightest(densities: Float32Array): number {
  let most = 0;
  for (const density of densities) if (density > most) most = density;
  if (most === 0) return 1;
  const masses = new Float64Array(BINS);
  let mass = 0;
  for (const density of densities) {
    masses[Math.min(BINS - 1, Math.floor((density / most) * BINS))]! += density;
    mass += density;
  }
  let bin = BINS;
  for (let above = 0; bin > 1; bin--) {
    above += masses[bin - 1]!;
    if (above > SPIKES * mass) break;
  }
  return (most * bin) / BINS;
}

/** Densities [size, size] as a picture; `top` gets the brightest colour. */
export function heatMap(densities: Float32Array, size: number, top: number): HTMLCanvasElement {
  const image = new ImageData(size, size);
  const table = colors();
  for (let i = 0; i < densities.length; i++) {
    const color = 3 * Math.min(STEPS - 1, Math.max(0, Math.floor((densities[i]! / top) * STEPS)));
    for (let channel = 0; channel < 3; channel++) image.data[4 * i + channel] = table[color + channel]!;
    image.data[4 * i + 3] = 255;
  }
  return canvasOf(image);
}

/** A picture that can be drawn at any size. */
export function canvasOf(image: ImageData): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = image.width;
  canvas.height = image.height;
  canvas.getContext('2d')!.putImageData(image, 0, 0);
  return canvas;
}
