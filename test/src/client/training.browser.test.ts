import {expect} from 'chai';
import {DENSITIES} from '../../../src/data/densities.js';
import {Random} from '../../../src/data/random.js';
import {openModel} from '../../../src/client/open-model.js';
import type {ModelRef, Session, TrainingRun, TrainOptions, TrainStep} from '../../../src/client/session.js';
import {blockImages, blocksRef} from '../training/tiny-run.js';
import {freshCore} from '../../components/faulty-worker.js';

const BASE = '/training-build/';
const z = {data: Float32Array.of(0.5, -1), shape: [1, 2]};

/** A model of files in memory. */
function refOf(files: Record<string, Uint8Array<ArrayBuffer>>): ModelRef {
  const urls = Object.entries(files).map(([name, bytes]) => [name, URL.createObjectURL(new Blob([bytes]))] as const);
  return {base: 'https://models.invalid/trained/', urls: Object.fromEntries(urls)};
}

/** Steps of a run until one passes. */
async function until(run: TrainingRun, passes: (step: TrainStep) => boolean): Promise<TrainStep[]> {
  const steps: TrainStep[] = [];
  for await (const step of run) {
    steps.push(step);
    if (passes(step)) return steps;
  }
  throw new Error('the run has ended');
}

describe('session.train', () => {
  let session: Session<'vae'>;
  const train = (more: Partial<TrainOptions> = {}) =>
    session.train({data: blockImages(64), seed: 11, learningRate: 3e-3, batchSize: 16, paused: true, base: BASE, ...more});
  const decode = async (of = session) => [...(await of.ops.decode({z})).x.data];
  const mean = (steps: TrainStep[]) => steps.reduce((sum, {losses}) => sum + losses.loss!, 0) / steps.length;

  beforeEach(async () => {
    freshCore();
    session = await openModel(await blocksRef(), {family: 'vae'});
  });
  afterEach(() => session.close());

  it('learns, while the session shows it and no other one does', async () => {
    const other = await openModel(await blocksRef(), {family: 'vae'});
    const before = await decode();
    const run = train();
    expect(await run.ready).to.deep.equal({backend: 'wasm', fallbacks: []});
    run.step();
    const [first] = (await until(run, ({step}) => step === 1)).slice(-1);
    run.resume();
    const pictures: number[][] = [];
    const steps: TrainStep[] = [];
    for await (const step of run) {
      steps.push(step);
      if (pictures.length < 5) pictures.push(await decode());
      if (step.step > 150) break;
    }
    expect(new Set(pictures.map((picture) => picture.join())).size).to.be.above(2);
    expect(mean(steps.slice(-5))).to.be.below(0.9 * first!.losses.loss!);
    expect(steps.at(-1)!.stepsPerSecond).to.be.above(0);
    run.pause();
    const result = await run.stop();
    expect(Object.keys(result.weights)).to.deep.equal(['encoder', 'decoder']);
    const after = await decode();
    expect(after).to.not.deep.equal(before);
    expect(await decode(other)).to.deep.equal(before);
    await other.setWeights(result.weights);
    expect(await decode(other)).to.deep.equal(after);
    const again = await openModel(refOf(await result.files()), {family: 'vae'});
    expect(await decode(again), 'from the files of the result').to.deep.equal(after);
    await session.setWeights(null);
    expect(await decode()).to.deep.equal(before);
    other.close();
    again.close();
  });

  it('teaches a flow, while the session shows it, and gives it as files', async () => {
    const flow = await openModel({base: '/pretrained/flow-moons/'}, {family: 'flow'});
    const size: [number, number] = [12, 12];
    const density = async (of = flow) => [...(await of.ops.grid({box: [-4, -4, 4, 4], size})).logProb.data];
    const before = await density();
    const data = {data: DENSITIES.checkerboard.sample(2000, new Random(3)), shape: [2000, 2]};
    const run = flow.train({data, seed: 11, learningRate: 3e-3, batchSize: 128, paused: true, base: BASE});
    run.step();
    const first = (await until(run, ({step}) => step === 1)).at(-1)!;
    run.resume();
    const steps = await until(run, ({step}) => step > 60);
    run.pause();
    expect(await density(), 'while it trains').to.not.deep.equal(before);
    expect(mean(steps.slice(-5))).to.be.below(first.losses.loss! - 0.1);
    const files = await (await run.stop()).files();
    const after = await density();
    const again = await openModel(refOf(files), {family: 'flow'});
    expect(await density(again), 'from the files of the result').to.deep.equal(after);
    await flow.setWeights(null);
    expect(await density()).to.deep.equal(before);
    flow.close();
    again.close();
  });

  it('gives the same curve for the same seed, and back at the beginning after a reset', async () => {
    const curve = async (run: TrainingRun): Promise<number[]> => {
      const losses: number[] = [];
      for (let step = 1; step <= 4; step++) {
        run.step();
        losses.push((await until(run, (latest) => latest.step === step)).at(-1)!.losses.loss!);
      }
      return losses;
    };
    const run = train();
    const losses = await curve(run);
    run.reset();
    await until(run, ({step}) => step === 0);
    expect(await curve(run)).to.deep.equal(losses);
    await run.stop();
    const again = train();
    expect(await curve(again)).to.deep.equal(losses);
    await again.stop();
    const other = train({seed: 12});
    expect(await curve(other)).to.not.deep.equal(losses);
    await other.stop();
  });
});
