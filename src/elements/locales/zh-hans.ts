import type {CommonWords} from './words.js';

export const chinese: CommonWords = {
  loading: '载入中',
  without: (backend) => `无 ${backend === 'webgpu' ? 'WebGPU' : backend}`,
  menu: '菜单',
  retry: '重试',
  explain: (what) => `这是什么：${what}？`,
  undrawn: '此图无法在本页面上绘制。',
  problems: {
    network: '无法获取此图所需的内容。',
    'not-found': '找不到模型。',
    integrity: '模型文件已损坏。',
    format: '无法读取模型文件。',
    'bad-attribute': '此图的设置有误。',
    'out-of-memory': '此设备的内存不足，无法显示此图。',
    'worker-lost': '计算已停止。',
    'no-worker': '训练需要 Worker，但本页面不允许使用。',
    other: '出错了。',
  },
};
