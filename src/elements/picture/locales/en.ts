import type {PictureWords} from './words.js';

const RANKS: Record<number, string> = {
  0: 'Redrawn at least as well as half of the test pictures: the model knows such things.',
  50: 'Redrawn less well than half of the test pictures, yet still like one of them.',
  95: 'Redrawn worse than 95 of 100 test pictures: unusual for this model.',
  99: 'Redrawn worse than 99 of 100 test pictures: far from anything it has seen, so it shows the nearest that it knows.',
};

export const english: PictureWords = {
  panel: 'A picture of your own',
  pad: 'Drawing pad',
  padHelp: 'Draw light on dark. By keys: arrows move the brush, Space puts it down and lifts it, Shift makes big steps.',
  penDown: 'Brush down',
  penUp: 'Brush up',
  brush: 'Brush',
  erase: 'Erase',
  undo: 'Undo',
  clear: 'Clear',
  choose: 'Choose a file',
  orDrop: 'or drop or paste a picture here.',
  yours: 'Your picture',
  seen: 'What the encoder sees',
  redrawn: 'What the model makes of it',
  fill: 'Fill outlines',
  inverted: 'Swap light and dark',
  zoom: 'Size',
  across: 'Left or right',
  down: 'Up or down',
  encode: 'Encode it',
  stays: 'Your picture stays on this page: nothing is uploaded.',
  nothingFound: 'Nothing stands out from the ground of this picture, so all of it is taken.',
  firstFrame: 'Of a moving picture the first frame is taken.',
  faults: {
    empty: 'This file is empty.',
    'not-a-picture': 'This is no picture that can be read: PNG, JPEG, WebP, AVIF, GIF or BMP can.',
    svg: 'SVG drawings are not read; a screenshot of one can be.',
    heic: 'HEIC photos are not read; save this one as JPEG first.',
    'too-many-bytes': 'This file is larger than 50 MB; a smaller copy will do, down to a few hundred pixels.',
    'too-many-pixels': 'This picture has more than 25 million pixels; a smaller copy will do, down to a few hundred.',
    damaged: 'This file is damaged: the browser cannot read the picture in it.',
  },
  rank: (share) => RANKS[share] ?? '',
};
