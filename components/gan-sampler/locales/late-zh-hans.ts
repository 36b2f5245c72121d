import type {LateWords} from './late-words.js';

export const lateChinese: LateWords = {
  language: 'zh-Hans',
  panels: {copying: '它在抄袭吗？', arithmetic: 'a − b + c', search: '寻找图像'},
  panelsLabel: '此模型的更多内容',
  fetching: '正在获取训练图像。',

  held: '选定的样本',
  neighbour: (name, distance) => `训练图像：${name}，距离 ${distance}`,
  nearest: (distance, count, of) =>
    `在 ${of} 幅训练图像中各类均匀抽取的 ${count} 幅里，最近的相距 **${distance}**（满值 255）。复制品的距离是 0。`,
  samplesOf: (count) => `${count} 个样本`,
  testOf: (count) => `${count} 幅测试图像`,
  fromTo: (few, half) => `${few} 至 ${half}`,
  notCopying: '**没有抄袭的迹象**：样本离训练图像，比不可能被抄袭的新图像还要远。',
  mayCopy: '**可能在抄袭**：样本离训练图像，比不可能被抄袭的新图像更近。',
  howMeasured: (of) =>
    `横条取自模型卡片：到全部 ${of} 幅训练图像中最近一幅的距离。百分之五的距离小于横条起点，一半小于终点。距离是像素差的均方根。`,

  term: (letter, number) => `${letter}：样本 ${number}。另选一个`,
  sum: 'a − b + c 的图像',
  chooseTerm: (letter) => `点上面的一个样本，作为 ${letter}。`,
  aboutSum: '每个样本是一串数，所以样本可以相加减。b 与 c 的差别加到 a 上；结果缩放到通常的长度。',
  holdSum: '选定结果',

  whySearch: '哪些数会生成这幅图像？**GAN 没有编码器**：没有从图像回到数的路，所以把八个猜测逐步改进，每个可能止于不同的地方。',
  lookFor: '寻找',
  offer: (name) => `训练图像：${name}`,
  target: '目标',
  found: '找到的',
  chart: (from, to) => `八个猜测在 400 步中的误差；最好的一个从 ${from} 到 ${to} 分贝。`,
  chartAxis: (steps) => `八个猜测的误差，第 0 至 ${steps} 步`,
  way: '寻找的路径',
  wayStep: (step) => `第 ${step} 步`,
  searching: (step) => `第 ${step} 步，共 400 步。`,
  outcome: (decibels) => `与目标相差 **${decibels} 分贝**（峰值信噪比；30 分贝以上，两幅图像看来很相像）。生成器画不出的，搜索也找不到。`,
  stop: '停止',
  holdFound: '选定找到的样本',
  needsWorker: '搜索需要 Worker，但本页面不允许使用。',
  ownPicture: {seen: '要寻找的', redrawn: '找到的', encode: '寻找它'},
  draw: '绘制',
  yourPicture: '你的图像',
};
