import {flowRecipe} from '../tools/flow-recipe.js';

export default flowRecipe('checkerboard', {
  title: {en: 'Checkerboard', 'zh-Hans': '棋盘'},
  what: 'eight of the sixteen squares of a board, each uniform, with sharp edges',
  steps: 60_000,
  // Twice the usual rate is lost for good after some 20,000 steps.
  schedule: {rate: 2e-3, warmUp: 100, hold: 0.2},
  averageDecay: 0.9995,
  encoding: () => 'float16',
  couplings: {kind: 'rational-quadratic', count: 6, hidden: 32, bins: 8, bound: 4},
  limits: [],
});
