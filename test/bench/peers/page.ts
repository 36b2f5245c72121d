// The page of the bench: by hand on one's own device, or driven by `npm run bench -- peers`.
import '../device-calls.js';
import {markdown, type Report} from './report.js';
import {machine, run, type RunOptions} from './run.js';
import {showTables} from './tables.js';

const element = <E extends HTMLElement>(id: string): E => document.getElementById(id) as E;
const [status, progress, start, copy] = [
  element('status'),
  element<HTMLProgressElement>('progress'),
  element<HTMLButtonElement>('start'),
  element<HTMLButtonElement>('copy'),
];
const SHORT: RunOptions = {parts: ['nets', 'products'], nets: ['vae-fashion-2d', 'vae-faces'], batches: [1, 64], pace: {rounds: 5}};

let report: Report | undefined;

async function measure(options: RunOptions): Promise<Report> {
  start.disabled = true;
  progress.hidden = false;
  try {
    report = await run(options, (what, share, sofar) => {
      status.textContent = `${what[0]!.toUpperCase()}${what.slice(1)}`;
      progress.value = share;
      console.debug(what);
      showTables(element('results'), markdown(sofar));
    });
    return report;
  } finally {
    start.disabled = false;
    progress.hidden = true;
    copy.disabled = !report;
  }
}

start.addEventListener('click', () => {
  const whole = document.querySelector<HTMLInputElement>('[name=length][value=all]')!.checked;
  measure(whole ? {} : SHORT).then(
    () => (status.textContent = 'Measured. Please close other tabs and measure again before you tell anybody.'),
    (error: unknown) => (status.textContent = `It stopped: ${String(error)}`),
  );
});
copy.addEventListener('click', () => {
  const text = `${markdown(report!)}\n\n${JSON.stringify(report)}\n`;
  navigator.clipboard.writeText(text).then(
    () => (status.textContent = 'Copied: tables, and the numbers as JSON.'),
    () => (status.textContent = 'This browser does not let the page copy; the tables can be selected.'),
  );
});

const {browser, adapter, threads} = await machine();
element('machine').textContent = `${browser}, ${adapter}, ${threads} hardware threads`;
Object.assign(globalThis, {bench: {measure}});
