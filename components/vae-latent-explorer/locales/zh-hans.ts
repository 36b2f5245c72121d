import {chinese as common} from '../../../src/elements/locales/zh-hans.js';
import type {Words} from './words.js';

const THINGS: Record<string, string | undefined> = {
  't-shirt': 'T恤',
  't-shirt/top': 'T恤',
  trouser: '裤子',
  trousers: '裤子',
  pullover: '套头衫',
  dress: '连衣裙',
  coat: '外套',
  sandal: '凉鞋',
  shirt: '衬衫',
  sneaker: '运动鞋',
  bag: '包',
  boot: '短靴',
  'ankle boot': '短靴',
  'plain face': '无眼镜无胡须的脸',
  'face with glasses': '戴眼镜的脸',
  'bearded face': '有胡须的脸',
  'bearded face with glasses': '戴眼镜有胡须的脸',
};
const name = (label: string) => THINGS[label.toLowerCase()] ?? label;

export const chinese: Words = {
  ...common,
  figure: '变分自编码器的潜在平面',
  plane: '潜在平面',
  handle: '潜在点 z',
  handleRole: '平面上的点',
  classes: '类别',
  label: name,
  decoded: (label) => (label ? `解码图像：${label}` : '解码图像'),
  encode: '编码一幅图像',
  draw: '画一幅',
  yourPicture: '自己的图像',
  example: (number) => `编码第 ${number} 幅测试图像`,
  fromPrior: '先验分布',
  sample: '采样',
  pause: '',
  decodes: (label) => `此点解码为**${label}**。`,
  between: (label, other) => `此点解码的结果介于**${label}**与**${other}**之间。`,
  lonely: (label) => `此点附近没有测试图像，解码器在空白处画出近似**${label}**的图像。`,
  centre: '在先验分布下，没有比中心更可能的点，此处即中心。',
  likelihood: (ratio) => `在先验分布下，其概率密度是中心的 1/${ratio}。`,
  distance: (distance, low, high) => `它到中心的距离为 ${distance}；从先验分布采样时，100 次中有 95 次在 ${low} 与 ${high} 之间。`,
  more: '更多',
  posterior: (mean, deviation) => (deviation ? `μ = (${mean}), σ = (${deviation})` : `z = (${mean})`),
};
