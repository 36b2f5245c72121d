import type {PictureWords} from '../../../src/elements/picture/locales/words.js';
import type {PanelName} from '../sampler-state.js';
import type {ChartWords} from '../search-chart.js';

/** Words of what is fetched late. Sentences mark what is to be stressed with `**`. */
export type LateWords = ChartWords & {
  /** For the digits of numbers. */
  language: string;
  panels: Record<PanelName, string>;
  panelsLabel: string;
  fetching: string;

  held: string;
  neighbour: (name: string, distance: string) => string;
  nearest: (distance: string, count: number, of: string) => string;
  samplesOf: (count: string) => string;
  testOf: (count: string) => string;
  fromTo: (few: string, half: string) => string;
  notCopying: string;
  mayCopy: string;
  howMeasured: (of: string) => string;

  term: (letter: string, number: number) => string;
  sum: string;
  chooseTerm: (letter: string) => string;
  aboutSum: string;
  holdSum: string;

  whySearch: string;
  lookFor: string;
  offer: (name: string) => string;
  target: string;
  found: string;
  way: string;
  wayStep: (step: number) => string;
  searching: (step: number) => string;
  outcome: (decibels: string) => string;
  stop: string;
  holdFound: string;
  needsWorker: string;
  /** In the panel for pictures of the reader's own. */
  ownPicture: Pick<PictureWords, 'seen' | 'redrawn' | 'encode'>;
  draw: string;
  yourPicture: string;
};
