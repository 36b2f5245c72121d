import type {DataWords} from '../../../src/elements/plane-data/locales/words.js';
import type {Topic} from '../figure-view.js';
import type {Drawing, Subject} from '../flow-state.js';
import type {ChartWords} from '../loss-chart.js';

/** Words of what is fetched late. */
export type LateWords = ChartWords &
  DataWords & {
    help: Record<Topic, string>;
    drawAs: string;
    drawings: Record<Drawing, string>;
    show: string;
    subjects: Record<Subject, string>;
    sheet: string;
    points: string;
    temperature: string;
    temperatureHelp: string;
    contoursAround: string;
    /** Ends of the legend of a difference. */
    less: string;
    more: string;
    kl: (nats: string) => string;
    unknownData: string;
    play: string;
    pause: string;
    oneStep: string;
    reset: string;
    shipped: string;
    save: string;
    saved: (file: string) => string;
    trainHelp: string;
    startFrom: string;
    starts: {scratch: string; shipped: string};
    learningRate: string;
    batchSize: string;
    starting: string;
    standing: (step: string, loss: string, speed: string) => string;
    above: (nats: string) => string;
    noData: string;
    onOwn: (count: string) => string;
  };
