import {classifierWorkshop} from './classifier-workshop.js';
import {flowWorkshop} from './flow-workshop.js';
import {ganWorkshop} from './gan-workshop.js';
import {planeGanWorkshop} from './plane-gan-workshop.js';
import type {PlaneGanRecipe, Recipe} from './recipe.js';
import {vaeWorkshop} from './vae-workshop.js';
import type {Workshop} from './workshop.js';

const WORKSHOPS: {[F in Recipe['family']]: Workshop<Exclude<Extract<Recipe, {family: F}>, PlaneGanRecipe>>} = {
  vae: vaeWorkshop,
  gan: ganWorkshop,
  flow: flowWorkshop,
  classifier: classifierWorkshop,
};

export function workshopOf<R extends Recipe>(recipe: R): Workshop<R> {
  // The entry for a recipe's family takes that family's recipes.
  return ('space' in recipe ? planeGanWorkshop : WORKSHOPS[recipe.family]) as unknown as Workshop<R>;
}
