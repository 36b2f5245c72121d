// One thread of the data-parallel test.
import {workerData} from 'node:worker_threads';
import {startWasmBackend} from '../../../pretrained/tools/wasm-backend.js';
import type {ExchangeMemory} from '../../../src/training/exchange.js';
import {trainer} from './tiny-vae.js';

const {memory, rank, batch, steps} = workerData as {memory: ExchangeMemory; rank: number; batch: number; steps: number};
await startWasmBackend();
const training = trainer({batch, workers: 2, rank, memory}).make();
for (let step = 1; step <= steps; step++) training.step(step);
