// In a frame of its own: one engine takes steps of training.
import {counted} from '../device-calls.js';
import {asked, tell} from './frame.js';
import {autoencoderGraphs, noise} from './autoencoder-files.js';
import {reasonOf} from './reason.js';
import {PLACES} from './places.js';
import {race, sample} from './rounds.js';
import type {LearnerName, Trained} from './training-contest.js';

/** Takes the step of this number and gives its loss when it is done, and the milliseconds until the call had returned its promise. */
export type Step = (step: number) => Promise<{loss: number; script: number}>;

const name = asked.get('name') as LearnerName;

async function start(): Promise<Step> {
  switch (name) {
    case 'ours, wasm':
      return (await import('./learners/ours.js')).start('wasm', PLACES, await autoencoderGraphs(), noise());
    case 'ours, WebGPU':
      return (await import('./learners/ours.js')).start('webgpu', PLACES, await autoencoderGraphs(), noise());
    default:
      return (await import('./learners/tfjs.js')).start(name.replace('tfjs-', ''), noise());
  }
}

async function measure(): Promise<Trained> {
  const step = await start();
  const losses: number[] = [];
  const run = async (): Promise<{script: number}> => {
    const {loss, script} = await step(losses.length + 1);
    losses.push(loss);
    return {script};
  };
  const calls = await counted(run);
  const [found] = await race([{name, run, sample: await sample(run)}], {rounds: 12, milliseconds: 20, patience: 6000});
  return {race: found!, calls, steps: losses.length, first: losses[0]!, last: losses.at(-1)!};
}

measure().then(tell, (error: unknown) => tell({reason: reasonOf(error)}));
