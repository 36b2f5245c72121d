import type {Graph} from '../../src/format/graph.js';
import {readLayersModel} from '../../src/format/read-layers-model.js';
import {writeLayersModel} from '../../src/format/write.js';
import {initialWeights} from '../../src/training/initialise.js';
import type {Recipe} from './recipe.js';

/** The nets of a recipe with their first weights, by way of the stock format, so that what is trained is what can be shipped. */
export function initialGraphs(recipe: Recipe): Record<string, Graph> {
  const graphs = Object.entries(recipe.nets).map(([role, {topology, weights}], index) => {
    const data = initialWeights(weights, recipe.seed * 16 + index, recipe.gain);
    const stored = weights.map(({name, shape}, i) => ({name, shape, data: data[i]!, encoding: 'float32' as const}));
    const {json, bytes} = writeLayersModel(topology, stored, `${role}.bin`);
    return [role, readLayersModel(JSON.parse(json), bytes.buffer, `${role}.json`)] as const;
  });
  return Object.fromEntries(graphs);
}
