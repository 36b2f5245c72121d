import {sizeOf} from '../../src/format/graph.js';
import {type StoredWeight, roundTrip} from '../../src/format/write.js';
import type {Rounding} from '../../src/training/parameters.js';
import type {Recipe} from './recipe.js';

/** Tensors this small cost nothing as half floats, and most biases and the first layer on the latent feel each bit. */
const SMALL = 400;

/** A wide dense layer makes up most of a decoder, which is part of the first view, and bears seven bits. */
const LARGE = 20_000;

/** How a recipe's weight is stored: as the recipe says, or half floats for what is small and bytes for the others. */
export function stored(recipe: Recipe, role: string, {name, shape, data}: Omit<StoredWeight, 'encoding'>): StoredWeight {
  const encoding = recipe.encoding?.(role, name) ?? (sizeOf(shape) < SMALL ? 'float16' : 'uint8');
  if (encoding !== 'uint8') return {name, shape, data, encoding};
  const usual = role === 'decoder' && sizeOf(shape) > LARGE ? 127 : 255;
  return {name, shape, data, encoding, levels: recipe.rounding?.levels(role, name) ?? recipe.levels?.(role, name) ?? usual};
}

/** What storing does to a recipe's weights. */
export function roundingOf(recipe: Recipe): Rounding {
  return (role, weight) => roundTrip(stored(recipe, role, weight));
}
