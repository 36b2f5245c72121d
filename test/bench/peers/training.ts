// In a frame of its own: one engine takes steps of training.
import {asked, tell} from './frame.js';
import {autoencoderGraphs, noise} from './autoencoder-files.js';
import {reasonOf} from './reason.js';
import {PLACES} from './places.js';
import {race, sample} from './rounds.js';
import type {LearnerName, Trained} from './training-contest.js';

/** Takes the step of this number and gives its loss, when it is done. */
export type Step = (step: number) => Promise<number>;

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
    const started = performance.now();
    losses.push(await step(losses.length + 1));
    return {script: performance.now() - started};
  };
  await run();
  const [found] = await race([{name, run, sample: await sample(run)}], {rounds: 12, milliseconds: 20, patience: 6000});
  return {race: found!, steps: losses.length, first: losses[0]!, last: losses.at(-1)!};
}

measure().then(tell, (error: unknown) => tell({reason: reasonOf(error)}));
