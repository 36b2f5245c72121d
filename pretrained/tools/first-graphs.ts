import type {Graph} from '../../src/format/graph.js';
import {initialGraphs} from './graphs.js';
import {readModel} from './model-folder.js';
import type {Recipe} from './recipe.js';

/** The nets with which the training of a recipe begins, where another model's weights lie in its folder. */
export function firstGraphs(recipe: Recipe): Record<string, Graph> {
  return initialGraphs(recipe, recipe.continues ? readModel(recipe.continues.model).graphs : {});
}
