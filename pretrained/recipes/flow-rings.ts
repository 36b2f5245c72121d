import {flowRecipe} from '../tools/flow-recipe.js';

export default flowRecipe('rings', {
  title: {en: 'Four rings', 'zh-Hans': '四个圆环'},
  what: 'four thin rings around each other',
  steps: 60_000,
  // Twice the usual rate is lost for good after some 20,000 steps.
  schedule: {rate: 2e-3, warmUp: 100, hold: 0.2},
  averageDecay: 0.9995,
  encoding: () => 'float16',
  couplings: {kind: 'rational-quadratic', count: 6, hidden: 32, bins: 8, bound: 4},
  limits: [],
});
