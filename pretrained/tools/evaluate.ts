// npm run evaluate -- <model> [--extract] [--write] [--workers N]
import {writeFileSync} from 'node:fs';
import {parseArgs} from 'node:util';
import {resolve} from 'node:path';
import type {Manifest, Metric} from '../../src/format/manifest.js';
import {writeCard} from './card.js';
import {dataName, loadData} from './data.js';
import {EXTRACT_DRAWS, type Expected, extractFile, readExpected, readExtract} from './extract.js';
import type {EvaluationPart} from './evaluate-worker.js';
import {readModel, writeManifest} from './model-folder.js';
import {ProgressLine} from './progress-line.js';
import type {Recipe} from './recipe.js';
import {typescriptWorker} from './typescript-worker.js';
import {vaeMetrics} from './vae-metrics.js';
import {VaeNets} from './vae-nets.js';
import {startWasmBackend} from './wasm-backend.js';

const DRAWS = 500;

/** Figures are published with two digits; rounding differs between machines in the third. */
const TOLERANCE = 0.011;

const {values, positionals} = parseArgs({
  allowPositionals: true,
  options: {extract: {type: 'boolean', default: false}, write: {type: 'boolean', default: false}, workers: {type: 'string', default: '2'}},
});
const [id] = positionals;
if (!id) throw new Error('usage: npm run evaluate -- <model> [--extract] [--write] [--workers N]');

await startWasmBackend();
const {manifest, graphs} = readModel(id);
const nets = new VaeNets(graphs);
const data = dataName(manifest.data.name);
const [examples, split, draws] = values.extract
  ? ([readExtract(data), 'test extract', EXTRACT_DRAWS] as const)
  : ([loadData(data, 'test'), 'test', DRAWS] as const);
const line = new ProgressLine();
const metrics = vaeMetrics(nets, examples, split, draws, await likelihoods(Number(values.workers)));
line.end();
for (const [name, {value, stderr, unit, n}] of Object.entries(metrics))
  console.log(`${name} ${value.toFixed(2)} ± ${stderr!.toFixed(2)} ${unit}, ${n} images`);

if (values.write) await write();
else check();

/** The images, shared by threads. Each image has its own random numbers, so the result does not depend on how many there are. */
async function likelihoods(workers: number): Promise<number[]> {
  const done = new Array<number>(workers).fill(0);
  const edge = (part: number) => Math.round((examples.count * part) / workers);
  const parts = done.map((_, part) => {
    const range = {from: edge(part), to: edge(part + 1)};
    const workerData: EvaluationPart = {id: id!, extract: values.extract, draws, range};
    const worker = typescriptWorker(new URL('./evaluate-worker.ts', import.meta.url), workerData);
    return new Promise<number[]>((resolve, reject) => {
      worker.on('error', reject);
      worker.on('message', (message: number | number[]) => {
        if (typeof message !== 'number') return resolve(message);
        done[part] = message;
        line.show(done.reduce((a, b) => a + b) / examples.count, 'importance sampling');
      });
    });
  });
  return (await Promise.all(parts)).flat();
}

function check(): void {
  const expected = values.extract ? readExpected(id!) : manifest.metrics;
  const wrong = Object.entries(expected).filter(([name, {value}]) => !(Math.abs((metrics[name]?.value ?? NaN) - value) <= TOLERANCE));
  for (const [name, {value}] of wrong)
    console.error(`${name}: published ${value}, computed ${metrics[name]?.value.toFixed(3) ?? 'nothing'}`);
  if (Object.keys(expected).length === 0) console.error('no figures are published');
  if (wrong.length > 0 || Object.keys(expected).length === 0) process.exit(1);
  console.log(`all ${Object.keys(expected).length} published figures are reproduced`);
}

/** After training: publishes what was computed. */
async function write(): Promise<void> {
  const rounded = Object.fromEntries(Object.entries(metrics).map(([name, metric]) => [name, round(metric)]));
  if (values.extract) {
    const expected: Expected = {
      provenance: `npm run evaluate -- ${id} --extract --write, weights of commit ${manifest.training!.commit}`,
      metrics: rounded,
    };
    writeFileSync(extractFile(id!), `${JSON.stringify(expected, null, 2)}\n`);
    return;
  }
  const complete: Manifest = {...manifest, metrics: rounded};
  const {default: recipe} = (await import(resolve('pretrained/recipes', `${manifest.training!.recipe}.ts`))) as {default: Recipe};
  await writeCard(recipe, complete);
  writeManifest(complete);
}

function round(metric: Metric): Metric {
  return {...metric, value: Number(metric.value.toFixed(2)), stderr: Number(metric.stderr!.toFixed(2))};
}
