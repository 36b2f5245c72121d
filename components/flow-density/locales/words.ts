import type {DensityName} from '../../../src/data/density-names.js';
import type {CommonWords} from '../../../src/elements/locales/words.js';
import type {PanelName} from '../flow-state.js';

/** Words of this element. Sentences mark what is to be stressed with `**`. */
export type Words = CommonWords & {
  figure: string;
  dataSpace: string;
  baseSpace: string;
  /** The plane on the right with some couplings applied. */
  between: (applied: string, all: number) => string;
  standardised: string;
  dataHandle: string;
  baseHandle: string;
  handleRole: string;
  /** Under the planes: what the colours mean. */
  density: string;
  couplings: string;
  applied: (applied: string, all: number) => string;
  unfold: string;
  reading: (point: string, density: string, logProb: string, bits: string) => string;
  account: string;
  /** Columns of the account. */
  base: string;
  scale: string;
  total: string;
  /** The account as one sentence. */
  sum: (terms: readonly {name: string; nats: string}[], total: string) => string;
  /** Before the number of a coupling, where there is room. */
  layer: string;
  coupling: (number: number) => string;
  back: (error: string) => string;
  backExactly: string;
  dataSet: string;
  ownModel: string;
  ownData: string;
  sets: Record<DensityName, string>;
  sample: string;
  clear: string;
  panels: Record<PanelName, string>;
};
