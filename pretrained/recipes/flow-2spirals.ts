import {flowRecipe, LONG_RUN} from '../tools/flow-recipe.js';

export default flowRecipe('2spirals', {
  title: {en: 'Two spirals', 'zh-Hans': '双螺旋'},
  what: 'two arms that wind around each other one and a half times',
  steps: 60_000,
  ...LONG_RUN,
  couplings: {kind: 'rational-quadratic', count: 6, hidden: 32, bins: 8, bound: 4},
  limits: [],
});
