import * as tf from '@tensorflow/tfjs-core';
import type {Metric} from '../../src/format/manifest.js';
import {questionsOf} from './classifier-nets.js';
import {DATA_SETS, type DataSet, type LabelledExamples, dataName} from './data.js';
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
  readonly #things: Things;
  readonly #count: number;
  readonly #real: Seen;
  readonly #gaussian: Gaussian;

  /** @param judge the classifier's id; `split` names the real images. */
  constructor(judge: string, real: LabelledExamples, split: string) {
    this.#judge = judge;
    this.#split = split;
    const {graphs, manifest} = readModel(judge);
    const data = dataName(manifest.data.name);
    const {names, classes} = questionsOf(data);
    this.#things = names.length > 1 ? {attributes: names} : {classes: DATA_SETS[data].labels};
    this.#net = new FeatureNet(graphs.classifier!, classes);
    this.#count = real.count;
    this.#real = this.#net.see(real.count, imagesOf(real));
    this.#gaussian = gaussian(this.#real);
  }

  /** The Fréchet LeNet distance of `count` samples, squared: smaller is better. */
  distance(count: number, images: Sampler): number {
    return frechetDistance(gaussian(this.#net.see(count, images)), this.#gaussian);
  }

  /** The same as a metric. */
  distanceMetric(count: number, images: Sampler, what: string): Metric {
    return this.#distanceMetric(this.distance(count, images), what);
  }

  #distanceMetric(value: number, what: string): Metric {
    return {value, unit: '', split: this.#split, n: this.#count, protocol: `${what}; ${this.#judge}, float64`};
  }

  /** Every published figure of `count` samples. `asked`: of a conditional model the class of each. */
  metrics(count: number, images: Sampler, what: string, asked?: (sample: number) => number): Record<string, Metric> {
    const seen = this.#net.see(count, images);
    const {precision, recall} = precisionAndRecall(firstOf(this.#real.features), firstOf(seen.features), NEIGHBOURS);
    const near = (share: number, of: number): Metric => ({
      value: 100 * share,
      unit: '%',
      split: this.#split,
      n: Math.min(NEIGHBOUR_POINTS, of),
      protocol: `k-NN, k = ${NEIGHBOURS}, in the features of ${this.#judge}`,
    });
    return {
      fld: this.#distanceMetric(frechetDistance(gaussian(seen), this.#gaussian), what),
      precision: near(precision, count),
      recall: near(recall, this.#count),
      ...(asked && askedMetrics(seen, asked, this.#things, this.#judge)),
      ...shareMetrics(seen, this.#things, this.#judge),
    };
  }

  /** Share of `count` samples that the judge gives the class that was asked for. */
  agreement(count: number, images: Sampler, asked: (sample: number) => number): number {
    return agreementOf(this.#net.see(count, images), asked);
  }

  dispose(): void {
    this.#net.dispose();
  }
}

function agreementOf({answers}: Seen, asked: (sample: number) => number): number {
  return answers.filter((answer, sample) => answer === asked(sample)).length / answers.length;
}

/** Metrics that are shares of classes or attributes begin with this; the name follows. */
export const SHARES = 'share.';

/** Metrics that are shares of samples as they were asked for begin with this; the class follows. */
export const ASKED = 'asked.';

/** The share of a class or an attribute, as a metric's name. */
export function shareOf(label: string): string {
  return SHARES + dashed(label);
}

/** Metrics' names have no spaces. */
function dashed(label: string): string {
  return label.replaceAll(' ', '-');
}

/** What the judge tells of an image: its class, or which attributes are there. */
type Things = {classes: readonly string[]} | {attributes: readonly string[]};

/** How many samples show what. */
function shareMetrics({answers}: Seen, things: Things, judge: string): Record<string, Metric> {
  const names = 'classes' in things ? things.classes : things.attributes;
  const count = 'classes' in things ? answers.length : answers.length / names.length;
  const shown = 'classes' in things ? (at: number) => (answer: number) => answer === at : isThere(names.length);
  return Object.fromEntries(
    names.map((name, at) => [shareOf(name), answerShare(answers.filter(shown(at)).length / count, count, judge)] as const),
  );
}

/** Answers are 0 or 1 for each attribute, sample by sample. */
function isThere(attributes: number): (at: number) => (answer: number, index: number) => boolean {
  return (at) => (answer, index) => index % attributes === at && answer === 1;
}

/** How many samples are of the class that was asked for: all of them together, and class by class. */
function askedMetrics({features, answers}: Seen, asked: (sample: number) => number, things: Things, judge: string): Record<string, Metric> {
  const names = 'classes' in things ? things.classes : [];
  const perClass = names.map((name, at): [string, Metric] => {
    const own = answers.filter((_, sample) => asked(sample) === at);
    return [ASKED + dashed(name), answerShare(own.filter((answer) => answer === at).length / own.length, own.length, judge)];
  });
  return {asked: answerShare(agreementOf({features, answers}, asked), answers.length, judge), ...Object.fromEntries(perClass)};
}

function answerShare(share: number, n: number, judge: string): Metric {
  return {value: 100 * share, unit: '%', split: 'generated', n, protocol: `answers of ${judge}`};
}

/** What the metrics are called on cards. */
export const SAMPLE_WORDS = {
  fld: 'Fréchet LeNet distance',
  precision: 'Precision: samples that lie among real images',
  recall: 'Recall: real images that lie among samples',
  asked: 'Samples of the class that was asked for',
};

/** The shares of the classes or attributes, as a table for cards. */
export function shareTable(metrics: Record<string, Metric>, {labels, attributes}: Pick<DataSet, 'labels' | 'attributes'>): string {
  const names = attributes ?? labels;
  const {n, protocol} = metrics[shareOf(names[0]!)]!;
  const inData = attributes ? 'in the data each is there in 50 %' : 'in the data each class has 10 %';
  return `What ${n.toLocaleString('en')} samples show, by the ${protocol}; ${inData}.

${row(names, metrics, SHARES)}`;
}

/** The shares of samples as they were asked for, as a table for cards. */
export function askedTable(metrics: Record<string, Metric>, {labels}: Pick<DataSet, 'labels'>): string {
  const {n, protocol} = metrics[ASKED + dashed(labels[0]!)]!;
  return `Of ${n.toLocaleString('en')} samples of each class, so many are of that class by the ${protocol}, which is itself not always right about real images.

${row(labels, metrics, ASKED)}`;
}

function row(names: readonly string[], metrics: Record<string, Metric>, prefix: string): string {
  const cells = names.map((name) => `${metrics[prefix + dashed(name)]!.value.toFixed(1)} %`);
  return `| ${names.join(' | ')} |
|${names.map(() => '---|').join('')}
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
