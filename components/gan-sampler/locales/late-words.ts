import type {PanelName} from '../sampler-state.js';

/** Words of what is fetched late. Sentences mark what is to be stressed with `**`. */
export type LateWords = {
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
};
