import type {LateWords} from './late-words.js';

export const lateChinese: LateWords = {
  language: 'zh-Hans',
  panels: {copying: '它在抄袭吗？', arithmetic: 'a − b + c'},
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
};
