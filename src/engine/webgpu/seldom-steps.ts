import {normFactors} from '../fold.js';
import {depthwise, packDepthwise} from './depthwise.js';
import {affine, combine, layerNorm, prelu, softmax} from './elementwise.js';
import type {LowerSeldom} from './lower.js';
import {packBiases} from './pack.js';
import {bilinear, permute, pool} from './resampling.js';

export const lowerSeldom: LowerSeldom = (step, places, constant, graph) => {
  switch (step.kind) {
    case 'depthwise': {
      const {kernel, geometry} = step;
      const {taps} = geometry.phases[0]!;
      const size = taps.rows.length * taps.columns.length * kernel.filters;
      const packed = constant(size, (to, weights) => packDepthwise(to, kernel, weights));
      const biases = constant(kernel.filters, (to, weights) => packBiases(to, kernel, weights));
      return depthwise(step, places, packed, biases);
    }
    case 'affine': {
      const {norm, channels} = step;
      const factors = constant(channels, (to, weights) => to.set(normFactors(norm, weights).factors));
      const summands = constant(channels, (to, weights) => to.set(normFactors(norm, weights).summands));
      return affine(step, places, factors, summands);
    }
    case 'layerNorm': {
      const {gamma, beta, channels} = step;
      const factors = constant(channels, (to, weights) => (gamma === undefined ? to.fill(1) : to.set(weights[gamma]!)));
      const summands = constant(channels, (to, weights) => beta !== undefined && to.set(weights[beta]!));
      return layerNorm(step, places, factors, summands);
    }
    case 'prelu': {
      const {shape, data} = graph.weights[step.alpha]!;
      const alpha = constant(data.length, (to, weights) => to.set(weights[step.alpha]!));
      return prelu(step, places, alpha, shape);
    }
    case 'softmax':
      return softmax(step, places);
    case 'permute':
      return permute(step, places);
    case 'bilinear':
      return bilinear(step, places);
    case 'pool':
      return pool(step, places);
    case 'combine':
      return combine(step, places);
  }
};
