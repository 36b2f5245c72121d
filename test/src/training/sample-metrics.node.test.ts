import * as tf from '@tensorflow/tfjs-core';
import {expect} from 'chai';
import {bytesOf} from '../../../pretrained/tools/copying.js';
import {DATA_SETS} from '../../../pretrained/tools/data.js';
import {symmetricEigen} from '../../../pretrained/tools/eigen.js';
import {FeatureNet} from '../../../pretrained/tools/feature-net.js';
import {frechetDistance, gaussianOf, squareRoot} from '../../../pretrained/tools/frechet.js';
import {initialGraphs} from '../../../pretrained/tools/graphs.js';
import {nearest, nearestIndices, precisionAndRecall} from '../../../pretrained/tools/neighbours.js';
import {cholesky, pixelGaussian} from '../../../pretrained/tools/pixel-gaussian.js';
import {readExpected, readExtract} from '../../../pretrained/tools/extract.js';
import {type Recipe, net} from '../../../pretrained/tools/recipe.js';
import {ASKED, SampleMeter, askedTable, imagesOf, shareOf, shareTable} from '../../../pretrained/tools/sample-metrics.js';
import {startWasmBackend} from '../../../pretrained/tools/wasm-backend.js';
import {Random} from '../../../src/data/random.js';

type Matrix = Float64Array[];

const matrix = (rows: number[][]): Matrix => rows.map((row) => Float64Array.from(row));
const product = (a: Matrix, b: Matrix): number[][] =>
  a.map((row) => Array.from(b[0]!, (_, j) => row.reduce((sum, value, k) => sum + value * b[k]![j]!, 0)));
const transpose = (a: Matrix): Matrix => a.map((_, j) => Float64Array.from(a, (row) => row[j]!));

function expectNear(found: readonly ArrayLike<number>[], expected: readonly ArrayLike<number>[], tolerance: number): void {
  for (const [i, row] of expected.entries()) for (let j = 0; j < row.length; j++) expect(found[i]![j]).to.be.closeTo(row[j]!, tolerance);
}

/** A symmetric matrix without negative eigenvalues, of rank `rank`. */
function covariance(size: number, rank: number, seed: number): Matrix {
  const random = new Random(seed);
  const factor = matrix(Array.from({length: size}, () => Array.from({length: rank}, () => random.normal())));
  return matrix(factor.map((row) => factor.map((other) => row.reduce((sum, value, k) => sum + value * other[k]!, 0))));
}

describe('figures of samples', () => {
  before(startWasmBackend);

  it('come from eigenvectors that give the matrix back', () => {
    for (const rank of [7, 3]) {
      const c = covariance(7, rank, 1);
      const {values, vectors} = symmetricEigen(c);
      expectNear(
        product(vectors, transpose(vectors)),
        matrix(Array.from({length: 7}, (_, i) => Array.from({length: 7}, (_, j) => Number(i === j)))),
        1e-12,
      );
      const scaled = vectors.map((vector, k) => vector.map((value) => value * values[k]!));
      expectNear(product(transpose(vectors), scaled), c, 1e-12);
      const root = squareRoot(c);
      expectNear(product(root, root), c, 1e-7);
    }
  });

  it('have the Fréchet distance of normal distributions whose covariances have the same axes', () => {
    const a = {
      mean: Float64Array.of(1, 2, 0),
      covariance: matrix([
        [4, 0, 0],
        [0, 1, 0],
        [0, 0, 0],
      ]),
    };
    const b = {
      mean: Float64Array.of(0, 0, 0),
      covariance: matrix([
        [1, 0, 0],
        [0, 9, 0],
        [0, 0, 0.25],
      ]),
    };
    // |m|² + Σ (σ₁ − σ₂)².
    expect(frechetDistance(a, b)).to.be.closeTo(5 + 1 + 4 + 0.25, 1e-12);
    expect(frechetDistance(a, a)).to.be.closeTo(0, 1e-12);
  });

  it('have the same Fréchet distance when both distributions turn, and in either order', () => {
    const {vectors} = symmetricEigen(covariance(3, 3, 5));
    const turn = (c: Matrix): Matrix => matrix(product(matrix(product(vectors, c)), transpose(vectors)));
    const [c, d] = [covariance(3, 3, 2), covariance(3, 2, 3)];
    const zero = new Float64Array(3);
    const distance = frechetDistance({mean: zero, covariance: c}, {mean: zero, covariance: d});
    expect(frechetDistance({mean: zero, covariance: turn(c)}, {mean: zero, covariance: turn(d)})).to.be.closeTo(distance, 1e-6);
    // Of singular covariances the root of rounding errors is what is left.
    expect(frechetDistance({mean: zero, covariance: d}, {mean: zero, covariance: c})).to.be.closeTo(distance, 1e-6);
    // In the plane tr (C₁C₂)^½ = (tr C₁C₂ + 2 (det C₁C₂)^½)^½.
    const [e, f] = [
      matrix([
        [2, 0.5],
        [0.5, 1],
      ]),
      matrix([
        [1, -0.3],
        [-0.3, 3],
      ]),
    ];
    const both = product(e, f);
    const root = Math.sqrt(both[0]![0]! + both[1]![1]! + 2 * Math.sqrt(1.75 * 2.91));
    const plane = new Float64Array(2);
    expect(frechetDistance({mean: plane, covariance: e}, {mean: plane, covariance: f})).to.be.closeTo(3 + 4 - 2 * root, 1e-12);
  });

  it('have mean and covariance with n − 1 in the denominator', () => {
    const {mean, covariance} = gaussianOf([0, 0, 2, 0, 1, 3], 2);
    expect([...mean]).to.deep.equal([1, 1]);
    expectNear(
      covariance,
      [
        [1, 0],
        [0, 3],
      ],
      1e-12,
    );
  });

  it('have precision and recall by the nearest neighbours of points on a line', () => {
    // Radii to the nearest other real point: 1, 1, 1 and 7. Samples: two among the real ones, one near the far one, one nowhere.
    const real = {values: [0, 1, 2, 9], width: 1};
    const generated = {values: [0.4, 1.6, 15, 40], width: 1};
    // Balls around samples have the radii 1.2, 1.2, 13.4 and 25: 0, 1 and 2 are in the first two, 9 in the third.
    expect(precisionAndRecall(real, generated, 1)).to.deep.equal({precision: 0.75, recall: 1});
    // One mode is left out: all samples lie among real points, and only those are covered.
    const mode = {values: [0.1, 0.5, 0.9], width: 1};
    expect(precisionAndRecall({values: [0, 1, 100, 101], width: 1}, mode, 1)).to.deep.equal({precision: 1, recall: 0.5});
  });

  it('find the nearest points as a full sort does', () => {
    const random = new Random(8);
    const points = (count: number) => ({values: Float32Array.from({length: count * 20}, () => random.normal()), width: 20});
    const [a, b] = [points(5), points(40)];
    const expected = Array.from({length: 5}, (_, i) =>
      Array.from({length: 40}, (_, j) => {
        let sum = 0;
        for (let k = 0; k < 20; k++) sum += (a.values[i * 20 + k]! - b.values[j * 20 + k]!) ** 2;
        return {sum, j};
      }).sort((one, other) => one.sum - other.sum),
    );
    expectNear(
      nearest(a, b, 4),
      expected.map((row) => row.slice(0, 4).map(({sum}) => sum)),
      1e-12,
    );
    expect(nearestIndices(a, b)).to.deep.equal(expected.map(([first]) => first!.j));
  });

  it('are taken in the layer before the logits', () => {
    const nets: Recipe['nets'] = {
      classifier: net('classifier', (t) => {
        const hidden = t.dense(t.flatten(t.input('image', [2, 2, 1])), 3, {activation: 'relu'});
        return [t.dense(hidden, 2, {name: 'logits'})];
      }),
    };
    const {classifier} = initialGraphs({seed: 3, nets} as Recipe);
    const features = new FeatureNet(classifier!, [2]);
    const random = new Random(2);
    const images = Array.from({length: 250}, () => Array.from({length: 4}, () => random.uniform()));
    const seen = features.see(250, (start, end) => tf.tensor(images.slice(start, end).flat(), [end - start, 2, 2, 1]));
    features.dispose();
    const [kernel, bias, last, lastBias] = classifier!.weights.map(({data}) => data) as [
      Float32Array,
      Float32Array,
      Float32Array,
      Float32Array,
    ];
    for (const [i, image] of images.entries()) {
      const hidden = [0, 1, 2].map((j) =>
        Math.max(
          0,
          image.reduce((sum, value, k) => sum + value * kernel[k * 3 + j]!, bias[j]!),
        ),
      );
      const logits = [0, 1].map((j) => hidden.reduce((sum, value, k) => sum + value * last[k * 2 + j]!, lastBias[j]!));
      for (const [j, value] of hidden.entries()) expect(seen.features.values[i * 3 + j]).to.be.closeTo(value, 1e-5);
      if (Math.abs(logits[0]! - logits[1]!) > 1e-4) expect(seen.answers[i]).to.equal(Number(logits[1]! > logits[0]!));
    }
  });

  it('answer several questions, each by its own logits', () => {
    const nets: Recipe['nets'] = {
      classifier: net('classifier', (t) => [t.dense(t.flatten(t.input('image', [1, 5, 1])), 5, {name: 'logits'})]),
    };
    const {classifier} = initialGraphs({seed: 3, nets} as Recipe);
    // The logits are the pixels.
    const identity = Float32Array.from({length: 25}, (_, i) => Number(i % 6 === 0));
    const graph = {...classifier!, weights: classifier!.weights.map((weight, i) => ({...weight, data: i === 0 ? identity : weight.data}))};
    const features = new FeatureNet(graph, [2, 3]);
    const images = [
      [0, 1, 5, 6, 7],
      [1, 0, 0, 9, 2],
    ];
    const {answers} = features.see(2, (start, end) => tf.tensor(images.slice(start, end).flat(), [end - start, 1, 5, 1]));
    features.dispose();
    expect([...answers]).to.deep.equal([1, 2, 0, 1]);
  });

  it('are 0 for the images themselves, and grow with noise', () => {
    const images = readExtract('fashion-mnist');
    const {labels} = DATA_SETS['fashion-mnist'];
    const meter = new SampleMeter('classifier-fashion', images, 'test extract');
    const own = meter.metrics(images.count, imagesOf(images), 'the images');
    expect(own.fld!.value).to.be.closeTo(0, 1e-4);
    expect(own.precision!.value).to.equal(100);
    expect(own.recall!.value).to.equal(100);
    const shares = labels.map((label) => own[shareOf(label)]!.value);
    expect(shares.reduce((sum, share) => sum + share)).to.be.closeTo(100, 1e-9);
    for (const share of shares) expect(share).to.be.within(6, 15);
    expect(Object.keys(own).some((name) => name.startsWith('asked'))).to.equal(false);
    const noisy = (amount: number) => (start: number, end: number) =>
      tf.clipByValue(tf.add(imagesOf(images)(start, end), tf.randomNormal([end - start, 28, 28, 1], 0, amount, 'float32', 4)), 0, 1);
    const [little, much] = [0.1, 0.4].map((amount) => meter.distance(images.count, noisy(amount)));
    meter.dispose();
    expect(little).to.be.above(0.1);
    expect(much).to.be.above(3 * little!);
    expect(shareTable(own, {labels})).to.contain(`| ${shares[0]!.toFixed(1)} % |`);
  });

  it('say how many samples are of the class that was asked for, all together and class by class', () => {
    // 50 images of each class in turn, taken for samples: right as often as the classifier is.
    const images = readExtract('fashion-mnist');
    const {labels} = DATA_SETS['fashion-mnist'];
    const meter = new SampleMeter('classifier-fashion', images, 'test extract');
    const metricsOf = (asked: (sample: number) => number) => meter.metrics(images.count, imagesOf(images), 'the images', asked);
    const right = metricsOf((sample) => images.labels[sample]!);
    const perClass = labels.map((label) => right[ASKED + label.replaceAll(' ', '-')]!);
    expect(right.asked!.value).to.be.closeTo(readExpected('classifier-fashion')['accuracy.class']!.value, 1e-9);
    expect(right.asked!.value).to.be.closeTo(meter.agreement(500, imagesOf(images), (sample) => sample % 10) * 100, 1e-9);
    for (const {n, value} of perClass) {
      expect(n).to.equal(50);
      expect(value % 2).to.be.closeTo(0, 1e-9);
    }
    expect(perClass.reduce((sum, {value}) => sum + value, 0) / 10).to.be.closeTo(right.asked!.value, 1e-9);
    expect(askedTable(right, {labels})).to.contain(`| ${perClass[9]!.value.toFixed(1)} % |`);
    // The next class is hardly ever shown.
    expect(metricsOf((sample) => (sample + 1) % 10).asked!.value).to.be.below(10);
    meter.dispose();
  });

  it('say of faces how often each attribute is there', () => {
    const faces = readExtract('faces-lorelei');
    const meter = new SampleMeter('classifier-faces', faces, 'test extract');
    const own = meter.metrics(faces.count, imagesOf(faces), 'the images');
    meter.dispose();
    const {attributes} = DATA_SETS['faces-lorelei'];
    for (const [at, name] of attributes.entries()) {
      const there = faces.attributes!.filter((value, i) => i % attributes.length === at && value === 1).length;
      expect(own[shareOf(name)]!.value, name).to.be.closeTo((100 * there) / faces.count, 1e-9);
    }
    expect(shareTable(own, DATA_SETS['faces-lorelei'])).to.contain('| glasses | beard |');
  });

  it('are compared with a normal distribution that has the mean and the covariance of its images', () => {
    const factor = cholesky(
      matrix([
        [4, 2],
        [2, 5],
      ]),
      0,
    );
    expectNear(
      factor,
      [
        [2, 0],
        [1, 2],
      ],
      1e-12,
    );
    const random = new Random(3);
    const count = 4000;
    const images = new Uint8Array(count * 2);
    for (let i = 0; i < count; i++) {
      const shared = random.normal();
      images[2 * i] = Math.round(128 + 10 * shared + 5 * random.normal());
      images[2 * i + 1] = Math.round(120 - 12 * shared);
    }
    const sampler = pixelGaussian({images, shape: [1, 2, 1], count, labels: new Uint8Array(count)}, count, 1);
    const drawn = gaussianOf(sampler(0, 20_000).dataSync(), 2);
    const expected = gaussianOf(
      Float32Array.from(images, (value) => value / 255),
      2,
    );
    expectNear([drawn.mean], [expected.mean], 1e-3);
    expectNear(drawn.covariance, expected.covariance, 1e-4);
    // The same sample whichever others are drawn.
    expectNear([sampler(7, 8).dataSync()], [sampler(0, 10).dataSync().slice(14, 16)], 1e-6);
  });

  it('compare samples with training images as bytes', () => {
    expect([...bytesOf(tf.tensor([0, 0.5, 1]))]).to.deep.equal([0, 128, 255]);
  });
});
