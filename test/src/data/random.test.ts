import {expect} from 'chai';
import {Random} from '../../../src/data/random.js';
import {shuffle} from '../../../src/data/shuffle.js';

describe('Random', () => {
  it('repeats itself from the same seed and differs between neighbouring seeds', () => {
    const draw = (seed: number) => {
      const random = new Random(seed);
      return Array.from({length: 8}, () => random.bits());
    };
    expect(draw(7)).to.deep.equal(draw(7));
    expect(draw(7)).not.to.deep.equal(draw(8));
    // Fixed for ever: published figures and the pictures of every seed hang on these numbers.
    expect(draw(7).slice(0, 3)).to.deep.equal([4212924469, 4164243871, 2619167075]);
  });

  it('has the moments of the uniform and of the normal distribution', () => {
    const random = new Random(1);
    const n = 200_000;
    let mean = 0;
    let sum = 0;
    let squares = 0;
    let fourths = 0;
    for (let i = 0; i < n; i++) {
      mean += random.uniform() / n;
      const x = random.normal();
      sum += x / n;
      squares += x ** 2 / n;
      fourths += x ** 4 / n;
    }
    expect(mean).to.be.closeTo(0.5, 0.003);
    expect(sum).to.be.closeTo(0, 0.01);
    expect(squares).to.be.closeTo(1, 0.02);
    expect(fourths).to.be.closeTo(3, 0.1);
  });

  it('draws each integer equally often', () => {
    const random = new Random(2);
    const counts = new Array<number>(10).fill(0);
    for (let i = 0; i < 100_000; i++) counts[random.integer(10)]!++;
    for (const count of counts) expect(count).to.be.within(9_600, 10_400);
  });

  it('shuffles to a permutation', () => {
    const items = shuffle(
      Array.from({length: 100}, (_, i) => i),
      new Random(3),
    );
    expect(items).not.to.deep.equal([...items].sort((a, b) => a - b));
    expect(new Set(items).size).to.equal(100);
  });
});
