import {flowRecipe, LONG_RUN} from '../tools/flow-recipe.js';

export default flowRecipe('circles', {
  title: {en: 'Two circles', 'zh-Hans': '双圆环'},
  what: 'two broad rings around each other',
  steps: 30_000,
  ...LONG_RUN,
  couplings: {kind: 'rational-quadratic', count: 6, hidden: 32, bins: 8, bound: 4},
  limits: [],
});
