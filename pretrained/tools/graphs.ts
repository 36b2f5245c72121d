import type {Graph} from '../../src/format/graph.js';
import {readLayersModel} from '../../src/format/read-layers-model.js';
import {writeLayersModel} from '../../src/format/write.js';
import {sizeOf} from '../../src/format/graph.js';
import type {WeightSlot} from '../../src/format/topology.js';
import {initialWeights} from '../../src/training/initialise.js';
import type {Recipe} from './recipe.js';

/** The nets of a recipe with their first weights, by way of the stock format, so that what is trained is what can be shipped. `earlier`: the nets that it continues. */
export function initialGraphs(recipe: Recipe, earlier: Record<string, Graph> = {}): Record<string, Graph> {
  const {continues} = recipe;
  const graphs = Object.entries(recipe.nets).map(([role, {topology, weights}], index) => {
    const random = initialWeights(weights, recipe.seed * 16 + index, recipe.gain);
    const from = earlier[continues?.nets[role] ?? ''];
    const data = from ? weights.map((slot, i) => continued(slot, from) ?? random[i]!) : random;
    const stored = weights.map(({name, shape}, i) => ({name, shape, data: data[i]!, encoding: 'float32' as const}));
    const {json, bytes} = writeLayersModel(topology, stored, `${role}.bin`);
    return [role, readLayersModel(JSON.parse(json), bytes.buffer, `${role}.json`)] as const;
  });
  return Object.fromEntries(graphs);
}

/** The weight of the same name in another net. Where this one has more rows, more is what goes into its layer: nothing of that counts yet. */
function continued({name, shape}: WeightSlot, {weights}: Graph): Float32Array | undefined {
  const found = weights.find((weight) => weight.name === name);
  if (!found) return undefined;
  if (found.shape.slice(1).join() !== shape.slice(1).join() || found.shape[0]! > shape[0]!)
    throw new Error(`${name}: [${found.shape.join(', ')}] cannot go on as [${shape.join(', ')}]`);
  const data = new Float32Array(sizeOf(shape));
  data.set(found.data);
  return data;
}
