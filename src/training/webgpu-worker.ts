// dist/training-webgpu.js, the training worker on tfjs-webgpu, a file of its own so that nobody fetches both backends.
// For its side effect: tfjs-core alone has no gradients registered.
import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import {Driver} from './driver.js';
import type {TrainingPort} from './protocol.js';
import {webgpuBackend} from './webgpu-backend.js';

new Driver(globalThis as unknown as TrainingPort, webgpuBackend);
