import type {DensityName} from '../../../src/data/density-names.js';
import type {CommonWords} from '../../../src/elements/locales/words.js';
import type {Diagnosis} from '../diagnosis.js';
import type {PanelName, Side} from '../duel-state.js';

/** Words of this element. Sentences mark what is to be stressed with `**`. */
export type Words = CommonWords & {
  /** Language tag for numbers. */
  tag: string;
  figure: string;
  plane: string;
  handle: string;
  handleRole: string;
  /** What marks and colours mean. */
  marks: {data: string; samples: string; gradients: string};
  saysSample: string;
  saysData: string;
  /** On the state of the game. */
  trained: string;
  untrained: string;
  step: (step: string, speed: string | undefined) => string;
  covered: (covered: number, parts: number, effective: string, hasModes: boolean) => string;
  divergence: (js: string, floor: string | undefined) => string;
  diagnoses: Record<Diagnosis, string>;
  right: (percent: string) => string;
  /** What the discriminator says of a point. */
  judges: (point: string, probability: string) => string;
  scores: (point: string, score: string) => string;
  play: string;
  pause: string;
  starting: string;
  stepBoth: string;
  stepOnly: Record<Side, string>;
  /** In slow motion: whose turn it is, and what it does. */
  turns: Record<Side, string>;
  slow: string;
  reset: string;
  dataSet: string;
  ownData: string;
  ownModel: string;
  sets: Record<DensityName, string>;
  panels: Record<PanelName, string>;
  losses: string;
  sides: Record<Side, string>;
  distance: string;
  floor: string;
  chart: (name: string, values: string) => string;
};
