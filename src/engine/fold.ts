import type {Kernel, Norm} from './plan.js';

/** Factor and summand per channel that batch normalisation amounts to. */
export function normFactors(norm: Norm, weights: readonly Float32Array[]): {factors: Float64Array; summands: Float64Array} {
  const factors = new Float64Array(norm.channels);
  const summands = new Float64Array(norm.channels);
  for (let channel = 0; channel < norm.channels; channel++) {
    const gamma = norm.gamma === undefined ? 1 : weights[norm.gamma]![channel]!;
    const beta = norm.beta === undefined ? 0 : weights[norm.beta]![channel]!;
    factors[channel] = gamma / Math.sqrt(weights[norm.variance]![channel]! + norm.epsilon);
    summands[channel] = beta - weights[norm.mean]![channel]! * factors[channel]!;
  }
  return {factors, summands};
}

/** Factor that goes into a filter's kernel, and the filter's bias, with batch normalisation folded in. */
export function foldedFilters(kernel: Kernel, weights: readonly Float32Array[]): {scales: Float64Array; biases: Float64Array} {
  const scales = new Float64Array(kernel.filters).fill(1);
  const biases = new Float64Array(kernel.filters);
  if (kernel.bias !== undefined) biases.set(weights[kernel.bias]!);
  if (kernel.norm) {
    const {factors, summands} = normFactors(kernel.norm, weights);
    for (let filter = 0; filter < kernel.filters; filter++) {
      // After a reshape the normalised axis may be a divisor of the filters: channel = filter modulo channels.
      const channel = filter % kernel.norm.channels;
      scales[filter] = factors[channel]!;
      biases[filter] = biases[filter]! * factors[channel]! + summands[channel]!;
    }
  }
  return {scales, biases};
}
