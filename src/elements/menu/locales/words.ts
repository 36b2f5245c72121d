import type {SampleFormat} from '../sample-files.js';

export type MenuWords = {
  menu: string;
  copyCode: string;
  copyLink: string;
  savePicture: string;
  samples: string;
  about: string;
  code: string;
  link: string;
  copied: string;
  copyByHand: string;
  count: (most: string) => string;
  seed: string;
  format: string;
  formats: Record<SampleFormat, string>;
  seeded: string;
  download: string;
  decoding: string;
  saved: (file: string) => string;
  /** A page that may not save files, and one of which that cannot be known. */
  refused: string;
  perhapsRefused: string;
  card: string;
  loadingCard: string;
  /** Above what the manifest says, where there is no card. */
  noCard: string;
  unverified: string;
  data: string;
  license: string;
  source: string;
  noPicture: string;
};
