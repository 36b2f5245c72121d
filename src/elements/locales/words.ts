import type {ErrorCode} from '../../format/errors.js';

/** Words that every element needs. */
export type CommonWords = {
  loading: string;
  /** In the footer: a backend that was asked for and cannot be had. */
  without: (backend: string) => string;
  menu: string;
  retry: string;
  explain: (what: string) => string;
  /** All that is shown where the page lets nothing be drawn. */
  undrawn: string;
  /** What went wrong, in a reader's terms; the exact message is shown below it. */
  problems: Partial<Record<ErrorCode, string>> & {other: string};
};
