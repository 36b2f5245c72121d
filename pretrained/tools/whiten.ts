import type {Graph} from '../../src/format/graph.js';
import type {LabelledExamples} from './data.js';
import {eachBatch} from './image-batches.js';
import {VaeNets} from './vae-nets.js';

const IMAGES = 5000;
const ITERATIONS = 60;

type Matrix = number[][];

/**
 * A VAE with other latent coordinates z′ = W(z − m), in which the mixture of the posteriors of `examples` has mean 0 and covariance 1, as the prior has: m and C are its mean and covariance, W = C^(−½).
 * What is decoded for an image's posterior mean stays the same. q stays diagonal: its log variances get the constant that keeps their mean, an approximation.
 */
export function whiten(graphs: Record<string, Graph>, examples: LabelledExamples): Record<string, Graph> {
  const nets = new VaeNets(graphs);
  const {mean, covariance, spread} = moments(nets, examples);
  nets.dispose();
  const {root, inverse} = squareRoots(covariance);
  const [encoder, decoder] = [copy(graphs.encoder!), copy(graphs.decoder!)];

  const kernel = weight(encoder, 'mean/kernel');
  const bias = weight(encoder, 'mean/bias');
  multiplyRows(kernel, inverse);
  bias.set(
    apply(
      inverse,
      Array.from(bias, (value, i) => value - mean[i]!),
    ),
  );
  const logVariance = weight(encoder, 'logVariance/bias');
  for (const [i, row] of inverse.entries()) {
    const variance = row.reduce((sum, entry, k) => sum + entry ** 2 * spread[k]!, 0);
    logVariance[i]! += Math.log(variance / spread[i]!);
  }

  // The decoder's first layer sees z = C^½ z′ + m.
  const [first] = decoder.nodes;
  if (first?.op !== 'dense') throw new Error('whitening needs a decoder that begins with a dense layer with a bias');
  const [firstKernel, firstBias] = first.weights.map((index) => decoder.weights[index]!.data) as [Float32Array, Float32Array];
  const width = firstBias.length;
  const columns = Array.from({length: width}, (_, j) => mean.map((_, i) => firstKernel[i * width + j]!));
  for (const [j, column] of columns.entries()) {
    firstBias[j]! += column.reduce((sum, value, i) => sum + value * mean[i]!, 0);
    for (const [i, value] of apply(root, column).entries()) firstKernel[i * width + j] = value;
  }
  return {...graphs, encoder, decoder};
}

/** Of the mixture of posteriors, and `spread`, their mean variances. */
function moments(nets: VaeNets, examples: LabelledExamples): {mean: number[]; covariance: Matrix; spread: number[]} {
  const {latent} = nets;
  const count = Math.min(IMAGES, examples.count);
  const means: Float32Array[] = [];
  const spread = new Array<number>(latent).fill(0);
  const indices = Array.from({length: count}, (_, i) => i);
  eachBatch(
    examples,
    (x) => {
      const {mean, logVariance} = nets.encode(x);
      const values = mean.dataSync() as Float32Array;
      for (let start = 0; start < values.length; start += latent) means.push(values.slice(start, start + latent));
      for (const [i, value] of logVariance.dataSync().entries()) spread[i % latent]! += Math.exp(value) / count;
    },
    indices,
  );
  const mean = spread.map((_, i) => means.reduce((sum, values) => sum + values[i]!, 0) / count);
  const covariance = mean.map((middle, i) =>
    mean.map(
      (other, j) =>
        means.reduce((sum, values) => sum + (values[i]! - middle) * (values[j]! - other), 0) / count + (i === j ? spread[i]! : 0),
    ),
  );
  return {mean, covariance, spread};
}

/** C^½ and C^(−½) of a symmetric positive matrix, by the coupled iteration of Newton and Schulz (Higham 2008, "Functions of Matrices", eq. 6.35). */
export function squareRoots(matrix: Matrix): {root: Matrix; inverse: Matrix} {
  const scale = Math.hypot(...matrix.flat());
  const identity = matrix.map((row, i) => row.map((_, j) => Number(i === j)));
  let [y, z] = [matrix.map((row) => row.map((value) => value / scale)), identity];
  for (let k = 0; k < ITERATIONS; k++) {
    const step = product(z, y).map((row, i) => row.map((value, j) => (3 * identity[i]![j]! - value) / 2));
    [y, z] = [product(y, step), product(step, z)];
  }
  const times = (values: Matrix, factor: number) => values.map((row) => row.map((value) => value * factor));
  return {root: times(y, Math.sqrt(scale)), inverse: times(z, 1 / Math.sqrt(scale))};
}

function product(a: Matrix, b: Matrix): Matrix {
  return a.map((row) => b[0]!.map((_, j) => row.reduce((sum, value, k) => sum + value * b[k]![j]!, 0)));
}

function apply(matrix: Matrix, vector: readonly number[]): number[] {
  return matrix.map((row) => row.reduce((sum, value, k) => sum + value * vector[k]!, 0));
}

/** Rows of a kernel [in, latent] times a symmetric matrix. */
function multiplyRows(kernel: Float32Array, matrix: Matrix): void {
  const latent = matrix.length;
  for (let start = 0; start < kernel.length; start += latent) {
    const row = apply(matrix, Array.from(kernel.subarray(start, start + latent)));
    kernel.set(row, start);
  }
}

function weight({weights}: Graph, name: string): Float32Array {
  const found = weights.find((one) => one.name === name);
  if (!found) throw new Error(`there is no weight ${name}`);
  return found.data;
}

function copy(graph: Graph): Graph {
  return {...graph, weights: graph.weights.map((one) => ({...one, data: one.data.slice()}))};
}
