import {DENSITIES} from '../../data/densities.js';
import type {Random} from '../../data/random.js';
import {checkBatch} from '../../families/batches.js';
import {GenerativeError} from '../../format/errors.js';
import type {Manifest} from '../../format/manifest.js';
import type {TrainingData} from '../protocol.js';
import type {ExampleSet} from './objective.js';

/** As many rows as a reader's table may have. */
const MOST_POINTS = 100_000;

/** Points to train on. `read` writes the coordinates of the point `index`; a density, which has no end, draws a fresh one instead. */
export type Points = ExampleSet & {read(index: number, random: Random, target: Float32Array): void};

/** Points drawn anew in each step. */
export function drawnPoints(sample: (count: number, random: Random) => Float32Array): Points {
  return {count: Infinity, read: (_, random, target) => target.set(sample(1, random))};
}

/** Points of a table, row after row. */
export function listedPoints(table: Float32Array, dimensions: number): Points {
  return {
    count: table.length / dimensions,
    read: (index, _, target) => target.set(table.subarray(index * dimensions, (index + 1) * dimensions)),
  };
}

/** What a page trains a model on: a table of its own, or one of the densities. @throws GenerativeError `bad-data` */
export function pointsOf({data: {shape}}: Manifest, data: TrainingData): Points {
  if (!('kind' in data)) {
    const count = checkBatch(data, shape, 'data', MOST_POINTS);
    return listedPoints(data.data, data.data.length / count);
  }
  const density = Object.hasOwn(DENSITIES, data.name) ? DENSITIES[data.name] : undefined;
  if (!density)
    throw new GenerativeError('bad-data', `data.name: there is no density "${data.name}"; there is ${Object.keys(DENSITIES).join(', ')}`);
  return drawnPoints((count, random) => density.sample(count, random));
}
