import * as tf from '@tensorflow/tfjs-core';
import type {Metric} from '../../src/format/manifest.js';
import type {LabelledExamples} from './data.js';
import {FeatureNet, type Seen} from './feature-net.js';
import {type Gaussian, frechetDistance, gaussianOf} from './frechet.js';
import {readModel} from './model-folder.js';
import {type Points, precisionAndRecall} from './neighbours.js';

const NEIGHBOURS = 3;
const NEIGHBOUR_POINTS = 5000;

/** Of how many samples, and by which seed, every figure is computed. */
export const SAMPLES = 10_000;
export const SAMPLE_SEED = 1;

/** Images of a model: those from `start` to `end` as [count, …shape] with values 0 … 1. */
export type Sampler = (start: number, end: number) => tf.Tensor;

/** Measures samples against images of the data, in the features of a classifier of that data. Its weights stay on the heap until `dispose`. */
export class SampleMeter {
  readonly #judge: string;
  readonly #split: string;
  readonly #net: FeatureNet;
  readonly #real: Seen;
  readonly #gaussian: Gaussian;

  /** @param judge the classifier's id; `split` names the real images. */
  constructor(judge: string, real: LabelledExamples, split: string) {
    this.#judge = judge;
    this.#split = split;
    this.#net = new FeatureNet(readModel(judge).graphs.classifier!);
    this.#real = this.#net.see(real.count, imagesOf(real));
    this.#gaussian = gaussian(this.#real);
  }

  /** The Fréchet LeNet distance of `count` samples, squared: smaller is better. */
  distance(count: number, images: Sampler): number {
    return frechetDistance(gaussian(this.#net.see(count, images)), this.#gaussian);
  }

  /** The same as a metric. */
  distanceMetric(count: number, images: Sampler, what: string): Metric {
    return {value: this.distance(count, images), unit: '', split: this.#split, n: count, protocol: `${what}; ${this.#judge}, float64`};
  }

  /** Every published figure of `count` samples. */
  metrics(count: number, images: Sampler, labels: readonly string[], what: string): Record<string, Metric> {
    const seen = this.#net.see(count, images);
    const {precision, recall} = precisionAndRecall(firstOf(this.#real.features), firstOf(seen.features), NEIGHBOURS);
    const near = (share: number): Metric => ({
      value: 100 * share,
      unit: '%',
      split: this.#split,
      n: Math.min(NEIGHBOUR_POINTS, count),
      protocol: `k-NN, k = ${NEIGHBOURS}, in the features of ${this.#judge}`,
    });
    const shares = labels.map((label, index): [string, Metric] => [
      shareOf(label),
      {
        value: (100 * seen.answers.filter((answer) => answer === index).length) / count,
        unit: '%',
        split: 'generated',
        n: count,
        protocol: `answers of ${this.#judge}`,
      },
    ]);
    const value = frechetDistance(gaussian(seen), this.#gaussian);
    return {
      fld: {value, unit: '', split: this.#split, n: count, protocol: `${what}; ${this.#judge}, float64`},
      precision: near(precision),
      recall: near(recall),
      ...Object.fromEntries(shares),
    };
  }

  dispose(): void {
    this.#net.dispose();
  }
}

/** Metrics that are shares of classes begin with this; the class follows. */
export const SHARES = 'share.';

/** The share of a class, as a metric's name, which has no spaces. */
export function shareOf(label: string): string {
  return SHARES + label.replaceAll(' ', '-');
}

/** What the metrics are called on cards. */
export const SAMPLE_WORDS = {
  fld: 'Fréchet LeNet distance',
  precision: 'Precision: samples that lie among real images',
  recall: 'Recall: real images that lie among samples',
};

/** The shares of the classes, as a table for cards. */
export function shareTable(metrics: Record<string, Metric>, labels: readonly string[]): string {
  const shares = labels.map((label) => metrics[shareOf(label)]!);
  const cells = shares.map(({value}) => `${value.toFixed(1)} %`);
  return `What ${shares[0]!.n.toLocaleString('en')} samples show, by the ${shares[0]!.protocol}; in the data each class has 10 %.

| ${labels.join(' | ')} |
|${labels.map(() => '---|').join('')}
| ${cells.join(' | ')} |`;
}

/** What the distance is, for cards. */
export function distanceWords(judge: string): string {
  return `The Fréchet LeNet distance compares the last hidden layer of \`${judge}\` for samples and for test images, as two normal distributions. It is squared, and not comparable with distances in Inception’s features.`;
}

function gaussian({features: {values, width}}: Seen): Gaussian {
  return gaussianOf(values, width);
}

function firstOf({values, width}: Points): Points {
  return {values: (values as Float32Array).subarray(0, NEIGHBOUR_POINTS * width), width};
}

/** A data set's images, as a model's. */
export function imagesOf({images, shape, count}: LabelledExamples): Sampler {
  const size = images.length / count;
  return (start, end) => {
    const values = Float32Array.from(images.subarray(start * size, end * size), (value) => value / 255);
    return tf.tensor(values, [end - start, ...shape]);
  };
}
