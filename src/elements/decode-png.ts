import {readImageHeader} from '../data/image-header.js';
import {FormatError} from '../format/errors.js';

/** Of one picture: sixteen megabytes as pixels. */
const MOST_PIXELS = 2 ** 22;

/** A PNG of a model as pixels. Its size is read before it is decoded: a few kilobytes may hold more pixels than a page has memory. */
export async function decodePng(bytes: ArrayBuffer, name: string): Promise<ImageBitmap> {
  const {kind, size} = readImageHeader(new Uint8Array(bytes));
  if (kind !== 'png' || !size) throw new FormatError(name, '', 'is no PNG');
  const {width, height} = size;
  if (width * height > MOST_PIXELS) throw new FormatError(name, '', `has ${width} × ${height} pixels, more than ${MOST_PIXELS} together`);
  try {
    return await createImageBitmap(new Blob([bytes], {type: 'image/png'}), {colorSpaceConversion: 'none', premultiplyAlpha: 'none'});
  } catch (cause) {
    throw Object.assign(new FormatError(name, '', 'the browser cannot decode this image'), {cause});
  }
}
