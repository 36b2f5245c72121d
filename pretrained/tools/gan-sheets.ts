import * as tf from '@tensorflow/tfjs-core';
import {bytesOf, trainingExamples} from './copying.js';
import type {DataName} from './data.js';
import type {GeneratorNet} from './gan-nets.js';
import {nearestIndices} from './neighbours.js';
import {SAMPLE_SEED} from './sample-metrics.js';
import {sheet} from './sheet.js';

const SHEET_COLUMNS = 16;
const SHEET_ROWS = 8;
const SHEET_COLUMNS_BY_CLASS = 12;

/** Unpicked: the first samples. Of a conditional model each class has a row. */
export function sampleSheet(net: GeneratorNet): Uint8Array {
  const columns = net.classes ? SHEET_COLUMNS_BY_CLASS : SHEET_COLUMNS;
  const rows = net.classes ?? SHEET_ROWS;
  return tf.tidy(() => {
    const x = net.sampler(SAMPLE_SEED)(0, columns * rows);
    const images = tf.unstack(x).map((image) => image.dataSync() as Float32Array);
    const inOrder = net.classes ? images.map((_, i) => images[(i % columns) * rows + Math.floor(i / columns)]!) : images;
    return sheet(inOrder, x.shape.slice(1), columns, {gap: 2});
  });
}

/** The first samples, and below each the training image that is nearest to it. */
export function nearestSheet(net: GeneratorNet, data: DataName, columns: number): Uint8Array {
  return tf.tidy(() => {
    const x = net.sampler(SAMPLE_SEED)(0, columns);
    const samples = bytesOf(x);
    const width = samples.length / columns;
    const training = trainingExamples(data).images;
    const found = nearestIndices({values: samples, width}, {values: training, width});
    const part = (images: Uint8Array, index: number) =>
      Float32Array.from(images.subarray(index * width, (index + 1) * width), (value) => value / 255);
    const images = [...Array.from({length: columns}, (_, i) => part(samples, i)), ...found.map((index) => part(training, index))];
    return sheet(images, x.shape.slice(1), columns, {gap: 2});
  });
}
