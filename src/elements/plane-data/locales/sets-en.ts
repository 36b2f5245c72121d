import type {DensityName} from '../../../data/density-names.js';

export const setsEnglish: Record<DensityName, string> = {
  moons: 'two moons',
  '8gaussians': 'eight Gaussians',
  pinwheel: 'pinwheel',
  '2spirals': 'two spirals',
  checkerboard: 'checkerboard',
  rings: 'four rings',
  circles: 'two circles',
  swissroll: 'Swiss roll',
};
