import {flowRecipe, LONG_RUN} from '../tools/flow-recipe.js';

export default flowRecipe('checkerboard', {
  title: {en: 'Checkerboard', 'zh-Hans': '棋盘'},
  what: 'eight of the sixteen squares of a board, each uniform, with sharp edges',
  steps: 60_000,
  ...LONG_RUN,
  couplings: {kind: 'rational-quadratic', count: 6, hidden: 32, bins: 8, bound: 4},
  limits: [],
});
