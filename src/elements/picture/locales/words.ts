import type {PadWords} from '../../controls/draw-pad.js';
import type {PictureFault} from '../read-picture.js';

export type PictureWords = PadWords & {
  panel: string;
  brush: string;
  erase: string;
  undo: string;
  clear: string;
  choose: string;
  /** After the button that chooses a file. */
  orDrop: string;
  yours: string;
  seen: string;
  redrawn: string;
  fill: string;
  inverted: string;
  zoom: string;
  across: string;
  down: string;
  encode: string;
  stays: string;
  nothingFound: string;
  firstFrame: string;
  faults: Record<PictureFault, string>;
  /** By how many of 100 test pictures are redrawn better: 0, 50, 95, 99. */
  rank: (share: number) => string;
};
