import {classifierWorkshop} from './classifier-workshop.js';
import {flowWorkshop} from './flow-workshop.js';
import {ganWorkshop} from './gan-workshop.js';
import type {Recipe} from './recipe.js';
import {vaeWorkshop} from './vae-workshop.js';
import type {Workshop} from './workshop.js';

const WORKSHOPS: {[F in Recipe['family']]: Workshop<Extract<Recipe, {family: F}>>} = {
  vae: vaeWorkshop,
  gan: ganWorkshop,
  flow: flowWorkshop,
  classifier: classifierWorkshop,
};

export function workshopOf<R extends Recipe>({family}: R): Workshop<R> {
  // The entry for a recipe's family takes that family's recipes.
  return WORKSHOPS[family] as unknown as Workshop<R>;
}
