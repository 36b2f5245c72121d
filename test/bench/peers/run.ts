// All parts of the bench in their order, in the page.
import {coldStarts} from './cold-starts.js';
import {contests} from './contest.js';
import {flowContests} from './flow-contest.js';
import {products} from './gemm.js';
import {BATCHES, COLD, NETS} from './nets.js';
import {PLACES, filesOf} from './places.js';
import type {Report} from './report.js';
import type {Pace} from './rounds.js';
import {trainingContest} from './training-contest.js';

export const PARTS = ['cold', 'nets', 'flows', 'products', 'training'] as const;
export type Part = (typeof PARTS)[number];

export type RunOptions = {
  parts?: readonly Part[];
  nets?: readonly string[];
  /** Names of engines; all when left out. */
  engines?: readonly string[];
  batches?: readonly number[];
  sizes?: readonly number[];
  pace?: Partial<Pace>;
};

/** Rounds are long enough for a mean of script that is shorter than a tick of the page's clock. */
const PACE: Pace = {rounds: 9, milliseconds: 100, patience: 3000};

/** `onProgress` hears what is being done, the share of the parts that is behind, and what has been found so far. */
export async function run(options: RunOptions, onProgress: (what: string, share: number, sofar: Report) => void): Promise<Report> {
  const {parts = PARTS, nets = NETS.map(({model}) => model), batches = BATCHES, sizes = [256, 512], engines} = options;
  const pace = {...PACE, ...options.pace};
  const report: Report = {...(await machine()), cold: [], contests: [], flows: [], products: [], training: {trained: [], absent: []}};
  const chosen = NETS.filter(({model}) => nets.includes(model));
  const all = parts.reduce((sum, part) => sum + (part === 'nets' ? chosen.length : 1), 0);
  let done = 0;
  const tell = (what: string): void => onProgress(what, done / all, report);
  if (parts.includes('cold')) {
    report.cold = await coldStarts(COLD, tell);
    done++;
  }
  for (const {model, role} of parts.includes('nets') ? chosen : []) {
    const files = filesOf(model, role);
    report.contests.push(
      ...(await contests({files, net: `${model}, ${role}`, batches, places: PLACES, only: engines, pace, onProgress: tell})),
    );
    done++;
  }
  if (parts.includes('flows')) {
    report.flows = await flowContests(sizes, PLACES, pace, tell, engines);
    done++;
  }
  if (parts.includes('products')) {
    tell('products of matrices');
    report.products = await products(PLACES, pace);
    done++;
  }
  if (parts.includes('training')) report.training = await trainingContest(tell);
  tell('done');
  return report;
}

export async function machine(): Promise<Omit<Report, 'cold' | 'contests' | 'flows' | 'products' | 'training'>> {
  const adapter = await navigator.gpu?.requestAdapter().catch(() => null);
  const {vendor = '', architecture = '', description = ''} = adapter?.info ?? {};
  return {
    date: new Date().toISOString().slice(0, 10),
    browser: /(?:Firefox|Edg|Chrome|Version)\/[\d.]+/.exec(navigator.userAgent)?.[0].replace('/', ' ') ?? navigator.userAgent,
    adapter: adapter
      ? `WebGPU on ${[vendor, architecture, description].filter((word) => word !== '').join(' ') || 'an adapter without a name'}`
      : 'no WebGPU',
    threads: navigator.hardwareConcurrency,
    isolated: crossOriginIsolated,
  };
}
