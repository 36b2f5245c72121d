import {flowRecipe} from '../tools/flow-recipe.js';

export default flowRecipe('2spirals', {
  title: {en: 'Two spirals', 'zh-Hans': '双螺旋'},
  what: 'two arms that wind around each other one and a half times',
  steps: 60_000,
  // Twice the usual rate is lost for good after some 20,000 steps.
  schedule: {rate: 2e-3, warmUp: 100, hold: 0.2},
  averageDecay: 0.9995,
  encoding: () => 'float16',
  couplings: {kind: 'rational-quadratic', count: 6, hidden: 32, bins: 8, bound: 4},
  limits: [],
});
