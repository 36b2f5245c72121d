import {flowRecipe} from '../tools/flow-recipe.js';

export default flowRecipe('moons', {
  title: {en: 'Two moons', 'zh-Hans': '双月'},
  what: 'two half circles that reach into each other',
  steps: 2500,
  batch: 512,
  schedule: {rate: 3e-3, warmUp: 100, hold: 0.2},
  couplings: {kind: 'rational-quadratic', count: 4, hidden: 32, bins: 8, bound: 4},
  limits: [],
});
