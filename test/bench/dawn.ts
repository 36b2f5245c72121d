// npm run bench -- dawn: the WebGPU engine in Node on Dawn, without a browser, so that a real GPU can be measured from a terminal.
// Vulkan's loader is the system's; with only Chromium there, its own and its software driver do:
// LD_LIBRARY_PATH=/usr/lib/chromium VK_ICD_FILENAMES=/usr/lib/chromium/vk_swiftshader_icd.json npm run bench -- dawn
import fs from 'node:fs';
import path from 'node:path';
import {fileURLToPath, pathToFileURL} from 'node:url';
import {Random} from '../../src/data/random.js';
import {createReferenceEngine} from '../../src/engine/reference/reference-engine.js';
import {createWebgpuEngine} from '../../src/engine/webgpu/webgpu-engine.js';
import type {Graph} from '../../src/format/graph.js';
import {readLayersModel} from '../../src/format/read-layers-model.js';
import {relativeError} from '../src/engine/relative-error.js';
import {requirePeers} from './peers/build-page.js';
import {asBatches, draw} from './peers/engine.js';
import {BATCHES, NETS} from './peers/nets.js';
import {race, sample} from './peers/rounds.js';

const root = path.resolve(fileURLToPath(new URL('../../', import.meta.url)));
type Dawn = {create(options: string[]): GPU; globals: Record<string, unknown>};

requirePeers('webgpu');
const dawn = (await import(pathToFileURL(path.join(root, 'test/bench/node_modules/webgpu/index.js')).href)) as Dawn;
Object.assign(globalThis, dawn.globals);
const gpu = dawn.create([]);
const adapter = await gpu.requestAdapter().catch(() => null);
if (adapter) {
  const {vendor, architecture, description} = adapter.info;
  console.log(
    `Dawn in Node ${process.versions.node}, adapter: ${[vendor, architecture, description].filter((word) => word !== '').join(' ')}`,
  );
  Object.defineProperty(globalThis, 'navigator', {value: {gpu, userAgent: 'Node'}, configurable: true});
  await measure();
} else {
  console.log('Dawn gives no adapter: this machine has no Vulkan loader, or no driver for it. Nothing was measured.');
}

async function measure(): Promise<void> {
  const {engine, ...refused} = await createWebgpuEngine({software: true, patience: 120_000});
  if (!engine) throw new Error('reason' in refused ? refused.reason : 'no engine');
  if (engine.software) console.log('It computes on the CPU: dispatches, submits and script say something about real ones, times do not.');
  const without = await engine.refusesHalf();
  if (without !== undefined) console.log(`Half precision is left out: ${without}.`);
  for (const {model, role} of NETS) {
    const graph = readNet(model, role);
    const oracle = await createReferenceEngine().loadNet(graph);
    for (const half of without === undefined ? [false, true] : [false]) {
      const net = await engine.loadNet(graph, {half});
      for (const batch of BATCHES) {
        const inputs = asBatches(graph, draw(graph, batch, new Random(1)), batch);
        const {outputs} = await net.run(inputs);
        const difference = relativeError(outputs[0]!.data, (await oracle.run(inputs)).outputs[0]!.data);
        const {stats} = await net.run(inputs);
        const run = async (): Promise<{script: number}> => ({script: (await net.run(inputs)).stats.scriptMilliseconds});
        const [found] = await race([{name: model, run, sample: await sample(run)}], {rounds: 9, milliseconds: 25, patience: 3000});
        const {whole, script} = found!;
        console.log(
          `${model}, ${role}${half ? ', half precision' : ''}, ${batch} at once: ${whole.median.toFixed(2)} ms (${whole.low.toFixed(2)}–${whole.high.toFixed(2)}), ` +
            `${script.median.toFixed(2)} ms of script, ${stats.dispatches} dispatches, ${stats.submits} submits; differs from plain loops by ${difference.toExponential(1)}`,
        );
      }
      net.dispose();
    }
  }
  engine.dispose();
}

function readNet(model: string, role: string): Graph {
  const folder = path.join(root, 'pretrained', model);
  const file = `${role}.json`;
  const weights = Uint8Array.from(fs.readFileSync(path.join(folder, `${role}.bin`))).buffer;
  return readLayersModel(JSON.parse(fs.readFileSync(path.join(folder, file), 'utf8')), weights, file);
}
