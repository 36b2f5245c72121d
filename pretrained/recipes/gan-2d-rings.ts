import {planeGanRecipe} from '../tools/plane-gan-recipe.js';

export default planeGanRecipe('rings', {
  title: {en: 'Four rings, against each other', 'zh-Hans': '四个圆环的对抗'},
  what: 'four rings of equal weight',
  steps: 60_000,
  schedule: {rate: 5e-3, warmUp: 100, hold: 0.4},
  limits: [],
});
