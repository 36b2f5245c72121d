// One worker of the training bench: steps without any output, then the speed of the fastest window of them, which other work on the machine disturbed least.
import {parentPort, workerData} from 'node:worker_threads';
import {initialGraphs} from '../../pretrained/tools/graphs.js';
import {startWasmBackend} from '../../pretrained/tools/wasm-backend.js';
import {Random} from '../../src/data/random.js';
import {Exchange, type ExchangeMemory} from '../../src/training/exchange.js';
import type {Examples} from '../../src/training/objectives/objective.js';
import {VaeObjective} from '../../src/training/objectives/vae.js';
import {Trainer} from '../../src/training/trainer.js';
import {autoencoder} from './autoencoder.js';

const WARM_UP = 15;
const WINDOW = 20;
const {memory, rank, steps} = workerData as {memory: ExchangeMemory; rank: number; steps: number};

await startWasmBackend();
const exchange = new Exchange(memory, rank);
exchange.control = {rate: 1e-3, decay: 0.999, flags: 0};
const objective = new VaeObjective(autoencoder.objective);
const batch = autoencoder.batch * exchange.workers;
const trainer = new Trainer({
  graphs: initialGraphs(autoencoder),
  objectives: [objective, objective],
  examples: noise(1000),
  exchange,
  batch,
  seed: 1,
});
let fastest = Infinity;
let started = 0;
for (let step = 1; step <= WARM_UP + steps; step++) {
  trainer.step(step);
  if (step < WARM_UP || (step - WARM_UP) % WINDOW !== 0) continue;
  const now = performance.now();
  if (step > WARM_UP) fastest = Math.min(fastest, now - started);
  started = now;
}
if (rank === 0) parentPort!.postMessage((batch * WINDOW * 1000) / fastest);

/** The speed does not depend on what the images show, but half of the pixels of clothing are empty. */
function noise(count: number): Examples {
  const random = new Random(1);
  const images = Uint8Array.from({length: count * 784}, () => (random.uniform() < 0.5 ? 0 : random.integer(256)));
  return {images, shape: [28, 28, 1], count};
}
