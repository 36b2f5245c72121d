// npm run bench -- training: images per second of the autoencoder, one worker against two, five interleaved runs, each the fastest 20 steps of 160. Optimiser, random numbers and exchange included.
import {typescriptWorker} from '../../pretrained/tools/typescript-worker.js';
import {initialGraphs} from '../../pretrained/tools/graphs.js';
import {Exchange} from '../../src/training/exchange.js';
import {ParameterLayout} from '../../src/training/parameters.js';
import {autoencoder} from './autoencoder.js';

const RUNS = 5;
const STEPS = 160;

const layout = new ParameterLayout(initialGraphs(autoencoder));
const ones: number[] = [];
const ratios: number[] = [];
for (let run = 1; run <= RUNS; run++) {
  const one = await imagesPerSecond(1);
  const two = await imagesPerSecond(2);
  ones.push(one);
  ratios.push(two / one);
  console.log(`run ${run}: one worker ${one.toFixed(0)} images/s, two ${two.toFixed(0)}, ratio ${(two / one).toFixed(2)}`);
}
console.log(
  `conv autoencoder, batch ${autoencoder.batch} per worker: median ${median(ones).toFixed(0)} images/s on one core (at least 2,000 wanted), best ${Math.max(...ones).toFixed(0)}`,
);
console.log(`two workers: median ratio ${median(ratios).toFixed(2)} (at least 1.7 wanted)`);

async function imagesPerSecond(workers: number): Promise<number> {
  const memory = Exchange.allocate(workers, layout.size);
  layout.gather(new Exchange(memory, 0).parameters);
  const threads = Array.from({length: workers}, (_, rank) =>
    typescriptWorker(new URL('./training-worker.ts', import.meta.url), {memory, rank, steps: STEPS}),
  );
  const results = threads.map(
    (thread) =>
      new Promise<number>((resolve, reject) => {
        let speed = NaN;
        thread.on('message', (value: number) => (speed = value));
        thread.on('error', reject);
        thread.on('exit', () => resolve(speed));
      }),
  );
  return (await Promise.all(results))[0]!;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
}
