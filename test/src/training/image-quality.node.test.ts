import {expect} from 'chai';
import {psnr, ssim} from '../../../pretrained/tools/image-quality.js';
import {Random} from '../../../src/data/random.js';

/** From the definition, window by window. */
function slowly(a: Float32Array, b: Float32Array, size: number): number {
  const weight = (dy: number, dx: number) => Math.exp(-(dy ** 2 + dx ** 2) / (2 * 1.5 ** 2));
  let similarity = 0;
  for (let top = 0; top + 11 <= size; top++) {
    for (let left = 0; left + 11 <= size; left++) {
      const cells = Array.from({length: 121}, (_, i) => [Math.floor(i / 11), i % 11] as const).map(([y, x]) => {
        const at = (top + y) * size + left + x;
        return {w: weight(y - 5, x - 5), x: a[at]!, y: b[at]!};
      });
      const total = cells.reduce((sum, {w}) => sum + w, 0);
      const mean = (of: (cell: {x: number; y: number}) => number) => cells.reduce((sum, cell) => sum + cell.w * of(cell), 0) / total;
      const [mx, my] = [mean(({x}) => x), mean(({y}) => y)];
      const [vx, vy] = [mean(({x}) => (x - mx) ** 2), mean(({y}) => (y - my) ** 2)];
      const vxy = mean(({x, y}) => (x - mx) * (y - my));
      similarity += ((2 * mx * my + 1e-4) * (2 * vxy + 9e-4)) / ((mx ** 2 + my ** 2 + 1e-4) * (vx + vy + 9e-4));
    }
  }
  return similarity / (size - 10) ** 2;
}

describe('image quality', () => {
  const random = new Random(3);
  const draw = (length: number) => Float32Array.from({length}, () => random.uniform());

  it('has the peak signal-to-noise ratio in decibels', () => {
    expect(psnr(Float32Array.of(0.5, 0.5), Float32Array.of(0.6, 0.4))).to.be.closeTo(20, 1e-4);
  });

  it('has structural similarity as it is defined', () => {
    const a = draw(14 * 14);
    const b = a.map((value) => 0.7 * value + 0.1 * random.uniform());
    expect(ssim(a, b, [14, 14, 1])).to.be.closeTo(slowly(a, b, 14), 1e-6);
    expect(ssim(a, a, [14, 14, 1])).to.be.closeTo(1, 1e-9);
  });

  it('averages structural similarity over channels', () => {
    const planes = [draw(144), draw(144), draw(144)];
    const others = [draw(144), draw(144), draw(144)];
    const mixed = (of: Float32Array[]) => Float32Array.from({length: 432}, (_, i) => of[i % 3]![Math.floor(i / 3)]!);
    const expected = planes.reduce((sum, plane, i) => sum + slowly(plane, others[i]!, 12), 0) / 3;
    expect(ssim(mixed(planes), mixed(others), [12, 12, 3])).to.be.closeTo(expected, 1e-6);
  });
});
