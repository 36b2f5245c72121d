import {expect} from 'chai';
import {startWasmBackend} from '../../../pretrained/tools/wasm-backend.js';
import {roundTrip} from '../../../src/format/write.js';
import type {Rounding} from '../../../src/training/parameters.js';
import {SAVE} from '../../../src/training/exchange.js';
import {trainer} from './tiny-vae.js';

const coarse: Rounding = (_, weight) => roundTrip({...weight, encoding: 'uint8', levels: 6});
const CONTROL = {rate: 3e-3, decay: 0.99, flags: 0};

describe('training at rounded weights', () => {
  before(startWasmBackend);

  it('has the loss and the gradients of the weights as stored, and keeps the exact ones', () => {
    const tuned = trainer({rounding: coarse});
    const start = tuned.exchange.parameters.slice();
    const gradients = new Float32Array(start.length);
    const loss = tuned.make().gradients(1, gradients);
    expect(tuned.exchange.parameters).to.deep.equal(start);

    const stored = trainer();
    stored.layout.round(start, coarse, stored.exchange.parameters);
    expect(stored.exchange.parameters).to.not.deep.equal(start);
    const expected = new Float32Array(start.length);
    expect(loss).to.deep.equal(stored.make().gradients(1, expected));
    expect(gradients).to.deep.equal(expected);
  });

  it('makes up for what rounding costs', () => {
    const exact = trainer({batch: 32});
    const run = exact.make();
    for (let step = 1; step <= 300; step++) run.step(step);

    const tuned = trainer({batch: 32, rounding: coarse});
    tuned.exchange.parameters.set(exact.exchange.parameters);
    const training = tuned.make();
    const loss = () => {
      let sum = 0;
      for (let step = 1001; step <= 1010; step++) sum += training.gradients(step, tuned.exchange.ownGradients).loss! / 10;
      return sum;
    };
    const untuned = loss();
    for (let step = 1; step <= 200; step++) {
      tuned.exchange.control = {...CONTROL, rate: 3e-3 * (1 - step / 200)};
      training.step(step);
    }
    expect(loss()).to.be.below(untuned - 2);
  });

  it('goes on exactly where it was saved', () => {
    const straight = trainer({rounding: coarse});
    const training = straight.make();
    for (let step = 1; step <= 4; step++) training.step(step);

    const early = trainer({rounding: coarse});
    const saved = early.make();
    for (let step = 1; step <= 2; step++) {
      early.exchange.control = {...CONTROL, flags: step === 2 ? SAVE : 0};
      saved.step(step);
    }
    const resumed = trainer({rounding: coarse});
    resumed.exchange.parameters.set(early.exchange.parameters);
    for (const [i, values] of early.exchange.state.entries()) resumed.exchange.state[i]!.set(values);
    const later = resumed.make();
    for (let step = 3; step <= 4; step++) later.step(step);
    expect(resumed.exchange.parameters).to.deep.equal(straight.exchange.parameters);
  });
});
