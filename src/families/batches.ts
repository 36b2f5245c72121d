import {GenerativeError} from '../format/errors.js';
import {sizeOf, type Batch} from '../format/graph.js';
import {MOST_ELEMENTS} from '../format/limits.js';

/** More examples than this in one request are refused: the page would run out of memory before it ran out of patience. */
const MOST_EXAMPLES = 65_536;

/** Refuses anything but finite numbers of `[batch, …shape]`, and returns the batch size. `name` is the argument's, for the message. */
export function checkBatch(batch: Batch | undefined, shape: readonly number[], name: string, most = MOST_EXAMPLES): number {
  const expected = `[batch, ${shape.join(', ')}]`;
  if (!(batch?.data instanceof Float32Array) || !Array.isArray(batch.shape)) {
    throw new GenerativeError('bad-data', `${name}: expected {data: Float32Array, shape: ${expected}}`);
  }
  const [count = 0, ...rest] = batch.shape;
  checkCount(count, `${name}.shape[0]`, sizeOf(shape), most);
  if (rest.length !== shape.length || rest.some((extent, axis) => extent !== shape[axis])) {
    throw new GenerativeError('bad-data', `${name}: expected the shape ${expected}, got [${batch.shape.join(', ')}]`);
  }
  if (batch.data.length !== count * sizeOf(shape)) {
    throw new GenerativeError(
      'bad-data',
      `${name}: [${batch.shape.join(', ')}] needs ${count * sizeOf(shape)} numbers, got ${batch.data.length}`,
    );
  }
  if (!allFinite(batch.data)) throw new GenerativeError('bad-data', `${name}: holds NaN or an infinite number`);
  return count;
}

/** @param size numbers that are made for each example */
export function checkCount(count: number, name: string, size = 1, examples = MOST_EXAMPLES): void {
  const most = Math.min(examples, Math.floor(MOST_ELEMENTS / size));
  if (Number.isInteger(count) && count >= 1 && count <= most) return;
  throw new GenerativeError('bad-data', `${name}: expected an integer from 1 to ${most}, got ${count}`);
}

/** Whether all are finite: a product with 0 is 0 for those, and NaN for the rest. */
export function allFinite(values: Float32Array): boolean {
  let sum = 0;
  for (const value of values) sum += value * 0;
  return sum === 0;
}

export function checkSeed(seed: number): void {
  if (Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32) return;
  throw new GenerativeError('bad-data', `seed: expected an unsigned 32-bit integer, got ${seed}`);
}

/** @param limit where results would overflow */
export function checkTemperature(temperature: number, limit = Infinity): void {
  if (temperature >= 0 && temperature < limit) return;
  const below = limit < Infinity ? ` and less than ${limit}` : '';
  throw new GenerativeError('bad-data', `temperature: expected a number of at least 0${below}, got ${temperature}`);
}

export function checkTruncation(truncation: number): void {
  if (truncation > 0) return;
  throw new GenerativeError('bad-data', `truncation: expected a number above 0, got ${truncation}`);
}

/** Class labels as `[count, classes]` with a 1 in each row. */
export function oneHot(labels: readonly number[], classes: number): Batch {
  checkCount(labels.length, 'labels.length', classes);
  const data = new Float32Array(labels.length * classes);
  labels.forEach((label, row) => {
    if (!Number.isInteger(label) || label < 0 || label >= classes) {
      throw new GenerativeError('bad-data', `labels[${row}]: expected a class from 0 to ${classes - 1}, got ${label}`);
    }
    data[row * classes + label] = 1;
  });
  return {data, shape: [labels.length, classes]};
}
