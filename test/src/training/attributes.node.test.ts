import {existsSync} from 'node:fs';
import * as tf from '@tensorflow/tfjs-core';
import {expect} from 'chai';
import {APPEARS, CHANGES, attributeDirections, attributeEffects, mover, passes} from '../../../pretrained/tools/attribute-directions.js';
import {MOVES, moveTable} from '../../../pretrained/tools/attribute-metrics.js';
import {type ClassifierNets, accuracies} from '../../../pretrained/tools/classifier-nets.js';
import {percentage} from '../../../pretrained/tools/classifier-workshop.js';
import type {LabelledExamples} from '../../../pretrained/tools/data.js';
import {readModel} from '../../../pretrained/tools/model-folder.js';
import type {VaeNets} from '../../../pretrained/tools/vae-nets.js';
import {startWasmBackend} from '../../../pretrained/tools/wasm-backend.js';
import {Random} from '../../../src/data/random.js';
import {expectPublished} from './expect-published.js';

/** Images of two pixels that are the latents; an attribute is there where its pixel is above a half. A tenth of the second one follows the first. */
const nets = {
  latent: 2,
  encode: (x: tf.Tensor) => ({mean: tf.reshape(x, [-1, 2])}),
  decode: (z: tf.Tensor2D) => z,
} as unknown as VaeNets;
const classifier = {
  answers: (x: tf.Tensor2D) => Uint8Array.from(x.dataSync(), (value) => Number(value > 0.5)),
} as unknown as ClassifierNets;

function examples(count: number, seed: number): LabelledExamples {
  const random = new Random(seed);
  const attributes = Uint8Array.from({length: 2 * count}, () => random.integer(2));
  const images = attributes.map((value) => 51 + 102 * value + random.integer(52));
  return {images, shape: [1, 2, 1], count, labels: new Uint8Array(count), attributes};
}

describe('attributes in a latent space', () => {
  before(startWasmBackend);

  it('have effects that are told apart, also where attributes come together', () => {
    const random = new Random(6);
    const count = 5000;
    const attributes = new Uint8Array(count * 2);
    const latents = new Float32Array(count * 3);
    for (let i = 0; i < count; i++) {
      const first = random.integer(2);
      const second = random.uniform() < 0.8 ? first : 1 - first;
      attributes.set([first, second], i * 2);
      const noise = () => 0.1 * random.normal();
      latents.set([1 + 2 * first + noise(), -first + 0.5 * second + noise(), 3 * second + noise()], i * 3);
    }
    const [first, second] = attributeEffects(latents, 3, attributes, 2);
    for (const [i, value] of [2, -1, 0].entries()) expect(first![i]).to.be.closeTo(value, 0.02);
    for (const [i, value] of [0, 0.5, 3].entries()) expect(second![i]).to.be.closeTo(value, 0.02);
  });

  it('are counted before and after a move, in images that lack the attribute', () => {
    const move = mover(nets, classifier, examples(300, 1), 0);
    const still = move([0, 0]);
    expect(still.appears).to.equal(0);
    expect(still.changes).to.deep.equal([0, 0]);
    const far = move([0.6, -1]);
    expect(far.appears).to.equal(1);
    expect(far.changes[0]).to.equal(1);
    // All second attributes that were there are gone.
    expect(far.changes[1]).to.be.within(0.35, 0.65);
    expect(far.images).to.be.within(120, 180);
    expect(mover(nets, classifier, examples(300, 1), 0, 50)([0, 0]).images).to.equal(50);
  });

  it('get the strength at which they appear and nothing else does', () => {
    const found = attributeDirections(nets, classifier, {train: examples(2000, 2), validation: examples(1000, 3)}, ['first', 'second']);
    for (const [attribute, {name, vector, effect}] of found.entries()) {
      expect(name).to.equal(['first', 'second'][attribute]);
      expect(passes(effect, attribute)).to.equal(true);
      expect(vector[attribute]).to.be.above(0.3);
      expect(Math.abs(vector[1 - attribute]!)).to.be.below(0.05);
    }
    expect(passes({images: 10, appears: APPEARS, changes: [1, CHANGES]}, 0)).to.equal(true);
    expect(passes({images: 10, appears: APPEARS - 0.01, changes: [1, 0]}, 0)).to.equal(false);
    expect(passes({images: 10, appears: 1, changes: [1, CHANGES + 0.01]}, 0)).to.equal(false);
  });

  it('have the accuracy of the right answers', () => {
    expect(accuracies(Uint8Array.of(1, 0, 1, 1, 0, 0), Uint8Array.of(1, 1, 1, 0, 0, 0), 2)).to.deep.equal([1, 1 / 3]);
  });

  it('are in a table that names those without a direction', () => {
    const metric = (share: number) => percentage(share, {split: 'test', n: 1000, protocol: ''});
    const table = moveTable({[`${MOVES}a`]: metric(0.95), [`${MOVES}a.b`]: metric(0.125)}, ['a', 'b']);
    expect(table).to.contain('| a | **95.0 %** | 12.5 % |');
    expect(table).to.contain('1,000 test images');
    expect(table).to.match(/No direction was found that does so for: b\.$/);
  });

  for (const id of ['classifier-faces', 'vae-faces']) {
    it(`of ${id} are those that were published, on the extract of test images`, () => expectPublished(id)).timeout(300_000);
  }

  it('have every direction published that the card says, within the limits', () => {
    expect(existsSync('pretrained/vae-faces/CARD.md')).to.equal(true);
    const {latent, metrics} = readModel('vae-faces').manifest;
    const named = Object.keys(latent!.directions!).filter((name) => !name.startsWith('principal-'));
    expect(named).to.have.length.of.at.least(3);
    for (const name of named) {
      expect(metrics[MOVES + name]!.value, name).to.be.at.least(100 * APPEARS);
      const others = Object.entries(metrics).filter(([key]) => key.startsWith(`${MOVES}${name}.`));
      expect(others).to.have.length(4);
      for (const [key, {value}] of others) expect(value, key).to.be.at.most(100 * CHANGES);
    }
  });
});
