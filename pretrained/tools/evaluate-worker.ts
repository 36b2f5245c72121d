// One thread of `npm run evaluate`: importance sampling for a part of the images.
import {parentPort, workerData} from 'node:worker_threads';
import {dataName, loadData} from './data.js';
import {readExtract} from './extract.js';
import {readModel} from './model-folder.js';
import {negativeLogLikelihoods} from './vae-metrics.js';
import {VaeNets} from './vae-nets.js';
import {startWasmBackend} from './wasm-backend.js';

export type EvaluationPart = {id: string; extract: boolean; draws: number; range: {from: number; to: number}};

const {id, extract, draws, range} = workerData as EvaluationPart;
await startWasmBackend();
const {manifest, graphs} = readModel(id);
const nets = new VaeNets(graphs);
const data = dataName(manifest.data.name);
const examples = extract ? readExtract(data) : loadData(data, 'test');
// First messages are counts of images that are done, the last one is the result.
parentPort!.postMessage(negativeLogLikelihoods(nets, examples, draws, range, (done) => parentPort!.postMessage(done)));
