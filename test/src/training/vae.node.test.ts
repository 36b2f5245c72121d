import * as tf from '@tensorflow/tfjs-core';
import {expect} from 'chai';
import {typescriptWorker} from '../../../pretrained/tools/typescript-worker.js';
import {startWasmBackend} from '../../../pretrained/tools/wasm-backend.js';
import {Random} from '../../../src/data/random.js';
import {bernoulliLoss} from '../../../src/training/cross-entropy.js';
import {Exchange} from '../../../src/training/exchange.js';
import {momentMisfit} from '../../../src/training/objectives/vae.js';
import {runGraph} from '../../../src/training/run-graph.js';
import {trainer} from './tiny-vae.js';

function largest(a: Float32Array, b: Float32Array): number {
  return a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0);
}

describe('training of a VAE', () => {
  before(startWasmBackend);

  it('gives the cross-entropy of its definition, with odd sizes and large logits', () => {
    const logits = tf.tensor2d([[0, 3, -3, 40, -40, 0.5, 100]]);
    const targets = tf.tensor2d([[1, 1, 0, 1, 1, 0.25, 0]]);
    const [loss] = bernoulliLoss(logits, targets).dataSync();
    const expected = Math.log(2) + 2 * Math.log1p(Math.exp(-3)) + 40 + (Math.log1p(Math.exp(0.5)) - 0.125) + 100;
    expect(loss).to.be.closeTo(expected, 1e-4);
    const slope = tf
      .grad((l) => tf.sum(bernoulliLoss(l, targets)))(logits)
      .dataSync();
    const sigmoid = (l: number) => 1 / (1 + Math.exp(-l));
    for (const [i, l] of [0, 3, -3, 40, -40, 0.5, 100].entries()) {
      expect(slope[i]).to.be.closeTo(sigmoid(l) - targets.dataSync()[i]!, 1e-6);
    }
  });

  it('takes one target for several rows of logits, on every backend', async () => {
    const random = new Random(8);
    const logits = Float32Array.from({length: 6 * 5}, () => 2 * random.normal());
    const targets = Float32Array.from({length: 2 * 5}, () => random.uniform());
    const repeated = Float32Array.from({length: 6 * 5}, (_, i) => targets[Math.floor(i / 15) * 5 + (i % 5)]!);
    const loss = (rows: Float32Array) =>
      bernoulliLoss(tf.tensor2d(logits, [6, 5]), tf.tensor2d(rows, [rows.length / 5, 5])).dataSync() as Float32Array;
    const expected = loss(repeated);
    expect(largest(loss(targets), expected)).to.equal(0);
    await tf.setBackend('cpu');
    expect(largest(loss(targets), expected)).to.be.below(1e-5);
    await tf.setBackend('wasm');
  });

  it('has the gradient of the ELBO, by finite differences along it', () => {
    const {exchange, make} = trainer();
    // Biases off zero: on empty pixels a rectifier would otherwise sit at its kink.
    const random = new Random(2);
    for (let i = 0; i < exchange.parameters.length; i++) exchange.parameters[i]! += 0.05 * random.normal();
    const training = make();
    const gradient = new Float32Array(exchange.parameters.length);
    training.gradients(1, gradient);
    const norm = Math.hypot(...gradient);
    const start = exchange.parameters.slice();
    const at = (step: number) => {
      for (let i = 0; i < start.length; i++) exchange.parameters[i] = start[i]! + (step * gradient[i]!) / norm;
      return training.gradients(1, new Float32Array(start.length)).loss!;
    };
    expect((at(5e-4) - at(-5e-4)) / 1e-3 / norm).to.be.closeTo(1, 3e-3);
  });

  it('measures how far the moments of q are from those of the prior, whatever the size of a batch', () => {
    const random = new Random(4);
    const misfit = (batch: number, spread: number, shift: number) => {
      // Two correlated coordinates and a third; q itself has the variance 0.1.
      const draw = () => {
        const [a, b, c] = [random.normal(), random.normal(), random.normal()].map((value) => spread * value) as [number, number, number];
        return [shift + 2 * a, a + b, c];
      };
      const mean = tf.tensor2d(Array.from({length: batch}, draw));
      return momentMisfit(mean, tf.fill([batch, 3], Math.log(0.1))).dataSync()[0]!;
    };
    const average = (batch: number, spread: number, shift: number) =>
      Array.from({length: 400}, () => tf.tidy(() => misfit(batch, spread, shift))).reduce((sum, value) => sum + value) / 400;
    // Covariance [[4, 2, 0], [2, 2, 0], [0, 0, 1]] · spread², and 0.1.
    const exact = (variance: number, shift: number) =>
      shift ** 2 + (4 * variance - 0.9) ** 2 + (2 * variance - 0.9) ** 2 + (variance - 0.9) ** 2 + 2 * (2 * variance) ** 2;
    expect(average(20, 0.5, 0.7)).to.be.closeTo(exact(0.25, 0.7), 0.25);
    expect(average(60, 0.5, 0)).to.be.closeTo(exact(0.25, 0), 0.12);
    const {losses} = trainer({moments: 10}).make().step(1);
    expect(losses.loss).to.be.closeTo(losses.reconstruction! + losses.kl! + 10 * losses.moments!, 1e-3);
  }).timeout(60_000);

  it('has an importance-weighted bound that is tighter with more draws', () => {
    const bound = (draws: number) => {
      const {exchange, make} = trainer({draws, batch: 64});
      const training = make();
      let sum = 0;
      for (let step = 1; step <= 20; step++) sum += training.gradients(step, exchange.ownGradients).loss! / 20;
      return sum;
    };
    const [one, many] = [bound(1), bound(50)];
    expect(many).to.be.below(one - 0.05);
  });

  it('learns', () => {
    const {make} = trainer({batch: 32});
    const training = make();
    const first = training.step(1).losses.loss!;
    let last = first;
    for (let step = 2; step <= 300; step++) last = training.step(step).losses.loss!;
    expect(last).to.be.below(0.5 * first);
  });

  it('leaves no tensor behind', () => {
    const {make} = trainer();
    const training = make();
    training.step(1);
    const {numTensors} = tf.memory();
    training.step(2);
    expect(tf.memory().numTensors).to.equal(numTensors);
    training.dispose();
  });

  it('gives, shared by two workers, the gradient of the whole batch', () => {
    const whole = trainer({batch: 16});
    const gradient = new Float32Array(whole.exchange.parameters.length);
    whole.make().gradients(4, gradient);
    const memory = Exchange.allocate(2, whole.layout.size);
    const [first, second] = [0, 1].map((rank) => {
      const {exchange, layout, make} = trainer({batch: 16, workers: 2, rank, memory});
      layout.gather(exchange.parameters);
      make().gradients(4, exchange.ownGradients);
      return exchange;
    }) as [Exchange, Exchange];
    const mean = new Float32Array(memory.size);
    for (const exchange of [first, second]) exchange.meanGradients(mean.subarray(exchange.start, exchange.end));
    expect(largest(gradient, mean.subarray(0, gradient.length))).to.be.below(1e-4 * Math.max(...gradient.map(Math.abs)));
  });

  it('takes the same steps on two threads as on one', async () => {
    const one = trainer({batch: 16});
    const training = one.make();
    for (let step = 1; step <= 4; step++) training.step(step);
    const memory = Exchange.allocate(2, one.layout.size);
    const {exchange, layout} = trainer({batch: 16, workers: 2, memory});
    layout.gather(exchange.parameters);
    const before = exchange.parameters.slice();
    const threads = [0, 1].map((rank) =>
      typescriptWorker(new URL('./tiny-worker.ts', import.meta.url), {memory, rank, batch: 16, steps: 4}),
    );
    await Promise.all(threads.map((thread) => new Promise((resolve, reject) => thread.on('error', reject).on('exit', resolve))));
    expect(largest(exchange.parameters, before)).to.be.above(1e-3);
    expect(largest(one.exchange.parameters.subarray(0, layout.size), exchange.parameters.subarray(0, layout.size))).to.be.below(1e-4);
  });

  it('goes on exactly where it was saved', () => {
    const straight = trainer();
    const training = straight.make();
    for (let step = 1; step <= 6; step++) training.step(step);

    const early = trainer();
    const saved = early.make();
    for (let step = 1; step <= 3; step++) {
      early.exchange.control = {rate: 3e-3, decay: 0.99, flags: step === 3 ? 1 : 0};
      saved.step(step);
    }
    const resumed = trainer();
    resumed.exchange.parameters.set(early.exchange.parameters);
    for (const [i, values] of early.exchange.state.entries()) resumed.exchange.state[i]!.set(values);
    const later = resumed.make();
    for (let step = 4; step <= 6; step++) later.step(step);
    expect(resumed.exchange.parameters).to.deep.equal(straight.exchange.parameters);
  });

  it('takes the same steps with the fused optimiser as with the plain one', async () => {
    const run = () => {
      const {exchange, make} = trainer();
      const training = make();
      // Gradients of both from the same numbers, so that only the optimiser differs.
      const random = new Random(1);
      for (let step = 1; step <= 5; step++) {
        training.gradients = (_, target) => (target.forEach((__, i) => (target[i] = random.normal())), {loss: 0});
        exchange.control = {rate: 1e-2, decay: 0.9, flags: 1};
        training.step(step);
      }
      return [exchange.parameters, ...exchange.state];
    };
    const fused = run();
    await tf.setBackend('cpu');
    const plain = run();
    await tf.setBackend('wasm');
    for (const [i, values] of fused.entries()) expect(largest(values, plain[i]!)).to.be.below(1e-6);
  });

  it('runs a graph on stock operations as on the fused kernels', async () => {
    const {graphs} = trainer();
    const x = Float32Array.from({length: 300}, (_, i) => (i % 7) / 7);
    const evaluate = () =>
      runGraph(
        graphs.encoder!,
        graphs.encoder!.weights.map(({data, shape}) => tf.tensor(data, shape)),
        [tf.tensor(x, [3, 10, 10, 1])],
      )[0]!.dataSync() as Float32Array;
    const fused = evaluate();
    await tf.setBackend('cpu');
    const stock = evaluate();
    await tf.setBackend('wasm');
    expect(largest(fused, stock)).to.be.below(1e-5);
  });
});
