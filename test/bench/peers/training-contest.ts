// One step of the convolutional autoencoder of `npm run bench -- training`, a batch of 64: each engine in a frame of its own, since our kernels
// replace some of tfjs-wasm's. Without kernels of ours tfjs-wasm cannot train a convolution at all.
import type {Calls} from '../device-calls.js';
import type {Absent} from './contest.js';
import {inFrame} from './frame.js';
import type {Race} from './rounds.js';

export const LEARNERS = ['ours, wasm', 'tfjs-cpu', 'ours, WebGPU', 'tfjs-webgpu', 'tfjs-webgl'] as const;
export type LearnerName = (typeof LEARNERS)[number];

/** Times of a step, and what the first one asked of WebGPU; the loss of the first steps and of the last ones, in nats per image, says that it learns. */
export type Trained = {race: Race; calls: Calls; steps: number; first: number; last: number};
export type TrainingContest = {trained: Trained[]; absent: Absent[]};

export async function trainingContest(onProgress: (what: string) => void): Promise<TrainingContest> {
  const found: TrainingContest = {trained: [], absent: []};
  for (const name of LEARNERS) {
    onProgress(`a step of training: ${name}`);
    const answer = await inFrame<Trained | {reason: string}>('training.html', {name});
    if ('reason' in answer) found.absent.push({name, reason: answer.reason});
    else found.trained.push(answer);
  }
  return found;
}
