import * as tf from '@tensorflow/tfjs-core';
import {expect} from 'chai';
import {initialGraphs} from '../../../pretrained/tools/graphs.js';
import {VaeNets} from '../../../pretrained/tools/vae-nets.js';
import {startWasmBackend} from '../../../pretrained/tools/wasm-backend.js';
import {squareRoots, whiten} from '../../../pretrained/tools/whiten.js';
import type {Graph} from '../../../src/format/graph.js';
import {blocks, recipe} from './tiny-vae.js';

/** Posterior means, their mean and the covariance of the mixture of posteriors, and what is decoded for the means. */
function study(graphs: Record<string, Graph>) {
  const {images, shape, count} = blocks(300);
  const nets = new VaeNets(graphs);
  const {mean, logVariance} = nets.encode(
    tf.tensor(
      Float32Array.from(images, (value) => value / 255),
      [count, ...shape],
    ),
  );
  const middle = tf.mean(mean, 0);
  const centred = tf.sub(mean, middle) as tf.Tensor2D;
  const between = tf.div(tf.matMul(centred, centred, true), count);
  const covariance = tf.add(between, tf.mul(tf.eye(2), tf.mean(tf.exp(logVariance), 0)));
  const result = {middle: [...middle.dataSync()], covariance: [...covariance.dataSync()], decoded: nets.decode(mean).dataSync()};
  nets.dispose();
  return result;
}

describe('white latents', () => {
  before(startWasmBackend);

  it('have the mean and nearly the covariance of the prior, and decode to the same', () => {
    const graphs = initialGraphs(recipe);
    const logVariance = graphs.encoder!.weights.find(({name}) => name === 'logVariance/bias')!;
    logVariance.data.set([-5, -6]);
    const before = study(graphs);
    const after = study(whiten(graphs, {...blocks(300), labels: new Uint8Array(300)}));
    expect(Math.max(...before.covariance.map((value, i) => Math.abs(value - [1, 0, 0, 1][i]!)))).to.be.above(0.2);
    for (const value of after.middle) expect(value).to.be.closeTo(0, 1e-4);
    // The variances of single posteriors are not turned with the means.
    for (const [i, value] of [1, 0, 0, 1].entries()) expect(after.covariance[i]).to.be.closeTo(value, 0.05);
    for (let i = 0; i < before.decoded.length; i += 97) expect(after.decoded[i]).to.be.closeTo(before.decoded[i]!, 1e-4);
  });

  it('come from the square root of a matrix', () => {
    const {root, inverse} = squareRoots([
      [2, 0.5],
      [0.5, 0.04 + 0.125],
    ]);
    const product = (a: number[][], b: number[][]) =>
      a.map((row) => b[0]!.map((_, j) => row.reduce((sum, value, k) => sum + value * b[k]![j]!, 0)));
    for (const [i, value] of [2, 0.5, 0.5, 0.165].entries()) expect(product(root, root).flat()[i]).to.be.closeTo(value, 1e-9);
    for (const [i, value] of [1, 0, 0, 1].entries()) expect(product(root, inverse).flat()[i]).to.be.closeTo(value, 1e-9);
  });
});
