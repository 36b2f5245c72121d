import {expect} from 'chai';
import {misfit, rankMisfit} from '../../../src/data/misfit.js';

describe('misfit', () => {
  it('is 0 for a copy, however grey, and the divergence of Bernoulli distributions otherwise', () => {
    expect(misfit([0, 0.25, 0.5, 1], [0, 0.25, 0.5, 1], 'bernoulli')).to.be.closeTo(0, 1e-6);
    const expected = 0.25 * Math.log(0.25 / 0.5) + 0.75 * Math.log(0.75 / 0.5);
    expect(misfit([0.25], [0.5], 'bernoulli')).to.be.closeTo(expected, 1e-9);
    expect(misfit([1], [0], 'bernoulli'), 'no sigmoid is wrong without end').to.be.closeTo(Math.log(1e7), 1e-3);
  });

  it('is the mean absolute error of colours', () => {
    expect(misfit([0, 1, 0.5, 0.5], [0.5, 1, 0.5, 0], 'laplace')).to.equal(255 / 4);
  });

  it('is ranked among the test pictures', () => {
    const metrics = {misfit50: {value: 49}, misfit95: {value: 121}, misfit99: {value: 185}, nll: {value: 250}};
    expect([10, 49, 50, 122, 1000].map((value) => rankMisfit(value, metrics))).to.deep.equal([0, 0, 50, 95, 99]);
    expect(rankMisfit(10, {nll: {value: 250}})).to.equal(undefined);
  });
});
