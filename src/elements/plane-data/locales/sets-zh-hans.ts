import type {DensityName} from '../../../data/density-names.js';

export const setsChinese: Record<DensityName, string> = {
  moons: '双月',
  '8gaussians': '八个高斯分布',
  pinwheel: '风车',
  '2spirals': '双螺旋',
  checkerboard: '棋盘',
  rings: '四个圆环',
  circles: '两个圆环',
  swissroll: '瑞士卷',
};
