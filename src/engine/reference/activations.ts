import type {Activation} from '../../format/graph.js';

/** Constants of Klambauer et al. 2017, in the precision of tfjs. */
const SELU_SCALE = 1.0507009873554805;
const SELU_ALPHA = 1.6732632423543772;

/** All but softmax, which is not a function of one element. */
export const ACTIVATIONS: Record<Exclude<Activation, 'softmax'>, (x: number) => number> = {
  linear: (x) => x,
  relu: (x) => Math.max(x, 0),
  relu6: (x) => Math.min(Math.max(x, 0), 6),
  sigmoid: (x) => 1 / (1 + Math.exp(-x)),
  tanh: Math.tanh,
  elu: (x) => (x > 0 ? x : Math.expm1(x)),
  selu: (x) => SELU_SCALE * (x > 0 ? x : SELU_ALPHA * Math.expm1(x)),
  softplus: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
  softsign: (x) => x / (1 + Math.abs(x)),
  swish: (x) => x / (1 + Math.exp(-x)),
  gelu: (x) => 0.5 * x * (1 + erf(x / Math.SQRT2)),
  hardSigmoid: (x) => Math.min(Math.max(0.2 * x + 0.5, 0), 1),
};

/** Abramowitz and Stegun 1964, 7.1.26, as in tfjs: the error is below 1.5e-7. */
function erf(x: number): number {
  const t = 1 / (1 + 0.3275911 * Math.abs(x));
  const polynomial = ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t;
  return Math.sign(x) * (1 - polynomial * Math.exp(-x * x));
}

/** Applies an activation in place; `last` is the extent of the last axis, over which softmax runs. */
export function activate(values: Float32Array, activation: Activation, last: number): Float32Array {
  if (activation === 'softmax') softmax(values, last);
  else if (activation !== 'linear') values.forEach((x, index) => (values[index] = ACTIVATIONS[activation](x)));
  return values;
}

function softmax(values: Float32Array, last: number): void {
  for (let start = 0; start < values.length; start += last) {
    const row = values.subarray(start, start + last);
    const largest = row.reduce((most, x) => Math.max(most, x), -Infinity);
    const exps = Float64Array.from(row, (x) => Math.exp(x - largest));
    const sum = exps.reduce((total, x) => total + x, 0);
    exps.forEach((x, index) => (row[index] = x / sum));
  }
}
