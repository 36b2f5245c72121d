import {Random} from '../../../src/data/random.js';
import type {Graph} from '../../../src/format/graph.js';
import {readNet} from './engines/ours.js';
import {filesOf} from './places.js';

/** The folder that build-page.ts writes the autoencoder's nets to, with their first weights. */
export const AUTOENCODER = 'autoencoder';

export async function autoencoderGraphs(): Promise<Record<string, Graph>> {
  const graphs = await Promise.all(['encoder', 'decoder'].map((role) => readNet(filesOf(AUTOENCODER, role))));
  return {encoder: graphs[0]!, decoder: graphs[1]!};
}

/** Images of noise, half of whose pixels are empty, as those of clothing are: 0 to 255. */
export function noise(count = 1000): Uint8Array {
  const random = new Random(1);
  return Uint8Array.from({length: count * 784}, () => (random.uniform() < 0.5 ? 0 : random.integer(256)));
}
