// npm run evaluate -- <model>… [--extract] [--write] [--workers N]
import {writeFileSync} from 'node:fs';
import {parseArgs} from 'node:util';
import {resolve} from 'node:path';
import type {Manifest, Metric} from '../../src/format/manifest.js';
import {writeCard} from './card.js';
import {type Expected, extractFile, readExpected} from './extract.js';
import {readModel, writeManifest} from './model-folder.js';
import {ProgressLine} from './progress-line.js';
import type {Recipe} from './recipe.js';
import {startWasmBackend} from './wasm-backend.js';
import {workshopOf} from './workshops.js';

const {values, positionals} = parseArgs({
  allowPositionals: true,
  options: {extract: {type: 'boolean', default: false}, write: {type: 'boolean', default: false}, workers: {type: 'string', default: '2'}},
});
if (positionals.length === 0) throw new Error('usage: npm run evaluate -- <model>… [--extract] [--write] [--workers N]');

await startWasmBackend();
for (const id of positionals) await evaluate(id);

async function evaluate(id: string): Promise<void> {
  const {manifest, graphs} = readModel(id);
  const {default: recipe} = (await import(resolve('pretrained/recipes', `${manifest.training!.recipe}.ts`))) as {default: Recipe};
  const workshop = workshopOf(recipe);
  const line = new ProgressLine();
  const metrics = await workshop.evaluate(recipe, {id, manifest, graphs, extract: values.extract, workers: Number(values.workers), line});
  line.end();
  for (const [name, {value, stderr, unit, n}] of Object.entries(metrics)) {
    const digits = workshop.digits(name);
    const spread = stderr === undefined ? '' : ` ± ${stderr.toFixed(digits)}`;
    console.log(`${id}: ${name} ${value.toFixed(digits)}${spread} ${unit}, ${n} ${workshop.examples}`);
  }
  if (values.write) await write(recipe, manifest, metrics);
  else check(id, values.extract ? readExpected(id) : manifest.metrics, metrics, workshop.digits);
}

function check(id: string, expected: Record<string, Metric>, metrics: Record<string, Metric>, digits: (name: string) => number): void {
  // Rounding differs between machines behind the last digit that is published.
  const tolerance = (name: string) => 1.1 * 10 ** -digits(name);
  const wrong = Object.entries(expected).filter(([name, {value}]) => !(Math.abs((metrics[name]?.value ?? NaN) - value) <= tolerance(name)));
  for (const [name, {value}] of wrong)
    console.error(`${id}: ${name}: published ${value}, computed ${metrics[name]?.value.toFixed(digits(name) + 1) ?? 'nothing'}`);
  if (Object.keys(expected).length === 0) console.error(`${id}: no figures are published`);
  if (wrong.length > 0 || Object.keys(expected).length === 0) process.exit(1);
  console.log(`${id}: all ${Object.keys(expected).length} published figures are reproduced`);
}

/** After training: publishes what was computed. */
async function write(recipe: Recipe, manifest: Manifest, metrics: Record<string, Metric>): Promise<void> {
  const {id, training} = manifest;
  const {digits} = workshopOf(recipe);
  const rounded = Object.fromEntries(Object.entries(metrics).map(([name, metric]) => [name, round(metric, digits(name))]));
  if (values.extract) {
    const provenance = `npm run evaluate -- ${id} --extract --write, weights of commit ${training!.commit}`;
    const expected: Expected = {provenance, metrics: rounded};
    writeFileSync(extractFile(id), `${JSON.stringify(expected, null, 2)}\n`);
    return;
  }
  const complete: Manifest = {...manifest, metrics: rounded};
  await writeCard(recipe, complete);
  writeManifest(complete);
}

function round(metric: Metric, digits: number): Metric {
  const rounded = (value: number) => Number(value.toFixed(digits));
  return {...metric, value: rounded(metric.value), ...(metric.stderr !== undefined && {stderr: rounded(metric.stderr)})};
}
