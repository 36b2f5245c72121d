import * as tf from '@tensorflow/tfjs-core';
import type {ClassifierNets} from './classifier-nets.js';
import type {LabelledExamples} from './data.js';
import {eachBatch} from './image-batches.js';
import type {VaeNets} from './vae-nets.js';

/** Images that a direction is tried on. */
export const MOVED_IMAGES = 1000;

/** What a direction must do to be published: its attribute appears in at least this share of images, and no other one changes in more than that. */
export const APPEARS = 0.9;
export const CHANGES = 0.2;

const TRAINING_IMAGES = 10_000;
const TRIED_IMAGES = 400;
const STRENGTHS = [0.8, 1.1, 1.4, 1.7, 2, 2.4, 2.8, 3.3, 4, 4.8];

/** Around the best strength, and parts of another attribute's effect. */
const NEARBY = [0.9, 1, 1.1, 1.25];
const PARTS = [-0.6, -0.3, 0.3, 0.6];

/** How many latents are decoded at once. */
const DECODED = 200;

/** What a classifier says after a move, as shares of the images: the attribute is there; and for each attribute, the answer is another than before. */
export type Effect = {images: number; appears: number; changes: number[]};

/**
 * A direction for each attribute with its one strength: added to the latent of a picture without the attribute, the attribute appears. What an attribute does to the posterior means is found by
 * least squares from `train`, on all attributes at once. The strength is the one whose worst share is the safest on `validation`, to which the published limits apply; where none is good enough,
 * a part of the effect of the attribute that changed most is added or taken away.
 */
export function attributeDirections(
  nets: VaeNets,
  classifier: ClassifierNets,
  {train, validation}: {train: LabelledExamples; validation: LabelledExamples},
  names: readonly string[],
): {name: string; vector: number[]; effect: Effect}[] {
  const effects = attributeEffects(posteriorMeans(nets, train, TRAINING_IMAGES), nets.latent, train.attributes!, names.length);
  return names.map((name, attribute) => {
    const move = mover(nets, classifier, validation, attribute, TRIED_IMAGES);
    const own = effects[attribute]!;
    const attempt = (strength: number, other: readonly number[], part: number) => {
      const vector = own.map((value, i) => strength * value + part * other[i]!);
      const effect = move(vector);
      return {name, vector, effect, strength, margin: margin(effect, attribute)};
    };
    const safest = (tried: ReturnType<typeof attempt>[]) => tried.reduce((best, one) => (one.margin > best.margin ? one : best));
    const plain = safest(STRENGTHS.map((strength) => attempt(strength, own, 0)));
    if (plain.margin >= 0) return plain;
    const changes = plain.effect.changes.map((share, other) => (other === attribute ? -1 : share));
    const other = effects[changes.indexOf(Math.max(...changes))]!;
    const corrected = NEARBY.flatMap((factor) => PARTS.map((part) => attempt(factor * plain.strength, other, part)));
    return safest([plain, ...corrected]);
  });
}

/** Whether a direction does what is asked of it. */
export function passes(effect: Effect, attribute: number): boolean {
  return margin(effect, attribute) >= 0;
}

/** How far the worst share is on the right side of its limit, in parts of the room there is. */
function margin({appears, changes}: Effect, attribute: number): number {
  const others = Math.max(...changes.filter((_, other) => other !== attribute));
  return Math.min((appears - APPEARS) / (1 - APPEARS), (CHANGES - others) / CHANGES);
}

/** What happens to the first images that lack an attribute when their posterior means are moved by a vector: the classifier is asked before and after. */
export function mover(
  nets: VaeNets,
  classifier: ClassifierNets,
  examples: LabelledExamples,
  attribute: number,
  limit = MOVED_IMAGES,
): (vector: readonly number[]) => Effect {
  const questions = examples.attributes!.length / examples.count;
  const lacking = Array.from({length: examples.count}, (_, i) => i).filter((i) => !examples.attributes![i * questions + attribute]);
  const indices = lacking.slice(0, limit);
  const means: number[] = [];
  eachBatch(examples, (x) => means.push(...nets.encode(x).mean.dataSync()), indices);
  const answers = (vector: readonly number[]) => {
    const all: number[] = [];
    for (let start = 0; start < means.length; start += DECODED * nets.latent) {
      const part = means.slice(start, start + DECODED * nets.latent).map((value, i) => value + (vector[i % nets.latent] ?? 0));
      all.push(...tf.tidy(() => classifier.answers(nets.decode(tf.tensor2d(part, [part.length / nets.latent, nets.latent])))));
    }
    return all;
  };
  const before = answers([]);
  return (vector) => {
    let appears = 0;
    const changes = new Array<number>(questions).fill(0);
    for (const [i, answer] of answers(vector).entries()) {
      changes[i % questions]! += Number(answer !== before[i]);
      if (i % questions === attribute) appears += answer;
    }
    return {images: indices.length, appears: appears / indices.length, changes: changes.map((count) => count / indices.length)};
  };
}

function posteriorMeans(nets: VaeNets, examples: LabelledExamples, count: number): Float32Array {
  const indices = Array.from({length: Math.min(count, examples.count)}, (_, i) => i);
  const means = new Float32Array(indices.length * nets.latent);
  let at = 0;
  eachBatch(
    examples,
    (x) => {
      const part = nets.encode(x).mean.dataSync();
      means.set(part, at);
      at += part.length;
    },
    indices,
  );
  return means;
}

/** Least squares: latents [count × latent] = constant + Σ attribute · effect. The effects, one for each attribute. */
export function attributeEffects(latents: Float32Array, latent: number, attributes: Uint8Array, questions: number): number[][] {
  const count = latents.length / latent;
  const width = questions + 1;
  const rows = Array.from({length: width}, () => new Array<number>(width + latent).fill(0));
  const regressors = new Float64Array(width).fill(1);
  for (let i = 0; i < count; i++) {
    for (let q = 0; q < questions; q++) regressors[q + 1] = attributes[i * questions + q]!;
    for (const [a, row] of rows.entries()) {
      if (regressors[a] === 0) continue;
      for (let b = 0; b < width; b++) row[b]! += regressors[b]!;
      for (let d = 0; d < latent; d++) row[width + d]! += latents[i * latent + d]!;
    }
  }
  // Gauss and Jordan on the normal equations; they are far from singular for attributes that are drawn independently.
  for (const [pivot, row] of rows.entries()) {
    const scale = row[pivot]!;
    for (let k = 0; k < row.length; k++) row[k]! /= scale;
    for (const [other, target] of rows.entries()) {
      if (other === pivot) continue;
      const factor = target[pivot]!;
      for (let k = 0; k < row.length; k++) target[k]! -= factor * row[k]!;
    }
  }
  return rows.slice(1).map((row) => row.slice(width));
}
