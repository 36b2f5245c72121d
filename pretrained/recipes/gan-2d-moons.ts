import {planeGanRecipe} from '../tools/plane-gan-recipe.js';

export default planeGanRecipe('moons', {
  title: {en: 'Two moons, against each other', 'zh-Hans': '双月的对抗'},
  what: 'two half circles that reach into each other',
  steps: 40_000,
  schedule: {rate: 5e-3, warmUp: 100, hold: 0.4},
  limits: [],
});
