import {expect} from 'chai';
import {learningRate} from '../../../src/training/schedule.js';

describe('learningRate', () => {
  const schedule = {rate: 2, warmUp: 10, hold: 0.5};

  it('warms up, holds, and falls to zero along half a cosine', () => {
    expect(learningRate(schedule, 5, 0)).to.equal(1);
    expect(learningRate(schedule, 10, 0.1)).to.equal(2);
    expect(learningRate(schedule, 100, 0.5)).to.equal(2);
    expect(learningRate(schedule, 100, 0.75)).to.be.closeTo(1, 1e-12);
    expect(learningRate(schedule, 100, 1)).to.be.closeTo(0, 1e-12);
  });
});
