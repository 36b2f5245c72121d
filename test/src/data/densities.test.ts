import {expect} from 'chai';
import {scaledBessel} from '../../../src/data/closed-densities.js';
import {DENSITIES} from '../../../src/data/densities.js';
import {Random} from '../../../src/data/random.js';

const POINTS = 30_000;
const CELLS = 240;

/** Standard deviations of both axes, from the same 60 million points as the floors. */
const SPREAD: Record<string, [number, number]> = {
  moons: [1.741, 1.009],
  '8gaussians': [2.034, 2.028],
  pinwheel: [1.482, 1.484],
  '2spirals': [1.613, 1.585],
  checkerboard: [2.31, 2.312],
  rings: [1.454, 1.458],
  circles: [1.692, 1.696],
  swissroll: [1.336, 1.405],
};

describe('densities in the plane', () => {
  for (const [name, {sample, floor, box, logDensity}] of Object.entries(DENSITIES)) {
    describe(name, () => {
      const points = sample(POINTS, new Random(1));

      it('repeats itself from the same seed', () => {
        expect(sample(5, new Random(1))).to.deep.equal(points.slice(0, 10));
        expect(sample(5, new Random(2))).not.to.deep.equal(points.slice(0, 10));
      });

      it('has the spread that is published', () => {
        for (const axis of [0, 1]) {
          const values = Array.from({length: POINTS}, (_, i) => points[2 * i + axis]!);
          const mean = values.reduce((sum, value) => sum + value, 0) / POINTS;
          const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / POINTS;
          expect(Math.sqrt(variance)).to.be.closeTo(SPREAD[name]![axis]!, 0.02);
        }
      });

      it('lies in its box', () => {
        let outside = 0;
        for (let i = 0; i < points.length; i += 2) {
          const [x, y] = [points[i]!, points[i + 1]!];
          if (x < box[0] || y < box[1] || x > box[2] || y > box[3]) outside++;
        }
        expect(outside / POINTS).to.be.below(5e-4);
      });

      it('integrates to 1', () => {
        const [left, bottom, right, top] = box.map((edge) => 1.2 * edge) as typeof box;
        const [width, height] = [(right - left) / CELLS, (top - bottom) / CELLS];
        let sum = 0;
        for (let row = 0; row < CELLS; row++) {
          for (let column = 0; column < CELLS; column++) {
            sum += Math.exp(logDensity(left + (column + 0.5) * width, bottom + (row + 0.5) * height)) * width * height;
          }
        }
        expect(sum).to.be.closeTo(1, name === 'checkerboard' ? 0.02 : 1e-3);
      });

      it('has its floor as the mean of −log p over its points', () => {
        let [sum, squares] = [0, 0];
        for (let i = 0; i < points.length; i += 2) {
          const value = -logDensity(points[i]!, points[i + 1]!);
          sum += value / POINTS;
          squares += value ** 2 / POINTS;
        }
        const error = Math.sqrt((squares - sum ** 2) / POINTS);
        expect(3 * error).to.be.below(0.018);
        expect(sum).to.be.closeTo(floor, 0.01);
      });
    });
  }

  it('knows two spirals to 0.00001 nats, against midpoints along the arms and across the square at each place of them', () => {
    const [ALONG, ACROSS, WIDTH, SIGMA] = [4000, 600, 1 / 6, 0.1];
    const brute = (x: number, y: number): number => {
      let sum = 0;
      for (let i = 0; i < ALONG; i++) {
        const n = 3 * Math.PI * Math.sqrt((i + 0.5) / ALONG);
        const [cx, cy] = [(-n * Math.cos(n)) / 3, (n * Math.sin(n)) / 3];
        for (const sign of [1, -1]) {
          // The square is the same both ways, so its density is a product.
          const across = (d: number): number => {
            if (Math.abs(d) > 1) return 0;
            let mean = 0;
            for (let k = 0; k < ACROSS; k++) mean += Math.exp(-((d - (WIDTH * (k + 0.5)) / ACROSS) ** 2) / (2 * SIGMA ** 2)) / ACROSS;
            return mean;
          };
          sum += across(sign * x - cx) * across(sign * y - cy);
        }
      }
      return Math.log(sum / (2 * ALONG * 2 * Math.PI * SIGMA ** 2));
    };
    for (const [x, y] of [
      [0.6, 0.8],
      [1.5, -1.2],

      [0.05, -1.9],
    ] as const)
      expect(DENSITIES['2spirals'].logDensity(x, y)).to.be.closeTo(brute(x, y), 1e-5);
  });

  it('is finite far outside, where a sum of exponentials would be 0', () => {
    for (const name of ['moons', '8gaussians', 'rings', 'circles', 'swissroll', '2spirals'] as const) {
      expect(DENSITIES[name].logDensity(20, -20)).to.be.within(-1e6, -1000);
    }
  });

  it('knows the Bessel function', () => {
    for (const x of [0, 0.1, 1, 3.7, 3.8, 10, 500]) {
      const steps = 2000;
      let mean = 0;
      for (let i = 0; i < steps; i++) mean += Math.exp(x * (Math.cos((2 * Math.PI * i) / steps) - 1)) / steps;
      expect(scaledBessel(x)).to.be.closeTo(mean, 1e-6 * mean + 1e-9);
    }
  });
});
