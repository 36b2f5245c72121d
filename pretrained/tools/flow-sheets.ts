import {encode} from 'fast-png';
import type {Density} from '../../src/data/densities.js';
import {Random} from '../../src/data/random.js';
import type {FlowNets} from './flow-nets.js';

type Box = Density['box'];
/** Three channels, square. */
type Picture = Uint8Array;

/** Viridis at eleven places (Smith and van der Walt 2015), dark to light. */
const VIRIDIS = ['440154', '482475', '414487', '355f8d', '2a788e', '21918c', '22a884', '44bf70', '7ad151', 'bddf26', 'fde725'].map((hex) =>
  [0, 2, 4].map((at) => parseInt(hex.slice(at, at + 2), 16)),
);

/** Middles of the cells of a square grid, row after row from the top, x and y in turns. */
export function gridPoints([left, bottom, right, top]: Box, size: number): Float32Array {
  const points = new Float32Array(2 * size * size);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      points[2 * (row * size + column)] = left + ((right - left) * (column + 0.5)) / size;
      points[2 * (row * size + column) + 1] = top - ((top - bottom) * (row + 0.5)) / size;
    }
  }
  return points;
}

/** Heat map of a density; `top` is what the lightest colour stands for. */
function heat(logProb: ArrayLike<number>, top: number): Picture {
  const picture = new Uint8Array(3 * logProb.length);
  for (let i = 0; i < logProb.length; i++) {
    const place = Math.min(1, Math.exp(logProb[i]!) / top) * (VIRIDIS.length - 1);
    const low = Math.min(VIRIDIS.length - 2, Math.floor(place));
    for (let channel = 0; channel < 3; channel++) {
      const [from, to] = [VIRIDIS[low]![channel]!, VIRIDIS[low + 1]![channel]!];
      picture[3 * i + channel] = Math.round(from + (place - low) * (to - from));
    }
  }
  return picture;
}

/** Points as dark dots on white, one a point. */
export function dots(points: Float32Array, [left, bottom, right, top]: Box, size: number): Picture {
  const picture = new Uint8Array(3 * size * size).fill(255);
  for (let at = 0; at < points.length; at += 2) {
    const column = Math.floor(((points[at]! - left) / (right - left)) * size);
    const row = Math.floor(((top - points[at + 1]!) / (top - bottom)) * size);
    if (column < 0 || column >= size || row < 0 || row >= size) continue;
    const start = 3 * (row * size + column);
    for (let channel = 0; channel < 3; channel++) picture[start + channel] = Math.round(picture[start + channel]! * 0.45);
  }
  return picture;
}

/** Square pictures beside each other, white between them. */
export function beside(pictures: readonly Picture[], size: number, gap = 8): Uint8Array {
  const width = pictures.length * (size + gap) - gap;
  const data = new Uint8Array(3 * width * size).fill(255);
  for (const [index, picture] of pictures.entries()) {
    for (let row = 0; row < size; row++) {
      data.set(picture.subarray(3 * row * size, 3 * (row + 1) * size), 3 * (row * width + index * (size + gap)));
    }
  }
  return encode({width, height: size, data, channels: 3, depth: 8}, {zlib: {level: 9}});
}

/** Points of the flow for draws from the base, unpicked. */
export function drawFrom(nets: FlowNets, count: number, seed: number): Float32Array {
  const random = new Random(seed);
  return nets.inverse(Float32Array.from({length: 2 * count}, () => random.normal()));
}

/** The density of the data and beside it the flow's, in the same colours. */
export function densitySheet(nets: FlowNets, density: Density, size: number): Uint8Array {
  const points = gridPoints(density.box, size);
  const exact = Float64Array.from({length: size * size}, (_, i) => density.logDensity(points[2 * i]!, points[2 * i + 1]!));
  const sorted = exact.toSorted();
  const top = Math.exp(sorted[Math.floor(0.998 * (sorted.length - 1))]!);
  return beside([heat(exact, top), heat(nets.forward(points).logProb, top)], size);
}

/** What a run has learned so far: the flow's density, lightest at its highest, and its points. */
export function quickSheet(nets: FlowNets, {box}: Density, count: number, size: number, seed: number): Uint8Array {
  const {logProb} = nets.forward(gridPoints(box, size));
  return beside([heat(logProb, Math.exp(Math.max(...logProb))), dots(drawFrom(nets, count, seed), box, size)], size);
}

/** Points of the data and beside them as many of the flow. */
export function pointSheet(nets: FlowNets, density: Density, count: number, size: number, seed: number): Uint8Array {
  const pictures = [density.sample(count, new Random(seed)), drawFrom(nets, count, seed)].map((points) => dots(points, density.box, size));
  return beside(pictures, size);
}
