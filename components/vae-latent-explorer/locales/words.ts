import type {CommonWords} from '../../../src/elements/locales/words.js';
import type {EntryWords} from '../../../src/elements/picture/picture-entry.js';

/** Words of this element. Sentences mark what is to be stressed with `**`. */
export type Words = CommonWords &
  EntryWords & {
    figure: string;
    plane: string;
    handle: string;
    handleRole: string;
    classes: string;
    /** A class of the model, as a reader of this language knows it. */
    label: (label: string) => string;
    decoded: (label: string | undefined) => string;
    encode: string;
    example: (number: number) => string;
    fromPrior: string;
    sample: string;
    /** Between two sentences. */
    pause: string;
    decodes: (label: string) => string;
    between: (label: string, other: string) => string;
    lonely: (label: string) => string;
    centre: string;
    likelihood: (ratio: string) => string;
    /** How far z lies from the centre, and between which distances 95 of 100 draws from the prior do. */
    distance: (distance: string, low: string, high: string) => string;
    posterior: (mean: string, deviation: string | undefined) => string;
    /** Opens what is not in sight. */
    more: string;
  };
