import type {CommonWords} from '../../../src/elements/locales/words.js';

/** Words of this element. Sentences mark what is to be stressed with `**`. */
export type Words = CommonWords & {
  figure: string;
  samples: string;
  sample: (number: number, mark: string) => string;
  /** Marks in the name of a sample: held, the other end, what the discriminator says. */
  isHeld: string;
  isOther: string;
  isTerm: (letters: string) => string;
  /** The first one, where no seed gave it. */
  ownSample: string;
  judged: (share: string) => string;
  large: string;
  walk: string;
  step: (number: number, all: number) => string;
  /** `name`: the class that was asked for, of a conditional model. */
  readHeld: (number: string, seed: string, size: number, name: string | undefined) => string;
  readOwn: (size: number) => string;
  readWalk: (share: string, from: string, to: string) => string;
  readAround: (number: string, radius: string) => string;
  /** Behind a sentence about a sample. */
  readJudged: (share: string) => string;
  judgedBetween: (least: string, most: string) => string;
  hint: string;
  hintWalk: string;
  hintTerms: string;
  seed: string;
  class: string;
  anyClass: string;
  next: string;
  previous: string;
  truncation: string;
  none: string;
  vary: string;
  radius: string;
  more: string;
  judge: string;
  sort: string;
  position: string;
  help: {truncation: string; judge: string; vary: string};
};
