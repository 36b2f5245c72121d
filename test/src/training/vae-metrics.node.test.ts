import {existsSync, mkdtempSync, readdirSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {gzipSync} from 'node:zlib';
import * as tf from '@tensorflow/tfjs-core';
import {expect} from 'chai';
import {balancedIndices, dataName, loadData} from '../../../pretrained/tools/data.js';
import {EXTRACT_DRAWS, readExpected, readExtract} from '../../../pretrained/tools/extract.js';
import {initialGraphs} from '../../../pretrained/tools/graphs.js';
import {readModel} from '../../../pretrained/tools/model-folder.js';
import {binarisationEntropy, elboParts, estimate, negativeLogLikelihoods, vaeMetrics} from '../../../pretrained/tools/vae-metrics.js';
import {VaeNets} from '../../../pretrained/tools/vae-nets.js';
import {startWasmBackend} from '../../../pretrained/tools/wasm-backend.js';
import {Random} from '../../../src/data/random.js';
import {bernoulliLoss} from '../../../src/training/cross-entropy.js';
import {binarise} from '../../../src/training/objectives/vae.js';
import {blocks, recipe} from './tiny-vae.js';

describe('figures of a VAE', () => {
  before(startWasmBackend);

  it('agree with the integral over the latent plane', () => {
    const graphs = initialGraphs(recipe);
    // q is the same for all images, and neither the prior nor the posterior.
    for (const {name, data} of graphs.encoder!.weights) {
      if (/^(mean|logVariance)/.test(name)) data.fill(0);
      if (name === 'mean/bias') data.fill(0.3);
      if (name === 'logVariance/bias') data.fill(0.2);
    }
    const examples = blocks(4);
    const binary = new Float32Array(400);
    binarise(examples.images, new Random(777), binary);
    const nets = new VaeNets(graphs);
    const {kl} = elboParts(nets, examples, 'binary');
    expect(kl.value).to.be.closeTo(0.3 ** 2 + Math.exp(0.2) - 1 - 0.2, 1e-5);

    const side = 121;
    const step = 12 / (side - 1);
    const z = Float32Array.from(
      {length: side * side * 2},
      (_, i) => (i % 2 ? Math.floor(i / 2) % side : Math.floor(i / 2 / side)) * step - 6,
    );
    const logits = nets.decode(tf.tensor2d(z, [side * side, 2]), {logits: true});
    const integrals = Array.from({length: 4}, (_, image) => {
      const target = tf.tile(tf.tensor(binary.subarray(image * 100, (image + 1) * 100), [1, 10, 10, 1]), [side * side, 1, 1, 1]);
      const loss = bernoulliLoss(logits, target).dataSync();
      const terms = Array.from(
        loss,
        (value, i) => -value - 0.5 * (z[2 * i]! ** 2 + z[2 * i + 1]! ** 2) - Math.log(2 * Math.PI) + 2 * Math.log(step),
      );
      const largest = Math.max(...terms);
      return -(largest + Math.log(terms.reduce((sum, term) => sum + Math.exp(term - largest), 0)));
    });
    const exact = integrals.reduce((sum, value) => sum + value, 0) / 4;
    expect(estimate(negativeLogLikelihoods(nets, examples, 4000, {from: 0, to: 4})).value).to.be.closeTo(exact, 0.05);
    nets.dispose();
  });

  it('count what drawing the pixels costs', () => {
    // Two images: black, white and half; a half pixel is worth log 2.
    const images = Uint8Array.from([0, 255, 127, 128, 0, 255]);
    expect(binarisationEntropy({images, count: 2, shape: [3, 1, 1]})).to.be.closeTo(Math.log(2), 1e-4);
  });

  const models = readdirSync('pretrained')
    .filter((id) => existsSync(join('pretrained', id, 'manifest.json')))
    .filter((id) => readModel(id).manifest.objective?.likelihood === 'bernoulli');

  it('are checked for a shipped model at least', () => expect(models).to.include('vae-fashion-2d'));

  for (const id of models)
    it(`of ${id} are those that were published, on the extract of 500 test images`, () => {
      const {manifest, graphs} = readModel(id);
      const nets = new VaeNets(graphs);
      const examples = readExtract(dataName(manifest.data.name));
      const likelihoods = negativeLogLikelihoods(nets, examples, EXTRACT_DRAWS, {from: 0, to: examples.count});
      const metrics = vaeMetrics(nets, examples, 'test extract', EXTRACT_DRAWS, likelihoods);
      const expected = readExpected(id);
      expect(Object.keys(expected)).to.have.members(Object.keys(metrics));
      for (const [name, {value}] of Object.entries(expected)) expect(metrics[name]!.value, name).to.be.closeTo(value, 0.011);
      nets.dispose();
    }).timeout(300_000);
});

describe('data of recipes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'data-'));

  it('names the package to install where there is none', () => {
    expect(() => loadData('fashion-mnist', 'train', [folder])).to.throw(/apt install dataset-fashion-mnist/);
  });

  it('splits off the last 5,000 images for validation', () => {
    const idx = (shape: number[], value: (i: number) => number) => {
      const header = Uint8Array.from([0, 0, 8, shape.length, ...shape.flatMap((n) => [0, 0, n >> 8, n & 255])]);
      return Buffer.concat([header, Uint8Array.from({length: shape.reduce((a, b) => a * b)}, (_, i) => value(i))]);
    };
    writeFileSync(join(folder, 'train-images-idx3-ubyte.gz'), gzipSync(idx([5004, 1, 2], (i) => i >> 1)));
    writeFileSync(
      join(folder, 'train-labels-idx1-ubyte'),
      idx([5004], (i) => i % 3),
    );
    const train = loadData('fashion-mnist', 'train', [folder]);
    const validation = loadData('fashion-mnist', 'validation', [folder]);
    expect([train.count, validation.count]).to.deep.equal([4, 5000]);
    expect([...train.images]).to.deep.equal([0, 0, 1, 1, 2, 2, 3, 3]);
    expect([...validation.images.subarray(0, 2)]).to.deep.equal([4, 4]);
    expect(validation.shape).to.deep.equal([1, 2, 1]);
    expect(balancedIndices(validation, 3, 2, 1).map((index) => validation.labels[index])).to.deep.equal([0, 1, 2, 0, 1, 2]);
  });
});
