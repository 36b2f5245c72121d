import type {TableFault} from '../../../data/read-table.js';
import type {PadWords} from '../../controls/draw-pad.js';

/** Words of the panel for data of one's own. */
export type DataWords = PadWords & {
  /** Language tag for numbers. */
  tag: string;
  dataHelp: string;
  undo: string;
  clearDrawing: string;
  table: string;
  tableHelp: string;
  choose: string;
  use: string;
  faults: Record<TableFault, string>;
  unreadable: string;
  tooLarge: string;
  nothingDrawn: string;
  taken: (count: string) => string;
  leftOut: (count: string, rows: string) => string;
  row: (number: number, text: string) => string;
  forget: string;
};
