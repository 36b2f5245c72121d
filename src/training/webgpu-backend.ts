import * as tf from '@tensorflow/tfjs-core';
import {WebGPUBackend} from '@tensorflow/tfjs-backend-webgpu/dist/backend_webgpu.js';
import {GenerativeError} from '../format/errors.js';
import {requestDevice} from '../engine/webgpu/device.js';
import type {TrainingBackend} from './driver.js';
import {registerWebgpuKernels} from './webgpu-kernels.js';
import {WebgpuLearner} from './webgpu-learner.js';

/** tfjs-webgpu on a device of this thread's own: one cannot cross threads. */
export const webgpuBackend: TrainingBackend = {
  async start(_files, software, onLost) {
    const found = await requestDevice({software});
    if (!found.device) return found.reason;
    const {device} = found;
    void device.lost.then(({message}) => onLost(message || 'the graphics device was lost'));
    // Small operands would be computed by scripts on the CPU: then a lost device fails now and then, and sums differ by where they were made.
    tf.env().set('WEBGPU_CPU_FORWARD', false);
    tf.registerBackend('webgpu', () => new WebGPUBackend(device));
    registerWebgpuKernels();
    return (await tf.setBackend('webgpu')) ? undefined : 'tfjs-webgpu did not start';
  },
  learner: ({problem, ...options}) => {
    if ('players' in problem) throw new GenerativeError('internal', 'nets that play against each other are trained on wasm');
    return new WebgpuLearner({...options, problem});
  },
};
