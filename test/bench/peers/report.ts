import type {Calls} from '../device-calls.js';
import type {ColdStart} from './cold.js';
import type {Contest, Row} from './contest.js';
import type {FlowContest} from './flow-contest.js';
import type {Product} from './gemm.js';
import {BATCH} from './learning.js';
import type {Race} from './rounds.js';
import type {Spread} from './spread.js';
import type {TrainingContest} from './training-contest.js';

/** All that one run of the bench found. */
export type Report = {
  date: string;
  browser: string;
  adapter: string;
  threads: number;
  isolated: boolean;
  cold: ColdStart[][];
  contests: Contest[];
  flows: FlowContest[];
  products: Product[];
  training: TrainingContest;
};

export const YARDSTICKS = {cpu: 'ours, wasm', device: 'ours, WebGPU'} as const;

/** A Markdown document; ratios are against our engine of the same kind, above 1 where ours is faster. */
export function markdown(report: Report): string {
  const {date, browser, adapter, isolated} = report;
  const threads = report.contests.some(({rows}) => rows.some(({thread}) => thread));
  const head = [
    `${date}, ${browser}, ${adapter}, ${report.threads} hardware threads, one used; page ${isolated ? '' : 'not '}cross-origin isolated.`,
    'Medians, quartiles in brackets; × is the time over that of our engine of the same kind (above 1: ours is faster). ' +
      (threads
        ? 'Engines on the processor are given in processor time of their one thread, which other work on the machine disturbs least, engines on WebGPU and WebGL in time on the clock.'
        : 'All is time on the clock.'),
    threads
      ? 'Milliseconds of JavaScript are processor time between its entries and exits, as the browser traces them, what follows a promise included; those of the thread are all processor time of the page’s thread. Of a step of training, JavaScript is the call until it has returned its promise.'
      : 'Milliseconds of JavaScript are those until a call has returned its promise, ours with the copy of the result besides.',
  ];
  const nets = [...new Set(report.contests.map(({net}) => net))];
  return [
    ...head,
    ...nets.map((net) => netTable(report.contests.filter((contest) => contest.net === net))),
    callsTable(report.contests, report.flows),
    flowTable(report.flows),
    productTable(report.products),
    trainingTable(report.training),
    trainingCallsTable(report.training),
    coldTable(report.cold),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function netTable(contests: Contest[]): string {
  const names = namesOf(contests);
  const {net, megaflops} = contests[0]!;
  const heads = contests.map(({batch}) => `${batch} at once`);
  const rows = names.map((name) => [
    name,
    ...contests.map((contest) => cell(contest.rows, name, absence(contest, name))),
    differences(contests, name),
  ]);
  return `### ${net}, ${megaflops.toFixed(1)} MFLOP\n\n${table(['engine', ...heads, 'largest difference'], rows)}`;
}

/** What a run asks of the device, and what it costs the page's thread. */
function callsTable(contests: Contest[], flows: FlowContest[]): string {
  const rows = contests.flatMap(({net, batch, rows: all}) => {
    const ours = all.find(({name}) => name === YARDSTICKS.device);
    return all.filter(({calls}) => calls && calls.dispatches > 0).map((row) => [net, String(batch), ...callCells(row, row.calls!, ours)]);
  });
  for (const {size, rows: all} of flows) {
    const ours = all.find(({name}) => name === YARDSTICKS.device);
    const asked = all.filter(({calls}) => calls && calls.dispatches > 0);
    rows.push(...asked.map((row) => ['flow', `${size} × ${size}`, ...callCells(row, row.calls!, ours)]));
  }
  return rows.length === 0 ? '' : `### What a run asks of WebGPU\n\n${table(['net', 'at once', ...CALL_HEADS], rows)}`;
}

function trainingCallsTable({trained}: TrainingContest): string {
  const ours = trained.find(({race: {name}}) => name === YARDSTICKS.device)?.race;
  const rows = trained.filter(({calls}) => calls.dispatches > 0).map(({race, calls}) => callCells(race, calls, ours));
  return rows.length === 0 ? '' : `### What a step of training asks of WebGPU\n\n${table(CALL_HEADS, rows)}`;
}

const CALL_HEADS = ['engine', 'dispatches', 'submits', 'bind groups', 'ms of JavaScript', '×', 'ms of the thread', '×'];

function callCells(row: Race, {dispatches, submits, bindGroups}: Calls, ours: Race | undefined): string[] {
  const times = [javascriptOf, ({thread}: Race) => thread?.median ?? NaN].flatMap((timeOf) => {
    const [time, yardstick] = [timeOf(row), ours && ours.name !== row.name ? timeOf(ours) : NaN];
    return [Number.isNaN(time) ? '' : milliseconds(time), time / yardstick > 0 ? `${(time / yardstick).toFixed(1)}×` : ''];
  });
  return [row.name, String(dispatches), String(submits), String(bindGroups), ...times];
}

/** Without a driver that traces, until the call has returned its promise. */
function javascriptOf({javascript, script, thread}: Race): number {
  return thread && javascript !== undefined ? (javascript ?? NaN) : script.median;
}

function flowTable(flows: FlowContest[]): string {
  if (flows.length === 0) return '';
  const rows = namesOf(flows).map((name) => [
    name,
    ...flows.map((flow) => cell(flow.rows, name, absence(flow, name))),
    differences(flows, name),
  ]);
  const heads = ['engine', ...flows.map(({size}) => `${size} × ${size}`), 'largest difference'];
  return `### Density grid of a flow, 8 affine couplings with 64 hidden units\n\n${table(heads, rows)}`;
}

function productTable(products: Product[]): string {
  if (products.length === 0) return '';
  const rows = products.map(({shape, races, difference}) => {
    const [rowsOf, inputs, outputs] = shape;
    const speed = (ms: number): string => ((2 * rowsOf * inputs * outputs) / ms / 1e6).toFixed(1);
    const [ours, theirs] = races as [(typeof races)[0], (typeof races)[0]];
    const spreads = [ours, theirs].map(({thread, whole}) => thread ?? whole) as [Spread, Spread];
    const told = spreads.map(({median, low, high}) => `${speed(median)} (${speed(high)}–${speed(low)})`);
    return [shape.join(' × '), ...told, `${(spreads[1].median / spreads[0].median).toFixed(2)}×`, difference.toExponential(1)];
  });
  return `### Products of matrices, GFLOP/s\n\n${table(['rows × inputs × outputs', 'ours, wasm', 'tfjs-wasm', '×', 'difference'], rows)}`;
}

function trainingTable({trained, absent}: TrainingContest): string {
  if (trained.length + absent.length === 0) return '';
  const rows = trained.map(({race: {name, thread, whole}, steps, first, last}) => {
    const time = name === 'ours, wasm' || name === 'tfjs-cpu' ? (thread ?? whole) : whole;
    return [name, spread(time), `${first.toFixed(0)} → ${last.toFixed(0)} in ${steps} steps`];
  });
  const missing = absent.map(({name, reason}) => [name, `– (${reason})`, '']);
  const heads = ['engine', `${BATCH} images`, 'nats per image'];
  return `### A step of training, convolutional autoencoder\n\n${table(heads, [...rows, ...missing])}`;
}

function coldTable(cold: ColdStart[][]): string {
  if (cold.length === 0) return '';
  const rows = cold.map((starts) => {
    const ready = starts.filter((start) => 'milliseconds' in start);
    const first = starts[0]!;
    if (ready.length === 0) return [first.name, 'reason' in first ? first.reason : '', ''];
    const sorted = ready.map(({milliseconds: ms}) => ms).sort((a, b) => a - b);
    return [
      first.name,
      `${milliseconds(sorted[sorted.length >> 1]!)} (${milliseconds(sorted[0]!)}–${milliseconds(sorted.at(-1)!)})`,
      kilobytes(ready[0]!.bytes),
    ];
  });
  return `### Cold start: from the engine's module to the first output, and what it fetches for that (kB, gzip)\n\n${table(['engine', 'ms', 'kB'], rows)}`;
}

function timeOf({device, thread, whole}: Row): Spread {
  return device ? whole : (thread ?? whole);
}

type Contested = {rows: Row[]; absent: {name: string; reason: string}[]};

function namesOf(contests: Contested[]): string[] {
  return [...new Set(contests.flatMap(({rows, absent}) => [...rows, ...absent].map(({name}) => name)))];
}

function absence({absent}: Contested, name: string): string {
  return absent.find((one) => one.name === name)?.reason ?? '';
}

function cell(rows: Row[], name: string, reason: string): string {
  const row = rows.find((one) => one.name === name);
  if (!row) return reason && `– (${reason})`;
  const yardstick = rows.find((one) => one.name === (row.device ? YARDSTICKS.device : YARDSTICKS.cpu));
  const ratio = yardstick && yardstick !== row ? `, ${factor(timeOf(row).median / timeOf(yardstick).median)}×` : '';
  return `${spread(timeOf(row))}${ratio}`;
}

function differences(contests: Contested[], name: string): string {
  const found = contests.flatMap(({rows}) => rows.filter((row) => row.name === name).map(({difference}) => difference));
  return found.length > 0 ? Math.max(...found).toExponential(1) : '';
}

function spread({median, low, high}: Spread): string {
  return `${milliseconds(median)} ms (${milliseconds(low)}–${milliseconds(high)})`;
}

function milliseconds(value: number): string {
  return value.toFixed(value < 1 ? 3 : value < 10 ? 2 : value < 100 ? 1 : 0);
}

function factor(value: number): string {
  return value.toFixed(value < 10 ? 2 : 0);
}

function kilobytes(bytes: number): string {
  return (bytes / 1000).toFixed(0);
}

function table(heads: string[], rows: string[][]): string {
  const line = (cells: string[]): string => `| ${cells.map((text) => text.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(heads), line(heads.map((_, index) => (index === 0 ? '---' : '---:'))), ...rows.map(line)].join('\n');
}
