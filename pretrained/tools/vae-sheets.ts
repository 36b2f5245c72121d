import * as tf from '@tensorflow/tfjs-core';
import {Random} from '../../src/data/random.js';
import {type LabelledExamples, exampleImage} from './data.js';
import {sheet} from './sheet.js';
import type {VaeNets} from './vae-nets.js';

/** Decoded images of the latents, each of the shape [height, width, channels]. */
function decode(nets: VaeNets, z: Float32Array): {images: Float32Array[]; shape: number[]} {
  return tf.tidy(() => {
    const x = nets.decode(tf.tensor2d(z, [z.length / nets.latent, nets.latent]));
    const [count, ...shape] = x.shape;
    const data = x.dataSync() as Float32Array;
    const size = data.length / count;
    return {images: Array.from({length: count}, (_, i) => data.subarray(i * size, (i + 1) * size)), shape};
  });
}

/** Means of p(x|z) for draws of z from the prior, unpicked. */
export function sampleSheet(nets: VaeNets, columns: number, rows: number, seed: number): Uint8Array {
  const random = new Random(seed);
  const z = Float32Array.from({length: columns * rows * nets.latent}, () => random.normal());
  const {images, shape} = decode(nets, z);
  return sheet(images, shape, columns, {gap: 2});
}

/** The plane of a two-dimensional latent, from −`reach` to `reach` in both directions, second coordinate upwards. */
export function planeSheet(nets: VaeNets, count: number, reach: number): Uint8Array {
  const z = new Float32Array(count * count * 2);
  for (let row = 0; row < count; row++) {
    for (let column = 0; column < count; column++) {
      z[(row * count + column) * 2] = reach * ((2 * (column + 0.5)) / count - 1);
      z[(row * count + column) * 2 + 1] = -reach * ((2 * (row + 0.5)) / count - 1);
    }
  }
  const {images, shape} = decode(nets, z);
  return sheet(images, shape, count);
}

/** A row for each direction: decoded from −`reach` to `reach` times it from `start`. */
export function traversalSheet(
  nets: VaeNets,
  start: readonly number[],
  directions: readonly number[][],
  columns: number,
  reach: number,
): Uint8Array {
  const steps = Array.from({length: columns}, (_, i) => reach * ((2 * i) / (columns - 1) - 1));
  const z = Float32Array.from(
    directions.flatMap((direction) => steps.flatMap((step) => start.map((value, i) => value + step * direction[i]!))),
  );
  const {images, shape} = decode(nets, z);
  return sheet(images, shape, columns, {gap: 2});
}

/** Images above their reconstructions from the posterior mean. */
export function reconstructionSheet(nets: VaeNets, examples: LabelledExamples, indices: readonly number[]): Uint8Array {
  const originals = indices.map((index) => exampleImage(examples, index));
  const z = tf.tidy(() => {
    const x = tf.stack(originals.map((image) => tf.tensor(image, examples.shape)));
    return nets.encode(x).mean.dataSync() as Float32Array;
  });
  const {images, shape} = decode(nets, z);
  return sheet([...originals, ...images], shape, indices.length, {gap: 2});
}

/** Two rows for each attribute: reconstructions of the first images without it, and the same moved by the direction. */
export function directionSheet(
  nets: VaeNets,
  examples: LabelledExamples,
  moves: readonly {attribute: number; vector: readonly number[]}[],
  columns: number,
): Uint8Array {
  const questions = examples.attributes!.length / examples.count;
  const z = moves.flatMap(({attribute, vector}) => {
    const lacking = Array.from({length: examples.count}, (_, i) => i).filter((i) => !examples.attributes![i * questions + attribute]);
    const means = tf.tidy(() => {
      const x = tf.stack(lacking.slice(0, columns).map((index) => tf.tensor(exampleImage(examples, index), examples.shape)));
      return Array.from(nets.encode(x).mean.dataSync());
    });
    return [...means, ...means.map((value, i) => value + vector[i % vector.length]!)];
  });
  const {images, shape} = decode(nets, Float32Array.from(z));
  return sheet(images, shape, columns, {gap: 2});
}
