import {createRequire} from 'node:module';
import {resolve} from 'node:path';
import type {Random} from '../../src/data/random.js';

/** Width and height of a face in pixels. */
export const FACE_SIZE = 32;

/** Each face is drawn this many times as large (with 16 samples a pixel), and each pixel is the mean of a square of that side. */
const SUPERSAMPLING = 2;

/** The part of lorelei's canvas (980 × 980) that the head fills: left, top, width, height. Long hair and the neck go on outside. */
const CROP = [168, 112, 660, 660] as const;

/** Lines of these parts are drawn this much wider, in units of the canvas, so that a pixel of about 21 units shows them. */
const WIDER = {glasses: 14, mouth: 13};

/**
 * What a face is drawn from. Parts that 32 pixels cannot tell apart, hair that covers the eyes, dark glasses and rare ornaments are left out.
 * Names are lorelei's own, the two groups of colours ours.
 */
const PARTS = {
  hair: variants(2, 4, 5, 7, 9, 10, 14, 15, 17, 19, 20, 24, 26, 27, 28, 31, 35, 39),
  mouth: ['happy02', 'happy05', 'happy06', 'sad04', 'sad05', 'sad07'],
  glasses: variants(1, 3, 4),
  beard: variants(1, 2),
  eyes: variants(2, 4, 5, 9, 16, 19, 21, 24),
  eyebrows: variants(1, 11, 13),
  nose: variants(1, 2, 4),
  head: variants(1, 2, 3, 4),
};
const INK = '000000';
const GLASSES_COLOR = '101018';
const HAIR_COLORS = {dark: ['241818', '4e2f25', '7d2a1c'], fair: ['efc94f', 'fff0c4', 'f0983c']};
const SKIN_COLORS = {light: ['fad0b4', 'ecb088'], dark: ['b0734a', '875233']};
const BACKGROUNDS = ['9fd0ea', 'f3bccb', 'b9dfae', 'c8bcec', 'f4e08f', 'd3dae2'];

/** What is asked of a face, each yes or no; the order is that of `Face.attributes`. */
export const FACE_ATTRIBUTES = ['glasses', 'beard', 'smile', 'fair-hair', 'dark-skin'] as const;

export type Face = {
  /** Parts and colours by lorelei's names; `null` for what the face does not have. */
  parts: Record<keyof typeof PARTS, string | null>;
  colors: Record<'hair' | 'skin' | 'mouth' | 'background', string>;
  /** 0 or 1 for each of FACE_ATTRIBUTES. */
  attributes: number[];
  /** Number of the combination of hair, mouth, glasses and beard: 1,296 there are. */
  combination: number;
};

/** One face: all is drawn here, uniformly, but glasses and beard, which half of the faces do not have. (DiceBear's own choice by seed strings is correlated between neighbouring seeds.) */
export function drawFace(random: Random): Face {
  const pick = (count: number) => random.integer(count);
  const hair = pick(PARTS.hair.length);
  const mouth = pick(PARTS.mouth.length);
  const glasses = pick(2) && 1 + pick(PARTS.glasses.length);
  const beard = pick(2) && 1 + pick(PARTS.beard.length);
  const fair = pick(2);
  const dark = pick(2);
  const any = (names: readonly string[]) => names[pick(names.length)]!;
  return {
    parts: {
      hair: PARTS.hair[hair]!,
      mouth: PARTS.mouth[mouth]!,
      glasses: PARTS.glasses[glasses - 1] ?? null,
      beard: PARTS.beard[beard - 1] ?? null,
      eyes: any(PARTS.eyes),
      eyebrows: any(PARTS.eyebrows),
      nose: any(PARTS.nose),
      head: any(PARTS.head),
    },
    colors: {
      hair: any(fair ? HAIR_COLORS.fair : HAIR_COLORS.dark),
      skin: any(dark ? SKIN_COLORS.dark : SKIN_COLORS.light),
      // A mouth must show on a beard of any colour.
      mouth: beard && !fair ? 'ffffff' : '160808',
      background: any(BACKGROUNDS),
    },
    attributes: [Number(glasses > 0), Number(beard > 0), Number(PARTS.mouth[mouth]!.startsWith('happy')), fair, dark],
    combination: ((hair * PARTS.mouth.length + mouth) * (PARTS.glasses.length + 1) + glasses) * (PARTS.beard.length + 1) + beard,
  };
}

/** The parts of lorelei, as DiceBear calls them: what `prng` is asked for is there already, one value for each option. */
type Lorelei = {
  create(context: {
    prng: {pick<T>(values: readonly T[], otherwise?: T): T | undefined; bool(likelihood: number): boolean};
    options: Record<string, string[] | number>;
  }): {body: string};
};

/** Draws faces as RGB [height, width, 3] with DiceBear and resvg, which are looked for in `folder`/node_modules. */
export function facePainter(folder: string): (face: Face) => Uint8Array {
  const require = createRequire(resolve(folder, 'node_modules', 'from-here.js'));
  const lorelei = require('@dicebear/lorelei') as Lorelei;
  const {Resvg} = require('@resvg/resvg-js') as {Resvg: new (svg: string, options: object) => {render(): {pixels: Uint8Array}}};
  const prng = {pick: <T>(values: readonly T[], otherwise?: T) => values[0] ?? otherwise, bool: (likelihood: number) => likelihood > 0};
  return ({parts, colors}) => {
    const {body} = lorelei.create({prng, options: loreleiOptions(parts, colors)});
    const drawn = [[GLASSES_COLOR, WIDER.glasses] as const, [colors.mouth, WIDER.mouth] as const].reduce(
      (text, [color, width]) => text.replaceAll(`fill="#${color}"`, `fill="#${color}" stroke="#${color}" stroke-width="${width}"`),
      body,
    );
    const [left, top, width, height] = CROP;
    const ground = `<rect x="${left}" y="${top}" width="${width}" height="${height}" fill="#${colors.background}"/>`;
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${CROP.join(' ')}" fill="none">${ground}${drawn}</svg>`;
    const size = {mode: 'width', value: FACE_SIZE * SUPERSAMPLING};
    return shrink(new Resvg(svg, {fitTo: size, font: {loadSystemFonts: false}}).render().pixels);
  };
}

function loreleiOptions(parts: Face['parts'], {hair, skin, mouth}: Face['colors']): Record<string, string[] | number> {
  const named = Object.entries(parts).flatMap(([part, name]) => (name === null ? [] : [[part, [name]] as const]));
  return {
    ...Object.fromEntries(named),
    glassesProbability: parts.glasses === null ? 0 : 100,
    beardProbability: parts.beard === null ? 0 : 100,
    hairColor: [hair],
    skinColor: [skin],
    mouthColor: [mouth],
    glassesColor: [GLASSES_COLOR],
    eyesColor: [INK],
    eyebrowsColor: [INK],
    noseColor: [INK],
  };
}

/** Means of squares of pixels; RGBA, opaque, to RGB. */
function shrink(pixels: Uint8Array): Uint8Array {
  const width = FACE_SIZE * SUPERSAMPLING;
  const sums = new Float64Array(FACE_SIZE * FACE_SIZE * 3);
  for (let y = 0; y < width; y++) {
    for (let x = 0; x < width; x++) {
      const target = (Math.floor(y / SUPERSAMPLING) * FACE_SIZE + Math.floor(x / SUPERSAMPLING)) * 3;
      for (let channel = 0; channel < 3; channel++) sums[target + channel]! += pixels[(y * width + x) * 4 + channel]!;
    }
  }
  return Uint8Array.from(sums, (sum) => Math.round(sum / SUPERSAMPLING ** 2));
}

function variants(...numbers: number[]): string[] {
  return numbers.map((number) => `variant${String(number).padStart(2, '0')}`);
}
