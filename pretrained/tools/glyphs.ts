import {Random} from '../../src/data/random.js';

/** Letters that differ in their strokes rather than in a dot, ten since a plane has ten hues. */
export const GLYPHS = ['a', 'b', 'd', 'e', 'g', 'h', 'n', 'o', 's', 'u'];
export const GLYPH_SIZE = 28;

/** Pixels a side that a letter's longer side fills, as in MNIST. */
const FILLED = 20;
/** Drawn so many times larger, then averaged. */
const SUPERSAMPLING = 4;
const SEED = 5807;

/** The five axes of Recursive: monospace, casual, weight, slant in degrees, cursive forms. */
export type Settings = {MONO: number; CASL: number; wght: number; slnt: number; CRSV: number};

/** The nth setting of a split, each axis drawn evenly over its range; cursive forms, which replace letters by others, stay out. */
export function drawSettings(split: number, n: number): Settings {
  const random = Random.of(SEED, split, n);
  const [MONO, CASL, weight, slant] = [random.uniform(), random.uniform(), random.uniform(), random.uniform()];
  return {MONO, CASL, wght: 300 + 700 * weight, slnt: -15 * slant, CRSV: 0};
}

/** A letter's outline, its box scaled to the same length and put in the middle, white on black. */
export function svgOf(path: string, {minX, minY, maxX, maxY}: {minX: number; minY: number; maxX: number; maxY: number}): string {
  const side = (GLYPH_SIZE / FILLED) * Math.max(maxX - minX, maxY - minY);
  // The y axis of fonts points up.
  const [left, top] = [(minX + maxX - side) / 2, (-minY - maxY - side) / 2];
  const size = GLYPH_SIZE * SUPERSAMPLING;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}" viewBox="${left} ${top} ${side} ${side}">` +
    `<rect x="${left}" y="${top}" width="${side}" height="${side}"/><path fill="#fff" transform="scale(1 -1)" d="${path}"/></svg>`
  );
}

/** RGBA of a large drawing to grey pixels, each the mean of its square. */
export function shrink(rgba: Uint8Array): Uint8Array {
  const width = GLYPH_SIZE * SUPERSAMPLING;
  return Uint8Array.from({length: GLYPH_SIZE * GLYPH_SIZE}, (_, i) => {
    const [row, column] = [Math.floor(i / GLYPH_SIZE) * SUPERSAMPLING, (i % GLYPH_SIZE) * SUPERSAMPLING];
    let sum = 0;
    for (let y = 0; y < SUPERSAMPLING; y++) for (let x = 0; x < SUPERSAMPLING; x++) sum += rgba[4 * ((row + y) * width + column + x)]!;
    return Math.round(sum / SUPERSAMPLING ** 2);
  });
}
