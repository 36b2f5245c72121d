import * as tf from '@tensorflow/tfjs-core';
import {expect} from 'chai';
import {startWasmBackend} from '../../../pretrained/tools/wasm-backend.js';
import {Random} from '../../../src/data/random.js';
import {affine, rationalQuadratic} from '../../../src/training/couplings.js';
import {exactAffine, exactSpline} from './exact-couplings.js';

const BOUND = 3;

/** Two numbers a coordinate turn values and log-determinants into one loss, so that one gradient checks both. */
type Exact = (x: number, raw: readonly number[]) => {y: number; logDet: number};
type Composed = (x: tf.Tensor, raw: tf.Tensor) => {y: tf.Tensor; logDet: tf.Tensor};

/** Within the first and the last bin, beyond the bound on either side, at it, and between. */
const PLACES = [-4.5, -3.01, -3, -2.99, -2.5, -1, -0.2, 0.1, 0.77, 1.9, 2.7, 2.99, 3, 3.01, 50];

function compare(composed: Composed, exact: Exact, size: number, spread: number): void {
  const random = new Random(4);
  const xs = Float32Array.from(PLACES);
  const raws = Float32Array.from({length: xs.length * size}, () => spread * random.normal());
  const weights = Array.from(xs, () => [random.normal(), random.normal()] as const);
  const [a, b] = [0, 1].map((at) =>
    tf.tensor2d(
      Float32Array.from(weights, (pair) => pair[at]!),
      [xs.length, 1],
    ),
  );
  const x = tf.tensor2d(xs, [xs.length, 1]);
  const raw = tf.tensor2d(raws, [xs.length, size]);

  const {y, logDet} = composed(x, raw);
  const [dx, draw] = tf.grads((x: tf.Tensor, raw: tf.Tensor) => {
    const {y, logDet} = composed(x, raw);
    return tf.sum(tf.add(tf.mul(a!, y), tf.mul(b!, logDet)));
  })([x, raw]);
  const found = [y, logDet, dx!, draw!].map((tensor) => tensor.dataSync() as Float32Array);

  for (const [row, place] of xs.entries()) {
    const own = Array.from(raws.subarray(row * size, (row + 1) * size));
    const expected = exact(place, own);
    const what = `x = ${place}`;
    expect(found[0]![row], `${what}: y`).to.be.closeTo(expected.y, 2e-5 * Math.max(1, Math.abs(expected.y)));
    expect(found[1]![row], `${what}: logDet`).to.be.closeTo(expected.logDet, spread > 1 ? 1e-3 : 1e-4);
    const loss = (x: number, raw: readonly number[]) => {
      const {y, logDet} = exact(x, raw);
      return weights[row]![0] * y + weights[row]![1] * logDet;
    };
    const slope = (at: (step: number) => number) => (at(1e-5) - at(-1e-5)) / 2e-5;
    // At the bound the slope has a kink in the log-determinant: there is no derivative to compare with.
    if (Math.abs(place) !== BOUND) {
      const along = slope((step) => loss(place + step, own));
      expect(found[2]![row], `${what}: dx`).to.be.closeTo(along, 2e-3 * Math.max(1, Math.abs(along)));
    }
    for (let i = 0; i < size; i++) {
      const moved = (step: number) => own.map((value, at) => (at === i ? value + step : value));
      const along = slope((step) => loss(place, moved(step)));
      expect(found[3]![row * size + i], `${what}: raw ${i}`).to.be.closeTo(along, 1e-3 * Math.max(1, Math.abs(along)));
    }
  }
}

describe('couplings of flows', () => {
  before(startWasmBackend);
  afterEach(() => tf.setBackend('wasm'));

  for (const backend of ['wasm', 'cpu'])
    describe(`on ${backend}`, () => {
      beforeEach(() => tf.setBackend(backend));

      it('affine: values, log-determinants and gradients against double precision and finite differences', () => {
        compare(
          (x, raw) => affine(x, raw, 2),
          (x, raw) => exactAffine(x, raw, 2),
          2,
          1.5,
        );
      });

      for (const bins of [2, 3, 5, 8])
        for (const spread of [0, 1, 2])
          it(`splines of ${bins} bins, parameters ±${spread}: the same`, () => {
            const composed: Composed = (x, raw) => rationalQuadratic(x, raw, bins, BOUND);
            compare(composed, (x, raw) => exactSpline(x, raw, bins, BOUND), 3 * bins - 1, spread);
          });
    });
});
