import {flowRecipe, LONG_RUN} from '../tools/flow-recipe.js';

export default flowRecipe('rings', {
  title: {en: 'Four rings', 'zh-Hans': '四个圆环'},
  what: 'four thin rings around each other',
  steps: 60_000,
  ...LONG_RUN,
  couplings: {kind: 'rational-quadratic', count: 6, hidden: 32, bins: 8, bound: 4},
  limits: [],
});
