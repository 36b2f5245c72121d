import {expect} from 'chai';
import {coverage, yardstickOf, yardstickOfPoints} from '../../../src/data/coverage.js';
import {DENSITIES} from '../../../src/data/densities.js';
import {Random} from '../../../src/data/random.js';

const eight = DENSITIES['8gaussians'];
const COUNT = 4000;

/** Points around some of the eight modes. */
function around(modes: readonly number[], count: number): Float32Array {
  const random = new Random(3);
  const points = new Float32Array(2 * count);
  for (let i = 0; i < count; i++) {
    const mode = modes[random.integer(modes.length)]!;
    for (const axis of [0, 1]) points[2 * i + axis] = eight.modes![2 * mode + axis]! + 0.3536 * random.normal();
  }
  return points;
}

describe('coverage of data by samples', () => {
  const yardstick = yardstickOf(eight, new Random(1));

  it('finds nothing missing in the data themselves', () => {
    const {kl, js, covered, parts, effective, inside} = coverage(yardstick, eight.sample(COUNT, new Random(2)));
    expect([covered, parts]).to.deep.equal([8, 8]);
    expect(effective).to.be.closeTo(8, 0.05);
    expect(inside).to.be.closeTo(0.99, 0.01);
    expect(js).to.be.below(0.02);
    expect(kl).to.be.below(0.1);
  });

  it('counts modes, and how evenly they are covered', () => {
    for (const modes of [[4], [0, 3], [1, 2, 5, 6, 7]]) {
      const {covered, effective, most} = coverage(yardstick, around(modes, COUNT));
      expect(covered).to.equal(modes.length);
      expect(effective).to.be.closeTo(modes.length, 0.1);
      expect(modes).to.include(most);
    }
  });

  it('has the divergences of two distributions by their definition', () => {
    // Half of the modes, each twice: p/2 of the data has no sample, so JS is that of (1, 0) against (1/2, 1/2): log 2 − (3/2 log 3 − log 2)/2 …
    const {js} = coverage(yardstick, around([0, 1, 2, 3], 40_000));
    const term = (p: number) => (p > 0 ? -p * Math.log(p) : 0);
    const exact = term(0.75) + term(0.25) - (term(0.5) * 2 + term(1)) / 2;
    expect(js).to.be.closeTo(exact, 0.02);
    // Nothing in common.
    const far = new Float32Array(2 * COUNT).fill(4.4);
    expect(coverage(yardstick, far).js).to.be.closeTo(Math.LN2, 1e-3);
    const beyond = new Float32Array(2 * COUNT).fill(40);
    const lost = coverage(yardstick, beyond);
    expect(lost.js).to.be.closeTo(Math.LN2, 1e-6);
    expect([lost.covered, lost.inside, lost.effective]).to.deep.equal([0, 0, 0]);
  });

  it('calls no mode covered that only stray samples pass', () => {
    const points = around([0], COUNT);
    points.set(around([4], 40));
    expect(coverage(yardstick, points).covered).to.equal(1);
  });

  it('divides data without modes, and a table, into parts of which none is empty', () => {
    const moons = DENSITIES.moons.sample(3000, new Random(5));
    for (const own of [yardstickOf(DENSITIES.moons, new Random(1)), yardstickOfPoints(moons, DENSITIES.moons.box, new Random(1))]) {
      expect(own.shares).to.have.length(12);
      expect(own.shares.reduce((sum, share) => sum + share, 0)).to.be.closeTo(1, 1e-6);
      expect(Math.min(...own.shares)).to.be.above(0.02);
      expect(coverage(own, DENSITIES.moons.sample(COUNT, new Random(9))).covered).to.equal(12);
      // One of the two moons.
      const upper = moons.filter((_, i) => moons[2 * (i >> 1) + 1]! > 0.8);
      expect(coverage(own, upper).covered).to.be.below(9);
    }
  });
});
