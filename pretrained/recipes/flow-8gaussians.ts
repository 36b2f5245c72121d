import {flowRecipe, LONG_RUN} from '../tools/flow-recipe.js';

export default flowRecipe('8gaussians', {
  title: {en: 'Eight Gaussians', 'zh-Hans': '八个高斯分布'},
  what: 'eight round clouds on a circle',
  steps: 30_000,
  ...LONG_RUN,
  couplings: {kind: 'rational-quadratic', count: 4, hidden: 32, bins: 8, bound: 4},
  limits: [],
});
