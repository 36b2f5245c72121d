import {Random} from '../data/random.js';
import {sizeOf} from '../format/graph.js';
import type {WeightSlot} from '../format/topology.js';

/** First weights: kernels normal with variance 2 / fan-in (He et al. 2015, eq. 10) times `gain`², biases zero. */
export function initialWeights(slots: readonly WeightSlot[], seed: number, gain: (name: string) => number = () => 1): Float32Array[] {
  return slots.map(({name, shape, fanIn}, index) => {
    const random = Random.of(seed, 3, index);
    const spread = fanIn > 0 ? Math.sqrt(2 / fanIn) * gain(name) : 0;
    return Float32Array.from({length: sizeOf(shape)}, () => (spread > 0 ? random.normal() * spread : 0));
  });
}
