import * as tf from '@tensorflow/tfjs-core';
import {type LabelledExamples, balancedIndices, exampleImage} from './data.js';
import type {VaeNets} from './vae-nets.js';

/** No coordinate of the start lies further out: there the prior has next to nothing. */
const REACH = 2;

/** Pictures of each class that say what lies at a place, and how many of them are asked: as many as vote in an element. */
const VOTERS_PER_CLASS = 50;
const VOTERS = 15;
const SEED = 7;

/** On a plane, the start keeps away from the middle of each class, where its name stands. */
const CLEARANCE = 0.4;

/**
 * A latent that decodes to a clear, typical picture of the class `label`: of the posterior means of that class's validation images that lie most among their own kind, the one whose
 * decoded image is nearest to its own (mean squared error). [latent size], two digits.
 */
export function startingPoint(nets: VaeNets, validation: LabelledExamples, label: number): number[] {
  const {latent} = nets;
  const {means, errors} = reconstruct(nets, validation);
  const at = (index: number) => Array.from(means.subarray(index * latent, (index + 1) * latent));
  const indices = Array.from(validation.labels.keys());
  const middles =
    latent === 2 ? [...new Set(validation.labels)].map((own) => middle(indices.filter((i) => validation.labels[i] === own).map(at))) : [];
  const allowed = (z: number[]) =>
    z.every((value) => Math.abs(value) <= REACH) && middles.every((other) => distance(z, other) >= CLEARANCE);
  const voters = balancedIndices(validation, Math.max(...validation.labels) + 1, VOTERS_PER_CLASS, SEED).map((index) => ({
    index,
    z: at(index),
  }));
  // A picture of few light pixels is redrawn well even where the decoder has something else in mind.
  const kin = (index: number) => {
    const z = at(index);
    const others = voters.filter((voter) => voter.index !== index).map((voter) => ({...voter, distance: distance(z, voter.z)}));
    const nearest = others.sort((a, b) => a.distance - b.distance).slice(0, VOTERS);
    return nearest.filter((voter) => validation.labels[voter.index] === label).length;
  };
  const candidates = indices
    .filter((index) => validation.labels[index] === label && allowed(at(index)))
    .map((index) => ({index, kin: kin(index)}));
  const most = Math.max(...candidates.map((candidate) => candidate.kin));
  const best = candidates
    .filter((candidate) => candidate.kin === most)
    .map(({index}) => index)
    .reduce((best, index) => (errors[index]! < errors[best]! ? index : best));
  return at(best).map((value) => Number(value.toFixed(2)));
}

function reconstruct(nets: VaeNets, examples: LabelledExamples): {means: Float32Array; errors: Float32Array} {
  const means = new Float32Array(examples.count * nets.latent);
  const errors = new Float32Array(examples.count);
  for (let start = 0; start < examples.count; start += 100) {
    const images = Array.from({length: Math.min(100, examples.count - start)}, (_, i) => exampleImage(examples, start + i));
    tf.tidy(() => {
      const x = tf.stack(images.map((image) => tf.tensor(image, examples.shape)));
      const {mean} = nets.encode(x);
      means.set(mean.dataSync(), start * nets.latent);
      errors.set(tf.mean(tf.squaredDifference(nets.decode(mean), x), [1, 2, 3]).dataSync(), start);
    });
  }
  return {means, errors};
}

function middle(points: number[][]): number[] {
  return points[0]!.map((_, axis) => points.map((z) => z[axis]!).sort((a, b) => a - b)[points.length >> 1]!);
}

function distance(a: readonly number[], b: readonly number[]): number {
  return Math.hypot(...a.map((value, i) => value - b[i]!));
}
