import * as tf from '@tensorflow/tfjs-core';
import {Random} from '../data/random.js';
import {checkBatch, checkCount, checkSeed, oneHot} from '../families/batches.js';
import {GenerativeError} from '../format/errors.js';
import type {Batch, Graph} from '../format/graph.js';
import type {Post} from './run.js';
import type {InvertStep, StartInversion} from './protocol.js';
import {runGraph} from './run-graph.js';

/** Latents that are tried before any of them is improved. */
const CANDIDATES = 64;
/** The best of them, improved side by side: the error has many valleys, and a descent ends in the one in which it began. */
const STARTS = 8;
/** Of Adam at the beginning; it falls along half a cosine. */
const RATE = 0.2;
const [BETA1, BETA2, EPSILON] = [0.9, 0.999, 1e-8];
/** Of the mean square of a latent's numbers, beside the mean square error of pixels: without it a latent may leave the places that the generator has learned. */
const PULL = 1e-4;
/** Milliseconds of steps before messages are heard. */
const SLICE = 12;
/** A picture that changes more often than this is seen by nobody. */
const REPORT_MILLISECONDS = 50;

/**
 * Looks for the latent of a picture: a generator has no encoder, so from several latents the error of their pictures is followed downhill through the generator
 * (Zhu et al. 2016, section 3.1; Lipton and Tripathi 2017).
 */
export class Inversion {
  readonly #id: number;
  readonly #post: Post;
  readonly #graph: Graph;
  readonly #weights: tf.Tensor[];
  readonly #x: tf.Tensor;
  readonly #classes: tf.Tensor[];
  readonly #labels: number[] | undefined;
  readonly #steps: number;
  readonly #z: Float32Array;
  readonly #moments: [Float32Array, Float32Array];
  #losses: Float32Array;
  #step = 0;
  #reported = -Infinity;

  /** @throws GenerativeError `bad-data` */
  constructor({run, manifest, graph, x, seed, steps, label}: StartInversion, post: Post) {
    const size = manifest.latent?.size ?? 0;
    checkBatch(x, manifest.data.shape, 'x', 1);
    checkSeed(seed);
    checkCount(steps, 'steps');
    const classes = manifest.condition?.size ?? 0;
    if (label !== undefined && !(Number.isInteger(label) && label >= 0 && label < classes))
      throw new GenerativeError('bad-data', `label: expected one of ${classes} classes, got ${label}`);
    this.#id = run;
    this.#post = post;
    this.#graph = graph;
    this.#steps = steps;
    const random = new Random(seed);
    const z = Float32Array.from({length: CANDIDATES * size}, () => random.normal());
    // Where no class is asked for, each has its turn.
    const labels = classes === 0 ? undefined : Array.from({length: CANDIDATES}, (_, i) => label ?? i % classes);
    this.#weights = graph.weights.map(({data, shape: of}) => tf.tensor(data, of));
    this.#x = tf.tensor(x.data, x.shape);
    const all = labels ? [tensorOf(oneHot(labels, classes))] : [];
    const errors = tf.tidy(() => this.#errors(tf.tensor2d(z, [CANDIDATES, size]), all).dataSync() as Float32Array);
    tf.dispose(all);
    const best = [...errors.keys()].sort((a, b) => errors[a]! - errors[b]!).slice(0, STARTS);
    this.#z = Float32Array.from(best.flatMap((at) => [...z.subarray(at * size, (at + 1) * size)]));
    this.#losses = Float32Array.from(best, (at) => errors[at]!);
    this.#labels = labels && best.map((at) => labels[at]!);
    this.#classes = this.#labels ? [tensorOf(oneHot(this.#labels, classes))] : [];
    this.#moments = [new Float32Array(this.#z.length), new Float32Array(this.#z.length)];
  }

  get active(): boolean {
    return this.#step < this.#steps;
  }

  /** Steps for a few milliseconds. */
  async slice(): Promise<void> {
    const end = performance.now() + SLICE;
    do this.#descend();
    while (this.active && performance.now() < end);
    const now = performance.now();
    if (this.active && now - this.#reported < REPORT_MILLISECONDS) return;
    this.#reported = now;
    this.report();
    return Promise.resolve();
  }

  /** Tells where the search stands. */
  report(): void {
    const z: Batch = {data: this.#z.slice(), shape: [STARTS, this.#z.length / STARTS]};
    const losses = this.#losses.slice();
    const step: InvertStep = {step: this.#step, steps: this.#steps, z, losses, labels: this.#labels};
    this.#post({type: 'inverted', run: this.#id, step}, [z.data.buffer as ArrayBuffer, losses.buffer]);
  }

  dispose(): void {
    this.#step = this.#steps;
    tf.dispose([...this.#weights, ...this.#classes, this.#x]);
  }

  /** Mean square difference of pixels, [count]. */
  #errors(z: tf.Tensor, classes: tf.Tensor[]): tf.Tensor1D {
    const [made] = runGraph(this.#graph, this.#weights, [z, ...classes], {constantWeights: true});
    const pixels = tf.reshape(made!, [z.shape[0]!, this.#x.size]);
    return tf.mean(tf.squaredDifference(pixels, tf.reshape(this.#x, [1, this.#x.size])), 1) as tf.Tensor1D;
  }

  /** The losses are those before the step, so after the last one they are taken once more. */
  #descend(): void {
    const shape: [number, number] = [STARTS, this.#z.length / STARTS];
    let errors: tf.Tensor | undefined;
    const [losses, gradient] = tf.tidy(() => {
      const loss = (z: tf.Tensor) => {
        errors = tf.keep(this.#errors(z, this.#classes));
        return tf.add(tf.sum(errors), tf.mul(PULL / shape[1], tf.sum(tf.square(z)))) as tf.Scalar;
      };
      const at = tf.tensor2d(this.#z, shape);
      return [errors, tf.grad(loss)(at)].map((tensor, i) => (i ? tensor! : errors!).dataSync() as Float32Array);
    });
    errors?.dispose();
    this.#losses = losses!.slice();
    this.#update(gradient!);
    if (!this.active) {
      this.#losses = tf.tidy(() => this.#errors(tf.tensor2d(this.#z, shape), this.#classes).dataSync().slice() as Float32Array);
    }
  }

  /** Adam (Kingma and Ba 2015). */
  #update(gradient: Float32Array): void {
    const [first, second] = this.#moments;
    const step = ++this.#step;
    const rate = (RATE * (1 + Math.cos((Math.PI * (step - 1)) / this.#steps))) / 2;
    const corrected = (rate * Math.sqrt(1 - BETA2 ** step)) / (1 - BETA1 ** step);
    for (const [i, slope] of gradient.entries()) {
      first[i] = BETA1 * first[i]! + (1 - BETA1) * slope;
      second[i] = BETA2 * second[i]! + (1 - BETA2) * slope * slope;
      this.#z[i] = this.#z[i]! - (corrected * first[i]!) / (Math.sqrt(second[i]!) + EPSILON);
    }
  }
}

const tensorOf = ({data, shape}: Batch): tf.Tensor => tf.tensor(data, shape);
