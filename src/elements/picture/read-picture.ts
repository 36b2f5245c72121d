import {HEADER_BYTES, readImageHeader} from '../../data/image-header.js';
import type {Raster} from '../../data/subject.js';
import {GenerativeError} from '../../format/errors.js';

/** What is wrong with a file, for the reader's language. */
export type PictureFault = 'empty' | 'not-a-picture' | 'svg' | 'heic' | 'too-many-bytes' | 'too-many-pixels' | 'damaged';

/** A file that is no picture to encode: `bad-data`, and why. */
export class PictureError extends GenerativeError {
  readonly fault: PictureFault;

  constructor(fault: PictureFault, message: string, options?: ErrorOptions) {
    super('bad-data', message, options);
    this.fault = fault;
  }
}

/** Pixels and bytes beyond which nothing is decoded: four bytes a pixel are 100 MB, and telephones take pictures of 24 million. */
export const MOST_PIXELS = 25e6;
const MOST_BYTES = 50e6;
/** Browsers draw no longer side. */
const LONGEST = 32_767;

/** A picture that a reader brought: looked at before it is decoded, turned as its camera was, and made no larger than `side` pixels. */
export async function readPicture(file: Blob, side: number): Promise<Raster> {
  const name = file instanceof File && file.name ? file.name : 'the picture';
  const fail = (fault: PictureFault, problem: string, options?: ErrorOptions): never => {
    throw new PictureError(fault, `${name}: ${problem}`, options);
  };
  if (file.size === 0) fail('empty', 'the file is empty');
  if (file.size > MOST_BYTES) fail('too-many-bytes', `${Math.round(file.size / 1e6)} MB; at most ${MOST_BYTES / 1e6} MB are read`);
  const {kind, size} = readImageHeader(new Uint8Array(await file.slice(0, HEADER_BYTES).arrayBuffer()));
  if (kind === 'svg') fail('svg', 'an SVG drawing is a program of its own and is not run');
  if (kind === 'heic') fail('heic', 'HEIC is not read by most browsers');
  if (kind === 'unknown') fail('not-a-picture', 'not a PNG, JPEG, WebP, AVIF, GIF or BMP file');
  if (!size) return fail('damaged', `a ${kind} file that does not say how large its picture is`);
  const {width, height} = size;
  if (width * height > MOST_PIXELS || Math.max(width, height) > LONGEST)
    fail('too-many-pixels', `${width} × ${height} pixels; at most ${MOST_PIXELS / 1e6} million are read`);
  let image: ImageBitmap;
  try {
    // The header decides the type: what a file is called by does not.
    const typed = new Blob([file], {type: `image/${kind}`});
    image = await createImageBitmap(typed, {imageOrientation: 'from-image'}).catch((error: unknown) => {
      // Older browsers turn pictures by themselves, and do not know the word.
      if (error instanceof TypeError) return createImageBitmap(typed);
      throw error;
    });
  } catch (cause) {
    return fail('damaged', `the browser cannot decode this ${kind} file`, {cause});
  }
  // A header may lie; what came out may still be too much to go on with.
  if (image.width * image.height > MOST_PIXELS) {
    image.close();
    fail('too-many-pixels', `${image.width} × ${image.height} pixels`);
  }
  return shrink(image, side);
}

/** Halves a picture until it is near its size, since browsers look at few pixels when they draw one much smaller. */
function shrink(image: ImageBitmap, side: number): Raster {
  let [width, height] = [image.width, image.height];
  let from: ImageBitmap | HTMLCanvasElement = image;
  for (;;) {
    const scale = Math.min(1, Math.max(0.5, side / Math.max(width, height)));
    [width, height] = [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))];
    const canvas = Object.assign(document.createElement('canvas'), {width, height});
    const context = canvas.getContext('2d', {willReadFrequently: true})!;
    context.imageSmoothingQuality = 'high';
    context.drawImage(from, 0, 0, width, height);
    if (from === image) image.close();
    from = canvas;
    if (Math.max(width, height) <= side) return context.getImageData(0, 0, width, height);
  }
}
