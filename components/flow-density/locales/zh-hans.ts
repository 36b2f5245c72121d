import {chinese as common} from '../../../src/elements/locales/zh-hans.js';
import {setsChinese} from '../../../src/elements/plane-data/locales/sets-zh-hans.js';
import type {Words} from './words.js';

export const chinese: Words = {
  ...common,
  figure: '两个平面之间的归一化流',
  dataSpace: '数据空间 x',
  baseSpace: '基空间 z',
  between: (applied, all) => `经过 ${all} 层中的 ${applied} 层`,
  standardised: '标准化后的数据',
  dataHandle: '数据空间中的点 x',
  baseHandle: '基空间中的同一点',
  handleRole: '平面上的点',
  density: '密度',
  couplings: '已施加的层',
  applied: (applied, all) => `${applied} / ${all}`,
  unfold: '展开',
  reading: (point, density, logProb, bits) =>
    `在 (${point}) 处，单位面积的密度为 **${density}**：log p = **${logProb}** 奈特，每维 ${bits} 比特。`,
  account: 'log p(x) = log p(z) + Σ log |det|，单位为奈特',
  base: '基',
  scale: '尺度',
  total: 'log p',
  sum: (terms, total) => `${terms.map(({name, nats}) => `${name} ${nats}`).join('，')}：合计 ${total} 奈特`,
  layer: '层',
  coupling: (number) => `第 ${number} 层`,
  back: (error) => `往返一次的误差：${error}。`,
  backExactly: '往返一次，分毫不差。',
  dataSet: '数据',
  ownModel: '此模型',
  ownData: '自己的数据',
  sets: setsChinese,
  sample: '采样',
  clear: '清除',
  panels: {train: '训练', data: '自己的数据', view: '显示'},
};
