import {FormatError} from '../format/errors.js';
import {decodePng} from './decode-png.js';

/** Of one sheet. */
const MOST_PICTURES = 1024;

/** Pictures of a model's data from its PNG of equal pictures, row by row: floats [height × width × channels] in the data's range. */
export async function readSheet(
  bytes: ArrayBuffer,
  name: string,
  {shape, range: [low, high]}: {shape: readonly number[]; range: readonly [number, number]},
  most = MOST_PICTURES,
): Promise<Float32Array<ArrayBuffer>[]> {
  const sheet = await decodePng(bytes, name);
  const [height = 1, width = 1, channels = 1] = shape;
  const canvas = Object.assign(document.createElement('canvas'), {width: sheet.width, height: sheet.height});
  const context = canvas.getContext('2d', {willReadFrequently: true})!;
  context.drawImage(sheet, 0, 0);
  sheet.close();
  const columns = Math.floor(canvas.width / width);
  const count = columns * Math.floor(canvas.height / height);
  if (count > most) throw new FormatError(name, '', `holds ${count} pictures, more than ${most}`);
  return Array.from({length: count}, (_, i) => {
    const {data} = context.getImageData((i % columns) * width, Math.floor(i / columns) * height, width, height);
    const pixels = new Float32Array(width * height * channels);
    for (let k = 0; k < pixels.length; k++) {
      const byte = data[4 * Math.floor(k / channels) + (k % channels)]!;
      pixels[k] = low + ((high - low) * byte) / 255;
    }
    return pixels;
  });
}
