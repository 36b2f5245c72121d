import {mkdir, writeFile} from 'node:fs/promises';
import {fileURLToPath} from 'node:url';
import {Worker} from 'node:worker_threads';
import {expect} from 'chai';
import {build} from 'esbuild';
import {LIMITS} from '../../../src/format/limits.js';
import type {RunOptions, RunReport} from './hostile-run.js';

const COUNTS: RunOptions['counts'] = {manifest: 1000, bundle: 500, topology: 1000, layers: 1200, text: 500, weights: 500, transport: 300};
const SEED = 20_261_125;
/** Of processor time, for opening and using all of them: a busy machine makes everything slow. */
const SECONDS = 30;
/** Bytes of an arena for several examples at once, of records, and of filters that fill up their panels. */
const EXCESS = 2e6;
/** Of JavaScript objects, in MB. */
const HEAP = 512;

/** One file: each `import()` would go through the loader of TypeScript again. */
async function bundle(): Promise<URL> {
  const {outputFiles} = await build({
    entryPoints: [fileURLToPath(new URL('./hostile-run.ts', import.meta.url))],
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    write: false,
  });
  const file = new URL('../../../node_modules/.cache/hostile/run.mjs', import.meta.url);
  await mkdir(new URL('./', file), {recursive: true});
  await writeFile(file, outputFiles[0]!.contents);
  return file;
}

/** In a thread of its own, which ends when it computes for too long or runs out of memory. */
async function run(): Promise<RunReport> {
  const at = new Int32Array(new SharedArrayBuffer(8));
  const folder = fileURLToPath(new URL('../../../pretrained/vae-fashion-2d', import.meta.url));
  const workerData: RunOptions = {seed: SEED, counts: COUNTS, folder, at};
  const worker = new Worker(await bundle(), {workerData, resourceLimits: {maxOldGenerationSizeMb: HEAP}, execArgv: []});
  let watch: NodeJS.Timeout | undefined;
  try {
    return await new Promise<RunReport>((resolve, reject) => {
      worker.once('error', reject);
      worker.once('exit', () => reject(new Error(`the run ended at number ${at[0]}`)));
      worker.on('message', (message: 'begun' | RunReport) => {
        if (message !== 'begun') return resolve(message);
        const start = process.cpuUsage();
        watch = setInterval(() => {
          const {user, system} = process.cpuUsage(start);
          if (user + system - at[1]! * 1000 > SECONDS * 1e6)
            reject(new Error(`number ${at[0]} hangs, or all take more than ${SECONDS} s of a processor`));
        }, 100);
      });
    });
  } finally {
    clearInterval(watch);
    await worker.terminate();
  }
}

describe('five thousand hostile models', () => {
  it('work or give an error with a name, within the caps on memory, work and places', async function () {
    this.timeout(900_000);
    const {outcomes, defects, polluted, ...most} = await run();
    console.table(outcomes);
    console.log(most);
    const counts = Object.values(outcomes).flatMap((kind) => Object.values(kind));
    expect(counts.reduce((sum, count) => sum + count, 0)).to.be.at.least(5000);
    expect(defects).to.deep.equal([]);
    expect(polluted).to.deep.equal([]);
    for (const [kind, {works = 0, format = 0}] of Object.entries(outcomes)) {
      expect(works, `${kind} that work`).to.be.above(0);
      expect(format, `${kind} that are refused`).to.be.above(0);
    }
    expect(most.multiplyAdds).to.be.at.most(LIMITS.multiplyAdds);
    expect(most.held).to.be.at.most(2 * LIMITS.totalElements);
    expect(most.largest).to.be.at.most(Math.max(LIMITS.bytes, 4 * LIMITS.elements));
    expect(most.excess, 'more than was counted').to.be.at.most(EXCESS);
    expect(most.inUse, 'after the last session').to.equal(0);
  });
});
