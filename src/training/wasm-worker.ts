// dist/training.js, the training worker on tfjs-wasm: one self-contained script, since a worker from a blob shares nothing with the page. No DOM.
// For its side effect: tfjs-core alone has no gradients registered.
import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import {Driver} from './driver.js';
import type {TrainingPort} from './protocol.js';
import {wasmBackend} from './wasm-backend.js';

new Driver(globalThis as unknown as TrainingPort, wasmBackend);
