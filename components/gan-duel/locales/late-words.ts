import type {DataWords} from '../../../src/elements/plane-data/locales/words.js';
import type {Layer} from '../duel-state.js';
import type {GanLoss, GanOptimizer} from '../../../src/training/gan-choices.js';
import type {Situation} from '../situations.js';

/** Words of what is fetched late. */
export type LateWords = DataWords & {
  help: string;
  situationsHelp: string;
  situations: Record<Situation, {name: string; what: string; mend: string}>;
  stage: string;
  mend: string;
  staged: string;
  mended: string;
  startFrom: string;
  starts: {trained: string; fresh: string};
  noTrained: string;
  loss: string;
  losses: Record<GanLoss, string>;
  optimizer: string;
  optimizers: Record<GanOptimizer, string>;
  penalty: string;
  clip: string;
  none: string;
  batch: string;
  rate: string;
  turns: string;
  layers: string;
  width: string;
  usual: string;
  rebuilds: string;
  layersShown: Record<Layer, string>;
  save: string;
  saved: (file: string) => string;
  onOwn: (count: string) => string;
};
