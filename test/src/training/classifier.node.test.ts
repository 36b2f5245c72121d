import * as tf from '@tensorflow/tfjs-core';
import {expect} from 'chai';
import {initialGraphs} from '../../../pretrained/tools/graphs.js';
import {type Recipe, net} from '../../../pretrained/tools/recipe.js';
import {startWasmBackend} from '../../../pretrained/tools/wasm-backend.js';
import {Exchange} from '../../../src/training/exchange.js';
import {ClassifierObjective} from '../../../src/training/objectives/classifier.js';
import {ParameterLayout} from '../../../src/training/parameters.js';
import {Trainer} from '../../../src/training/trainer.js';
import {expectPublished} from './expect-published.js';
import {blocks} from './tiny-vae.js';

const CLASSES = [3, 2];

/** Blocks, and where they are: in which third from the top, and whether in the left half. */
function answered(count: number) {
  const examples = blocks(count);
  const answers = new Uint8Array(count * 2);
  for (let i = 0; i < count; i++) {
    const first = examples.images.indexOf(240, i * 100) - i * 100;
    answers.set([Math.floor(Math.floor(first / 10) / 2), Number(first % 10 < 3)], i * 2);
  }
  return {...examples, answers};
}

describe('training of a classifier', () => {
  before(startWasmBackend);

  it('gives classifier-fashion the figures that were published, on the extract of test images', () =>
    expectPublished('classifier-fashion'));

  it('has the cross-entropy of each question in nats', () => {
    const objective = new ClassifierObjective({classes: CLASSES});
    const batch = objective.batch(answered(10), [4, 7]);
    const logits = tf.tensor2d([
      [0.5, -1, 2, 0.25, 1],
      [3, 0, -2, -40, 40],
    ]);
    const {loss} = objective.loss({classifier: () => [logits]}, batch);
    const answers = batch.answers!.arraySync() as number[][];
    const entropy = (values: number[], answer: number) =>
      Math.log(values.reduce((sum, value) => sum + Math.exp(value), 0)) - values[answer]!;
    const expected = (logits.arraySync() as number[][]).reduce(
      (sum, row, i) => sum + (entropy(row.slice(0, 3), answers[i]![0]!) + entropy(row.slice(3), answers[i]![1]!)) / 2,
      0,
    );
    expect(loss.dataSync()[0]).to.be.closeTo(expected, 1e-4);
  });

  it('has a gradient where there is only one question', () => {
    const objective = new ClassifierObjective({classes: [10]});
    const examples = {...blocks(4), answers: Uint8Array.from([0, 9, 3, 3])};
    const batch = objective.batch(examples, [0, 1, 2, 3]);
    const gradient = tf.grad((logits: tf.Tensor) => objective.loss({classifier: () => [logits]}, batch).loss)(tf.zeros([4, 10]));
    // Softmax less the right answer, a quarter for each of four images.
    const rows = gradient.arraySync() as number[][];
    for (const [i, answer] of examples.answers.entries()) {
      for (const [k, value] of rows[i]!.entries()) expect(value).to.be.closeTo((0.1 - Number(k === answer)) / 4, 1e-6);
    }
  });

  it('learns', () => {
    const nets: Recipe['nets'] = {
      classifier: net('classifier', (t) => {
        const x = t.conv2d(t.input('image', [10, 10, 1]), 6, {kernel: 3, stride: 2, activation: 'relu'});
        return [t.dense(t.flatten(x), 5)];
      }),
    };
    const graphs = initialGraphs({seed: 3, nets} as Recipe);
    const layout = new ParameterLayout(graphs);
    const exchange = new Exchange(Exchange.allocate(1, layout.size), 0);
    layout.gather(exchange.parameters);
    exchange.control = {rate: 1e-2, decay: 0, flags: 0};
    const objective = new ClassifierObjective({classes: CLASSES});
    const training = new Trainer({graphs, objectives: [objective, objective], examples: answered(64), exchange, batch: 32, seed: 11});
    const first = training.step(1).losses.loss!;
    let last = first;
    for (let step = 2; step <= 120; step++) last = training.step(step).losses.loss!;
    expect(first).to.be.above(1);
    expect(last).to.be.below(0.1);
    training.dispose();
  });
});
