import type {CouplingLayer} from '../../src/format/manifest.js';

const SMALLEST = 1e-3;

/** The coordinate before a coupling from the one after it, in double precision (Durkan et al. 2019, eq. 6 to 8). */
export function invertCoupling(layer: CouplingLayer, y: number, raw: Float32Array): number {
  const {bound} = layer;
  if (layer.kind === 'affine') return (y - raw[1]!) * Math.exp(-bound * Math.tanh(raw[0]! / bound));
  if (Math.abs(y) > bound) return y;
  const {bins} = layer;
  const widths = sizes(raw.subarray(0, bins), bound);
  const heights = sizes(raw.subarray(bins, 2 * bins), bound);
  let [left, bottom, k] = [-bound, -bound, 0];
  for (; k < bins - 1 && y >= bottom + heights[k]!; k++) {
    left += widths[k]!;
    bottom += heights[k]!;
  }
  const slope = (knot: number) => (knot === 0 || knot === bins ? 1 : SMALLEST + softplus(raw[2 * bins + knot - 1]!));
  const [width, height, start, end] = [widths[k]!, heights[k]!, slope(k), slope(k + 1)];
  const mean = height / width;
  const rise = y - bottom;
  const excess = rise * (start + end - 2 * mean);
  const a = height * (mean - start) + excess;
  const b = height * start - excess;
  const c = -mean * rise;
  return left + (width * 2 * c) / (-b - Math.sqrt(Math.max(0, b * b - 4 * a * c)));
}

function sizes(raw: Float32Array, bound: number): Float64Array {
  const most = Math.max(...raw);
  const powers = Float64Array.from(raw, (value) => Math.exp(value - most));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => 2 * bound * (SMALLEST + ((1 - SMALLEST * raw.length) * power) / sum));
}

function softplus(raw: number): number {
  return Math.log1p(Math.exp(raw + Math.log(Math.expm1(1 - SMALLEST))));
}
