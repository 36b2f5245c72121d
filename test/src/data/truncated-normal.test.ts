import {expect} from 'chai';
import {Random} from '../../../src/data/random.js';
import {normalQuantile, truncatedNormal} from '../../../src/data/truncated-normal.js';

describe('a truncated normal distribution', () => {
  it('is the whole one within the limit, by the variance of its closed form', () => {
    const random = new Random(3);
    const draws = Float64Array.from({length: 40_000}, () => random.normal());
    for (const [limit, share, density] of [
      // 1 − 2·limit·φ(limit)/(2Φ(limit) − 1), with φ and 2Φ − 1 from tables.
      [0.5, 0.38292492, 0.35206533],
      [1, 0.68268949, 0.24197072],
      [2, 0.95449974, 0.05399097],
    ] as const) {
      const cut = draws.map((draw) => truncatedNormal(draw, limit));
      expect(cut.every((value) => Math.abs(value) <= limit)).to.equal(true);
      const variance = cut.reduce((sum, value) => sum + value * value, 0) / cut.length;
      expect(variance).to.be.closeTo(1 - (2 * limit * density) / share, 0.015);
    }
  });

  it('has the same share of draws below a value as before', () => {
    // Half of all draws are within ±0.67449. Half of those within ±1 are 0.34134 of all, and those are within ±0.4418: Φ(0.44) = 0.67003 and Φ(0.45) = 0.67364 in tables.
    expect(truncatedNormal(0.67448975, 1)).to.be.closeTo(0.4418, 1e-4);
    expect(truncatedNormal(-0.67448975, 1)).to.be.closeTo(-0.4418, 1e-4);
    expect(truncatedNormal(0, 1)).to.be.closeTo(0, 1e-8);
  });

  it('moves each draw smoothly, from the draw itself to 0', () => {
    for (const draw of [-3.1, -0.4, 0.02, 1.7, 5.5]) {
      expect(truncatedNormal(draw, Infinity)).to.equal(draw);
      let before = Math.abs(truncatedNormal(draw, 7));
      expect(before).to.be.closeTo(Math.abs(draw), 0.35);
      for (let limit = 6.95; limit > 0.02; limit -= 0.05) {
        const now = Math.abs(truncatedNormal(draw, limit));
        expect(now).to.be.at.most(before + 1e-6);
        expect(before - now).to.be.below(0.1);
        before = now;
      }
      expect(before).to.be.below(0.06);
    }
  });

  it('has the quantiles of tables', () => {
    expect(normalQuantile(0.5)).to.equal(0);
    expect(normalQuantile(0.975)).to.be.closeTo(1.959964, 1e-4);
    expect(normalQuantile(0.025)).to.be.closeTo(-1.959964, 1e-4);
    expect(normalQuantile(0.84134475)).to.be.closeTo(1, 1e-4);
  });
});
