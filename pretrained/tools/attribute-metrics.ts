import * as tf from '@tensorflow/tfjs-core';
import type {Metric} from '../../src/format/manifest.js';
import {type Effect, mover} from './attribute-directions.js';
import {type ClassifierNets, accuracies, answersOf} from './classifier-nets.js';
import {percentage} from './classifier-workshop.js';
import {type LabelledExamples, exampleImage} from './data.js';
import {eachBatch} from './image-batches.js';
import {psnr, ssim} from './image-quality.js';
import {elboParts, estimate} from './vae-metrics.js';
import type {VaeNets} from './vae-nets.js';

/** Metrics of what a direction does: `move.<direction>` for the attribute it is named after, `move.<direction>.<other>` for the others. */
export const MOVES = 'move.';

/** Figures of a VAE for colour images: the bound with its Laplace likelihood, and how near the decoded posterior means are. */
export function colorMetrics(nets: VaeNets, examples: LabelledExamples, split: string, scale: number): Record<string, Metric> {
  const {total, reconstruction, kl} = elboParts(nets, examples, {laplace: scale});
  const decoded = reconstructions(nets, examples);
  const compared = (measure: (a: Float32Array, b: Float32Array) => number) =>
    estimate(decoded.map((image, i) => measure(exampleImage(examples, i), image)));
  const metric = ({value, stderr}: {value: number; stderr: number}, unit: string, protocol: string): Metric => ({
    value,
    unit,
    stderr,
    split,
    n: examples.count,
    protocol,
  });
  const density = `one draw, density of values 0 … 1, scale ${scale}`;
  return {
    elbo: metric(total, 'nats', density),
    reconstruction: metric(reconstruction, 'nats', density),
    kl: metric(kl, 'nats', 'closed form'),
    psnr: metric(compared(psnr), 'dB', 'mean over images'),
    ssim: metric(
      compared((a, b) => 100 * ssim(a, b, examples.shape)),
      '%',
      'mean over images, channels and 11 × 11 Gaussian windows',
    ),
  };
}

/** What the classifier finds in images and in their reconstructions, and what each direction does to it. */
export function attributeMetrics(
  nets: VaeNets,
  classifier: ClassifierNets,
  examples: LabelledExamples,
  split: string,
  names: readonly string[],
  directions: Record<string, number[]>,
): Record<string, Metric> {
  const right = answersOf(examples);
  const {count} = examples;
  const decoded: number[] = [];
  eachBatch(examples, (x) => decoded.push(...classifier.answers(nets.decode(nets.encode(x).mean))));
  const accuracy = (kind: string, given: Uint8Array, protocol: string) =>
    accuracies(given, right, names.length).map((share, i): [string, Metric] => [
      `${kind}.${names[i]}`,
      percentage(share, {split, n: count, protocol}),
    ]);
  return Object.fromEntries([
    ...accuracy('accuracy', classifier.answersFor(examples), 'likeliest answer of the classifier'),
    ...accuracy('reconstructed', Uint8Array.from(decoded), 'likeliest answer of the classifier, decoded posterior means'),
    ...names.flatMap((name, attribute) => {
      const vector = directions[name];
      return vector ? moveMetrics(name, names, mover(nets, classifier, examples, attribute)(vector), attribute, split) : [];
    }),
  ]);
}

function moveMetrics(
  name: string,
  names: readonly string[],
  {images, appears, changes}: Effect,
  attribute: number,
  split: string,
): [string, Metric][] {
  const protocol = `first images without ${name}, posterior mean plus the direction`;
  return changes.map((share, other): [string, Metric] => [
    other === attribute ? `${MOVES}${name}` : `${MOVES}${name}.${names[other]}`,
    percentage(other === attribute ? appears : share, {split, n: images, protocol}),
  ]);
}

/** As in the card: a row for each direction, a column for each attribute. */
export function moveTable(metrics: Record<string, Metric>, names: readonly string[]): string {
  const moved = names.filter((name) => metrics[MOVES + name]);
  const cell = (name: string, other: string) => {
    const {value} = metrics[name === other ? MOVES + name : `${MOVES}${name}.${other}`]!;
    return name === other ? `**${value.toFixed(1)} %**` : `${value.toFixed(1)} %`;
  };
  const rows = moved.map((name) => `| ${name} | ${names.map((other) => cell(name, other)).join(' | ')} |`);
  const missing = names.filter((name) => !moved.includes(name));
  const left = missing.length > 0 ? `\n\nNo direction was found that does so for: ${missing.join(', ')}.` : '';
  return `Directions of attributes. ${metrics[MOVES + moved[0]!]?.n.toLocaleString('en') ?? 0} test images without an attribute were encoded, moved once by its direction and decoded. In bold: the attribute is there
afterwards; elsewhere: the classifier’s answer is another than for the reconstruction that was not moved.

| direction | ${names.join(' | ')} |
|---|${names.map(() => '---|').join('')}
${rows.join('\n')}${left}`;
}

function reconstructions(nets: VaeNets, examples: LabelledExamples): Float32Array[] {
  const images: Float32Array[] = [];
  eachBatch(examples, (x) => {
    const decoded = nets.decode(nets.encode(x).mean);
    for (const image of tf.unstack(decoded)) images.push(image.dataSync() as Float32Array);
  });
  return images;
}
