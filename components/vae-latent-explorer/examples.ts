import type {Session} from '../../src/client/session.js';
import {readSheet} from '../../src/elements/read-sheet.js';
import type {Batch} from '../../src/format/graph.js';

/** Posterior q(z|x) of one picture: mean and standard deviation of each latent; a plain autoencoder has no deviation. */
export type Posterior = {mean: number[]; deviation: number[] | undefined};

/** Each has a place in the tray. */
const MOST_EXAMPLES = 256;

/** Pictures to encode, as nets take them: [1, height, width, channels]. Read from the model's sheet of examples, row by row. */
export async function readExamples(session: Session<'vae'>): Promise<Batch[]> {
  const {extras, data} = session.manifest;
  if (!extras?.examples) return [];
  const pictures = await readSheet(await session.file(extras.examples), extras.examples, data, MOST_EXAMPLES);
  return pictures.map((pixels) => ({data: pixels, shape: [1, ...data.shape]}));
}

export async function encodeExample(session: Session<'vae'>, x: Batch): Promise<Posterior> {
  const {mean, logVariance} = await session.ops.encode({x}, {channel: 'encode'});
  return {mean: [...mean.data], deviation: logVariance && Array.from(logVariance.data, (value) => Math.exp(value / 2))};
}
