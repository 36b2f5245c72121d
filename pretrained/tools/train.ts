// npm run train -- <recipe> [--workers N] [--minutes N | --steps N] [--resume] [--round]; or with --export: writes the model's folder from the checkpoint; or with --extras: makes what lies beside its nets anew
import {existsSync, mkdirSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {parseArgs} from 'node:util';
import {pathToFileURL} from 'node:url';

import {Exchange} from '../../src/training/exchange.js';
import {ParameterLayout} from '../../src/training/parameters.js';
import {type Checkpoint, readCheckpoint, restore, writeCheckpoint} from './checkpoint.js';
import {roundingOf} from './encodings.js';
import {exportModel, renewExtras} from './export.js';
import {firstGraphs} from './first-graphs.js';
import {modelFolder} from './model-folder.js';
import {ProgressLine, duration} from './progress-line.js';
import type {Recipe} from './recipe.js';
import type {WorkerMessage, WorkerOptions} from './train-worker.js';
import {typescriptWorker} from './typescript-worker.js';
import {startWasmBackend} from './wasm-backend.js';
import {workshopOf} from './workshops.js';

const SHEET_EVERY = 180;
const SAVE_EVERY = 60;

const {values, positionals} = parseArgs({
  allowPositionals: true,
  options: {
    workers: {type: 'string', default: '1'},
    minutes: {type: 'string'},
    steps: {type: 'string'},
    resume: {type: 'boolean', default: false},
    round: {type: 'boolean', default: false},
    export: {type: 'boolean', default: false},
    extras: {type: 'boolean', default: false},
  },
});
const [name] = positionals;
if (!name)
  throw new Error('usage: npm run train -- <recipe> [--workers N] [--minutes N | --steps N] [--resume] [--round] | --export | --extras');

const file = existsSync(name) ? resolve(name) : resolve('pretrained/recipes', `${name}.ts`);
if (!existsSync(file)) throw new Error(`there is no recipe ${file}`);
const url = pathToFileURL(file).href;
const {default: recipe} = (await import(url)) as {default: Recipe};
if (values.extras) {
  await startWasmBackend();
  await renewExtras(recipe);
  console.log(`wrote ${modelFolder(recipe.id)}`);
  process.exit();
}
const folder = resolve('.cache/training', recipe.id);
mkdirSync(folder, {recursive: true});
const runFile = join(folder, 'checkpoint.bin');
const roundedFile = join(folder, 'rounded.bin');
const bestFile = join(folder, 'best.bin');
const checkpointFile = values.round ? roundedFile : runFile;
if (values.round && !recipe.rounding) throw new Error(`the recipe ${recipe.id} says nothing of rounding`);

const workers = Number(values.workers);
const end = endOfRun();
const layout = new ParameterLayout(firstGraphs(recipe));
const memory = Exchange.allocate(workers, layout.size);
const exchange = new Exchange(memory, 0);
if (values.export) {
  await startWasmBackend();
  const takesEnd = !workshopOf(recipe).rank || ('ships' in recipe && recipe.ships === 'end');
  const run = readCheckpoint(takesEnd ? runFile : bestFile, layout.size);
  const tuned = recipe.rounding && readCheckpoint(roundedFile, layout.size);
  const [before, after] = [run, tuned ?? run].map(({state}) => {
    const graphs = layout.graphs(state[2]!);
    return workshopOf(recipe).finish?.(recipe, graphs) ?? graphs;
  });
  await exportModel(recipe, {before: before!, after: after!}, {steps: run.step, seconds: run.seconds});
  console.log(`wrote ${modelFolder(recipe.id)}; now: npm run evaluate -- ${recipe.id} --write`);
  process.exit();
}
let from = {step: 0, seconds: 0};
if (values.resume) {
  const checkpoint = readCheckpoint(checkpointFile, layout.size);
  restore(exchange, checkpoint);
  from = {step: checkpoint.step, seconds: checkpoint.seconds};
} else if (values.round) {
  // From the run's average, with an optimiser that knows nothing yet.
  const average = readCheckpoint(runFile, layout.size).state[2]!;
  exchange.parameters.set(average);
  exchange.state[2].set(average);
} else {
  layout.gather(exchange.parameters);
  layout.gather(exchange.state[2]);
}

await startWasmBackend();
const line = new ProgressLine();
console.log(
  `${recipe.id}: ${layout.size} parameters, ${workers} worker${workers > 1 ? 's' : ''}, ${'steps' in end ? `${end.steps} steps` : duration(end.seconds)}${values.resume ? `, from step ${from.step}` : ''}`,
);

let sheetAt = from.seconds;
let last: Checkpoint | undefined;
let best = values.resume && existsSync(bestFile) ? rankOf(readCheckpoint(bestFile, layout.size)) : Infinity;
const ranks = Array.from({length: workers}, (_, rank) => startWorker(rank));
process.once('SIGINT', () => exchange.requestStop());
const codes = await Promise.all(ranks);
line.end();
if (codes.some((code) => code !== 0)) process.exit(1);
if (last) inspect(last);

function endOfRun(): {steps: number} | {seconds: number} {
  if (values.steps) return {steps: Number(values.steps)};
  if (values.minutes) return {seconds: Number(values.minutes) * 60};
  if (values.round) return {steps: recipe.rounding!.steps};
  return 'steps' in recipe ? {steps: recipe.steps} : {seconds: recipe.minutes * 60};
}

function startWorker(rank: number): Promise<number> {
  const workerData: WorkerOptions = {recipe: url, rank, memory, from, end, saveEvery: SAVE_EVERY, round: values.round};
  const worker = typescriptWorker(new URL('./train-worker.ts', import.meta.url), workerData);
  worker.on('message', receive);
  return new Promise((done) => {
    worker.on('error', (error) => {
      console.error(error);
      // The others wait at a barrier that this one will never reach.
      process.exit(1);
    });
    worker.on('exit', done);
  });
}

function receive(message: WorkerMessage): void {
  if (message.kind === 'progress') {
    const {losses, examplesPerSecond, step, share} = message;
    const parts = Object.entries(losses).map(([part, value]) => `${part} ${value.toFixed(3)}`);
    const left = duration((message.seconds / share) * (1 - share));
    line.show(share, `step ${step}  ${parts.join('  ')}  ${examplesPerSecond.toFixed(0)} examples/s  ${left} left`);
    return;
  }
  writeCheckpoint(checkpointFile, message, layout.size);
  last = message;
  if (message.seconds - sheetAt < SHEET_EVERY) return;
  sheetAt = message.seconds;
  inspect(message);
}

/** What the averaged weights can do so far, as they would be stored where rounding is trained, in numbers and pictures. */
function inspect(checkpoint: Checkpoint): void {
  const {step, seconds, state} = checkpoint;
  const weights = state[2]!.slice();
  if (values.round) layout.round(state[2]!, roundingOf(recipe), weights);
  const figures = workshopOf(recipe).inspect(recipe, layout.graphs(weights), folder);
  line.end();
  console.log(`step ${step}, ${duration(seconds)}: ${figures}${keepBest(checkpoint)}`);
}

/** Where a recipe's checkpoints are ranked, keeps the best one; what the rank is. */
function keepBest(checkpoint: Checkpoint): string {
  if (!workshopOf(recipe).rank) return '';
  const rank = rankOf(checkpoint);
  if (rank >= best) return `, rank ${rank.toFixed(2)} (best ${best.toFixed(2)})`;
  best = rank;
  writeCheckpoint(bestFile, checkpoint, layout.size);
  return `, rank ${rank.toFixed(2)}, the best so far`;
}

function rankOf({state}: Checkpoint): number {
  return workshopOf(recipe).rank?.(recipe, layout.graphs(state[2]!)) ?? Infinity;
}
