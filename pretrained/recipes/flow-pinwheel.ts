import {flowRecipe, LONG_RUN} from '../tools/flow-recipe.js';

export default flowRecipe('pinwheel', {
  title: {en: 'Pinwheel', 'zh-Hans': '风车'},
  what: 'five bent arms',
  steps: 30_000,
  ...LONG_RUN,
  couplings: {kind: 'rational-quadratic', count: 4, hidden: 32, bins: 8, bound: 4},
  limits: [],
});
