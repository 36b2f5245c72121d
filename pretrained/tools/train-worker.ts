// One worker of `npm run train`: steps until rank 0 says stop.
import {parentPort, workerData} from 'node:worker_threads';
import {Exchange, type ExchangeMemory, LATE, SAVE, STOP} from '../../src/training/exchange.js';
import {learningRate} from '../../src/training/schedule.js';
import {roundingOf} from './encodings.js';
import {firstGraphs} from './first-graphs.js';
import type {Recipe} from './recipe.js';
import {startWasmBackend} from './wasm-backend.js';
import {workshopOf} from './workshops.js';

export type WorkerOptions = {
  recipe: string;
  rank: number;
  memory: ExchangeMemory;
  /** Steps and seconds of training that went before. */
  from: {step: number; seconds: number};
  /** The run ends after this many seconds of training in all, or after this many steps, which makes it repeatable to the last bit. */
  end: {seconds: number} | {steps: number};
  saveEvery: number;
  /** Fine-tuning at rounded weights. */
  round: boolean;
};

export type WorkerMessage =
  | {kind: 'progress'; share: number; step: number; seconds: number; losses: Record<string, number>; examplesPerSecond: number}
  | {kind: 'save'; step: number; seconds: number; parameters: Float32Array; state: Float32Array[]};

const options = workerData as WorkerOptions;
const {default: recipe} = (await import(options.recipe)) as {default: Recipe};
await startWasmBackend();
const exchange = new Exchange(options.memory, options.rank);
const schedule = options.round ? recipe.rounding!.schedule : recipe.schedule;
const run = {
  graphs: firstGraphs(recipe),
  exchange,
  batch: recipe.batch,
  // Fine-tuning counts its steps from 1 again and must not see the first part of the run once more.
  seed: recipe.seed + (options.round ? 1 : 0),
  rounding: options.round ? roundingOf(recipe) : undefined,
};
const trainer = workshopOf(recipe).trainer(recipe, run, options.round);
// The share of the run after which the objective is another.
const late = 'late' in recipe ? recipe.late?.from : undefined;

const started = performance.now() / 1000 - options.from.seconds;
let seconds = options.from.seconds;
let savedAt = seconds;
let share = 0;
let shown = {step: options.from.step, seconds};
const mean: Record<string, number> = {};

for (let step = options.from.step + 1, flags = 0; !(flags & STOP); step++) {
  if (options.rank === 0) {
    share = Math.min(1, 'steps' in options.end ? step / options.end.steps : seconds / options.end.seconds);
    flags = share >= 1 || exchange.stopRequested ? STOP | SAVE : seconds - savedAt > options.saveEvery ? SAVE : 0;
    if (share >= (late ?? Infinity)) flags |= LATE;
    // The average forgets its start quickly, then slowly.
    const decay = Math.min(recipe.averageDecay, step / (step + 10));
    exchange.control = {rate: learningRate(schedule, step, share), decay, flags};
  }
  const {losses} = trainer.step(step);
  flags = exchange.control.flags;
  if (options.rank !== 0) continue;
  seconds = performance.now() / 1000 - started;
  for (const [name, value] of Object.entries(losses)) mean[name] = (mean[name] ?? value) + 0.01 * (value - (mean[name] ?? value));
  if (seconds - shown.seconds > 2 || flags & STOP) {
    const examplesPerSecond = ((step - shown.step) * recipe.batch) / (seconds - shown.seconds);
    post({kind: 'progress', share, step, seconds, losses: {...mean}, examplesPerSecond});
    shown = {step, seconds};
  }
  if (flags & SAVE) {
    post({kind: 'save', step, seconds, parameters: exchange.parameters.slice(), state: exchange.state.map((values) => values.slice())});
    savedAt = seconds;
  }
}
trainer.dispose();

function post(message: WorkerMessage): void {
  parentPort!.postMessage(message);
}
