import {attributeKey} from './late-en.js';
import type {LateWords} from './late-words.js';

const ATTRIBUTES: Record<string, string | undefined> = {
  glasses: '眼镜',
  beard: '胡须',
  smile: '微笑',
  haircolor: '发色',
  skincolor: '肤色',
};

export const lateChinese: LateWords = {
  panels: {directions: '方向', walk: '从 A 到 B', traversals: '遍历', prior: '先验'},
  panelsLabel: '此模型的更多内容',
  explain: (what) => `这是什么：${what}？`,
  direction: (name) => {
    const principal = /^principal-(\d+)$/.exec(name);
    if (principal) return `方向 ${principal[1]}`;
    return ATTRIBUTES[attributeKey(name)] ?? name.replaceAll(/[-_.]/g, ' ');
  },

  planeHelp:
    '平面上的每个点是一对数 z，解码器把任意 z 变成一幅图像。浅色小图显示各处解码的结果；圆点是训练中从未见过的图像，其位置由编码器给出。',
  encodeHelp: '编码器给出的不是一个点，而是一个分布 q(z|x)。椭圆画在均值 μ 周围一倍和两倍标准差 σ 处：椭圆越小，编码器越有把握。',
  sampleHelp: '从先验分布（标准正态分布）中抽取 z。训练使编码后的图像保持在它附近，因此随机的点也能解码出像样的图像。',

  again: '再次编码',
  reconstruction: '重构',
  kl: 'KL',
  nats: (value) => `${value} 奈特`,
  reconstructionHelp: (likelihood, seed) =>
    '已知 z 后描述该图像的代价：−log p(x|z)。' +
    (likelihood === 'bernoulli'
      ? `此解码器的像素非黑即白，因此先以各灰度像素的亮度为概率，将其随机变为黑或白（种子 ${seed}）。`
      : '颜色是连续的，p 为概率密度（拉普拉斯分布），代价可以小于零。'),
  klHelp:
    '描述 z 的代价：q(z|x) 与先验的距离。两者之和为 −ELBO（证据下界的相反数），是 −log p(x)（图像的全部代价）的上界。训练使它尽可能小。',

  across: '横轴',
  up: '纵轴',
  kinds: {attribute: '属性', principal: '图像变化最大的方向', latent: '单个潜在变量'},
  kindHelp: {
    attribute:
      '每个属性是潜在空间中的一个方向，由已知属性的图像求得。沿此方向移动会改变该属性，而其余属性应保持不变。数值以先验的标准差为单位。',
    principal: '潜在空间中使解码图像变化最大的方向，由大到小。它们没有名称，因为没有人告诉模型该看什么。数值以先验的标准差为单位。',
    latent: 'z 的各个分量，测试图像使用最多的在前。没有图像使用的分量不改变任何东西。',
  },
  all: (count) => `显示全部 ${count} 个`,

  aHere: '设为 A',
  bHere: '设为 B',
  path: '路径',
  linear: '直线',
  spherical: '球面',
  along: '路径上的位置',
  play: '播放',
  pause: '暂停',
  step: '步进',
  percent: (percent) => `路径的 ${percent}%`,
  lengths: (a, middle, b, usual) => `到中心的距离：A ${a}，中点 ${middle}，B ${b}；先验样本平均为 ${usual}。`,
  walkHelp:
    '从 A 到 B 途中的每个点都被解码：两幅图像之间的结果既不是其中任何一幅，也不是像素的混合。直线路径比两端更靠近中心；球面路径则绕中心转过去。',

  rows: '各行',
  at: (direction, value) => `${direction} ${value}`,
  traversalsHelp: '每一行从 z 出发，只改变一个方向，从 −3 到 3 个先验标准差。带框的图像最接近 z。',

  shade: '显示先验的密度',
  densest: '最密',
  thinnest: (ratio) => `为其 1/${ratio}`,
  priorHelp:
    '样本先从先验（标准正态分布）中抽取，再交给解码器：大多落在平面明亮之处。训练把编码后的图像聚拢，直到它们填满这里而很少到别处。',
};
