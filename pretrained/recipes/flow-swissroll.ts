import {flowRecipe, LONG_RUN} from '../tools/flow-recipe.js';

export default flowRecipe('swissroll', {
  title: {en: 'Swiss roll', 'zh-Hans': '瑞士卷'},
  what: 'one arm that winds out of the middle one and a half times',
  steps: 30_000,
  ...LONG_RUN,
  couplings: {kind: 'rational-quadratic', count: 6, hidden: 32, bins: 8, bound: 4},
  limits: [],
});
