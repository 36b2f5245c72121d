import {planeGanRecipe} from '../tools/plane-gan-recipe.js';

export default planeGanRecipe('8gaussians', {
  title: {en: 'Eight Gaussians, against each other', 'zh-Hans': '八个高斯分布的对抗'},
  what: 'eight normal distributions on a circle',
  limits: [],
});
