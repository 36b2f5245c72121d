import type {Session} from '../../src/client/session.js';
import {decodePng} from '../../src/elements/decode-png.js';
import type {Batch} from '../../src/format/graph.js';
import {FormatError} from '../../src/format/errors.js';

/** Posterior q(z|x) of one picture: mean and standard deviation of each latent; a plain autoencoder has no deviation. */
export type Posterior = {mean: number[]; deviation: number[] | undefined};

/** Each has a place in the tray. */
const MOST_EXAMPLES = 256;

/** Pictures to encode, as nets take them: [1, height, width, channels]. Read from the model's sheet of examples, row by row. */
export async function readExamples(session: Session<'vae'>): Promise<Batch[]> {
  const {extras, data} = session.manifest;
  if (!extras?.examples) return [];
  const sheet = await decodePng(await session.file(extras.examples), extras.examples);
  const [height = 1, width = 1, channels = 1] = data.shape;
  const canvas = Object.assign(document.createElement('canvas'), {width: sheet.width, height: sheet.height});
  const context = canvas.getContext('2d', {willReadFrequently: true})!;
  context.drawImage(sheet, 0, 0);
  sheet.close();
  const columns = Math.floor(canvas.width / width);
  const count = columns * Math.floor(canvas.height / height);
  if (count > MOST_EXAMPLES) throw new FormatError(extras.examples, '', `holds ${count} pictures, more than ${MOST_EXAMPLES}`);
  const [low, high] = data.range;
  return Array.from({length: count}, (_, i) => {
    const {data: bytes} = context.getImageData((i % columns) * width, Math.floor(i / columns) * height, width, height);
    const pixels = new Float32Array(width * height * channels);
    for (let k = 0; k < pixels.length; k++) {
      const byte = bytes[4 * Math.floor(k / channels) + (k % channels)]!;
      pixels[k] = low + ((high - low) * byte) / 255;
    }
    return {data: pixels, shape: [1, height, width, channels]};
  });
}

export async function encodeExample(session: Session<'vae'>, x: Batch): Promise<Posterior> {
  const {mean, logVariance} = await session.ops.encode({x}, {channel: 'encode'});
  return {mean: [...mean.data], deviation: logVariance && Array.from(logVariance.data, (value) => Math.exp(value / 2))};
}
