import type {PictureWords} from './words.js';

const RANKS: Record<number, string> = {
  0: '重画的效果不差于一半的测试图像：模型认识这类东西。',
  50: '重画的效果不如一半的测试图像，但仍与它们相仿。',
  95: '重画的效果不如 100 幅测试图像中的 95 幅：对此模型而言不寻常。',
  99: '重画的效果不如 100 幅测试图像中的 99 幅：与它见过的一切都相差很远，因此只能画出它所知道的最接近的样子。',
};

export const chinese: PictureWords = {
  panel: '自己的图像',
  pad: '画板',
  padHelp: '在深色底上画浅色图形。用键盘：方向键移动画笔，空格键落笔或提笔，按住 Shift 大步移动。',
  penDown: '落笔',
  penUp: '提笔',
  brush: '画笔',
  erase: '擦除',
  undo: '撤销',
  clear: '清空',
  choose: '选择文件',
  orDrop: '或者把图像拖到或粘贴到这里。',
  yours: '你的图像',
  seen: '编码器看到的',
  redrawn: '模型画出的',
  fill: '填充轮廓',
  inverted: '明暗互换',
  zoom: '大小',
  across: '左右',
  down: '上下',
  encode: '编码',
  stays: '图像只留在本页，不会上传。',
  nothingFound: '这幅图像中没有从背景里突出的东西，因此取整幅图像。',
  firstFrame: '动图只取第一帧。',
  faults: {
    empty: '此文件是空的。',
    'not-a-picture': '这不是可读的图像：可读的有 PNG、JPEG、WebP、AVIF、GIF 和 BMP。',
    svg: '不读取 SVG 图形，可以改用它的截图。',
    heic: '不读取 HEIC 照片，请先另存为 JPEG。',
    'too-many-bytes': '此文件超过 50 MB；缩小后的副本即可，几百像素就够。',
    'too-many-pixels': '此图像超过 2500 万像素；缩小后的副本即可，几百像素就够。',
    damaged: '此文件已损坏：浏览器无法读取其中的图像。',
  },
  rank: (share) => RANKS[share] ?? '',
};
