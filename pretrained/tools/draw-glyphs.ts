// node --import tsx pretrained/tools/draw-glyphs.ts [folder]: draws the letters of the data set glyphs-recursive once, as four IDX files of the MNIST kind, into <folder>/glyphs-recursive
// (folder: .cache/data, where the packages that draw them are installed; pretrained/tools/data.ts names them).
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {join, resolve} from 'node:path';
import {writeIdx} from '../../src/data/idx.js';
import {GLYPHS, GLYPH_SIZE, drawSettings, shrink, svgOf, type Settings} from './glyphs.js';

/** Letters in each file; the last 5,000 of the training file are the validation split. */
const COUNTS = {train: 30_000, t10k: 5000};

type Font = {
  getVariation(settings: Settings): Font;
  glyphForCodePoint(code: number): {path: {toSVG(): string; bbox: {minX: number; minY: number; maxX: number; maxY: number}}};
};

const folder = resolve(process.argv[2] ?? '.cache/data');
const require = createRequire(join(folder, 'node_modules', 'from-here.js'));
const {decompress} = require('wawoff2') as {decompress(file: Uint8Array): Promise<Uint8Array>};
const {create} = require('fontkit') as {create(file: Buffer): Font};
const {Resvg} = require('@resvg/resvg-js') as {Resvg: new (svg: string, options: object) => {render(): {pixels: Uint8Array}}};
const packed = readFileSync(join(folder, 'node_modules/@fontsource-variable/recursive/files/recursive-latin-full-normal.woff2'));
const font = create(Buffer.from(await decompress(packed)));

let drawn: Font | undefined;
const place = join(folder, 'glyphs-recursive');
mkdirSync(place, {recursive: true});
for (const [stream, [split, count]] of Object.entries(COUNTS).entries()) {
  const pixels = new Uint8Array(count * GLYPH_SIZE * GLYPH_SIZE);
  const labels = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    // All letters of one setting, then the next setting.
    const label = i % GLYPHS.length;
    if (label === 0) drawn = font.getVariation(drawSettings(stream, Math.floor(i / GLYPHS.length)));
    const {path} = drawn!.glyphForCodePoint(GLYPHS[label]!.codePointAt(0)!);
    const {pixels: large} = new Resvg(svgOf(path.toSVG(), path.bbox), {font: {loadSystemFonts: false}}).render();
    pixels.set(shrink(large), i * GLYPH_SIZE * GLYPH_SIZE);
    labels[i] = label;
    if ((i + 1) % 5000 === 0) console.log(`${split}: ${i + 1} of ${count} letters drawn`);
  }
  writeFileSync(join(place, `${split}-labels-idx1-ubyte`), writeIdx({shape: [count], data: labels}));
  writeFileSync(join(place, `${split}-images-idx3-ubyte`), writeIdx({shape: [count, GLYPH_SIZE, GLYPH_SIZE], data: pixels}));
}
