import type * as tf from '@tensorflow/tfjs-core';
import {quantile} from '../../src/data/data-look.js';
import type {Metric} from '../../src/format/manifest.js';
import {type DataName, type LabelledExamples, loadData} from './data.js';
import {nearest} from './neighbours.js';
import type {Sampler} from './sample-metrics.js';

const IMAGES = 1000;

/** All training images, validation included. */
export function trainingExamples(data: DataName): LabelledExamples {
  const [train, validation] = [loadData(data, 'train'), loadData(data, 'validation')];
  const joined = (key: 'images' | 'labels') => {
    const all = new Uint8Array(train[key].length + validation[key].length);
    all.set(train[key]);
    all.set(validation[key], train[key].length);
    return all;
  };
  return {shape: train.shape, count: train.count + validation.count, images: joined('images'), labels: joined('labels')};
}

/** As people see them: bytes. */
export function bytesOf(images: tf.Tensor): Uint8Array {
  return Uint8Array.from(images.dataSync(), (value) => Math.round(255 * value));
}

/**
 * Whether samples are copies: how far they are from the nearest training image, beside how far test images are, which nobody has copied. Root mean square difference of pixels with values 0 … 255:
 * the middle one, and the one below which 5 of 100 lie.
 */
export function copyMetrics(data: DataName, samples: Sampler, test: LabelledExamples): Record<string, Metric> {
  const training = trainingExamples(data).images;
  const width = test.images.length / test.count;
  const far = (images: Uint8Array) =>
    nearest({values: images, width}, {values: training, width}, 1).map(([square]) => Math.sqrt(square! / width));
  const count = (training.length / width).toLocaleString('en');
  const metrics = (name: string, split: string, distances: number[]): [string, Metric][] =>
    [50, 5].map((share) => [
      `${name}${share}`,
      {
        value: quantile(distances, share / 100)!,
        unit: 'of 255',
        split,
        n: distances.length,
        protocol: `percentile ${share} of the distance to the nearest of ${count} training images, root mean square over pixels`,
      },
    ]);
  return Object.fromEntries([
    ...metrics('nearestSample', 'generated', far(bytesOf(samples(0, IMAGES)))),
    ...metrics('nearestTest', 'test', far(test.images.subarray(0, IMAGES * width))),
  ]);
}

export const COPY_WORDS = {
  nearestSample50: 'Samples, to the nearest training image: half of them less than',
  nearestSample5: '5 of 100 less than',
  nearestTest50: 'Test images, to the nearest training image: half of them less than',
  nearestTest5: '5 of 100 less than',
};
