import {flowRecipe, LONG_RUN} from '../tools/flow-recipe.js';

export default flowRecipe('checkerboard', {
  title: {en: 'Checkerboard', 'zh-Hans': '棋盘'},
  what: 'eight of the sixteen squares of a board, each uniform, with sharp edges',
  // After twice as many it is 0.028 nats above the floor, with edges so steep that float32 on WebGPU comes back to 1.3e-3 only.
  steps: 30_000,
  ...LONG_RUN,
  couplings: {kind: 'rational-quadratic', count: 6, hidden: 32, bins: 8, bound: 4},
  limits: [],
});
