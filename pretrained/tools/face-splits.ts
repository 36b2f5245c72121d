import {existsSync, mkdirSync, readFileSync, renameSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {readIdx, writeIdx} from '../../src/data/idx.js';
import {Random} from '../../src/data/random.js';
import {FACE_ATTRIBUTES, FACE_SIZE, type Face, drawFace, facePainter} from './faces.js';

export type FaceSplit = 'train' | 'validation' | 'test';

/** Images [count, height, width, 3], and attributes [count, FACE_ATTRIBUTES] of 0 or 1. */
export type Faces = {count: number; images: Uint8Array; attributes: Uint8Array};

const COUNTS: Record<FaceSplit, number> = {train: 40_000, validation: 2500, test: 2500};
const SEED = 9431;

/** Share of the combinations of hair, mouth, glasses and beard that are kept for validation, and again for test. */
const HELD_OUT = 0.06;

/**
 * One split of the faces. A combination of hair, mouth, glasses and beard is in one split only, so no test face has been seen with other eyes or colours.
 * They are drawn once (a few minutes) and then read from `folder`/faces-lorelei.
 */
export function readFaces(folder: string, split: FaceSplit): Faces {
  const place = join(folder, 'faces-lorelei');
  if (!existsSync(fileOf(place, split, 'images'))) drawAll(folder, place);
  const [images, attributes] = (['images', 'attributes'] as const).map((kind) => readIdx(readFileSync(fileOf(place, split, kind))));
  return {count: images!.shape[0]!, images: images!.data, attributes: attributes!.data};
}

/** The faces of all splits, in the order in which they are drawn: the nth is drawn from a generator of its own. */
export function* drawSplits(counts: Record<FaceSplit, number> = COUNTS): Generator<{split: FaceSplit; face: Face}> {
  const left = {...counts};
  for (let n = 0; Object.values(left).some((count) => count > 0); n++) {
    const face = drawFace(Random.of(SEED, 1, n));
    const split = splitOf(face.combination);
    if (left[split]-- > 0) yield {split, face};
  }
}

/** Which split has all faces of a combination. */
export function splitOf(combination: number): FaceSplit {
  const lot = Random.of(SEED, 2, combination).uniform();
  return lot < HELD_OUT ? 'test' : lot < 2 * HELD_OUT ? 'validation' : 'train';
}

function drawAll(folder: string, place: string): void {
  const paint = facePainter(folder);
  const drawn: Record<FaceSplit, {images: Uint8Array[]; attributes: number[][]}> = {
    train: {images: [], attributes: []},
    validation: {images: [], attributes: []},
    test: {images: [], attributes: []},
  };
  const total = Object.values(COUNTS).reduce((sum, count) => sum + count);
  let count = 0;
  for (const {split, face} of drawSplits()) {
    drawn[split].images.push(paint(face));
    drawn[split].attributes.push(face.attributes);
    if (++count % 5000 === 0) console.log(`${count} of ${total} faces drawn`);
  }
  mkdirSync(place, {recursive: true});
  for (const [split, {images, attributes}] of Object.entries(drawn) as [FaceSplit, (typeof drawn)[FaceSplit]][]) {
    const shape = [images.length, FACE_SIZE, FACE_SIZE, 3];
    // The images last: where they are, all is there.
    write(fileOf(place, split, 'attributes'), [images.length, FACE_ATTRIBUTES.length], Uint8Array.from(attributes.flat()));
    write(fileOf(place, split, 'images'), shape, new Uint8Array(Buffer.concat(images)));
  }
}

function write(file: string, shape: number[], data: Uint8Array): void {
  writeFileSync(`${file}.${process.pid}`, writeIdx({shape, data}));
  renameSync(`${file}.${process.pid}`, file);
}

function fileOf(place: string, split: FaceSplit, kind: 'images' | 'attributes'): string {
  return join(place, `${split}-${kind}.idx`);
}
