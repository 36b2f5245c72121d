import {expect} from 'chai';
import {PING_MILLISECONDS} from '../../../src/client/connection.js';
import type {TrainOptions} from '../../../src/client/session.js';
import type {WorkerRun} from '../../../src/client/worker-run.js';
import {blockImages, startRun} from '../training/tiny-run.js';
import {type FakeTrainer, FakeTrainers, progress, tick} from './fake-trainer.js';

const CHECKPOINT = {
  step: 40,
  parameters: Float32Array.of(1),
  moments: [Float32Array.of(2), Float32Array.of(3)] as [Float32Array, Float32Array],
};
const codeOf = ({code, message}: {code?: string; message: string}) => `${code}: ${message}`;

describe('Trainers', () => {
  let fakes: FakeTrainers;
  beforeEach(() => (fakes = new FakeTrainers()));

  const ask = (more: Partial<TrainOptions> = {}) =>
    fakes.trainers.run(fakes.session(), {data: blockImages(2), base: 'https://cdn.invalid/', ...more});
  /** A run that has begun on a new worker. */
  const begin = async (more: Partial<TrainOptions> = {}): Promise<{run: WorkerRun; worker: FakeTrainer}> => {
    const asked = ask(more);
    const worker = await fakes.begin();
    const run = await asked;
    await tick();
    worker.say(progress(worker.last('start'), 0));
    return {run, worker};
  };

  it('starts a worker with the first run, tells it all, and passes orders on', async () => {
    const {run, worker} = await begin({seed: 5, learningRate: 0.01, batchSize: 8, from: 'scratch', paused: true, objective: {beta: 2}});
    expect((worker.script as {text: string}).text).to.include('https://cdn.invalid/training.js');
    expect(worker.last('init')).to.deep.equal({
      type: 'init',
      files: {'tfjs-backend-wasm-simd.wasm': 'https://cdn.invalid/training/tfjs-backend-wasm-simd.wasm'},
      software: false,
    });
    expect(worker.last('start')).to.deep.include({
      seed: 5,
      scratch: true,
      paused: true,
      options: {learningRate: 0.01, batchSize: 8, objective: {beta: 2}, players: {}},
    });
    run.resume();
    run.pause();
    run.step();
    run.step(20);
    run.update({learningRate: 0.02, objective: {greyInputs: 0}});
    run.reset();
    expect(worker.received.slice(-6)).to.deep.equal([
      {type: 'resume', run: 1},
      {type: 'pause', run: 1},
      {type: 'steps', run: 1, count: 1, only: undefined},
      {type: 'steps', run: 1, count: 20, only: undefined},
      {type: 'update', run: 1, options: {learningRate: 0.02, batchSize: 8, objective: {beta: 2, greyInputs: 0}, players: {}}},
      {type: 'reset', run: 1},
    ]);
    expect(() => run.update({learningRate: -1})).to.throw('learningRate: expected a number above 0, got -1');
    expect(() => run.update({batchSize: 0.5})).to.throw('batchSize: expected an integer from 1');
    expect(await ask({learningRate: NaN}).catch(codeOf)).to.match(/^bad-data: learningRate/);
    expect(await ask({from: {decoder: []}}).catch(codeOf)).to.match(/^bad-data: from.decoder: 6 weights expected, found 0/);
    const second = await ask();
    expect(fakes.workers).to.have.length(1);
    await tick();
    expect(worker.last('start').run).to.equal(2);
    second.abandon();
  });

  it('gives the latest step, never a stale one, and ends with the result', async () => {
    const {run, worker} = await begin();
    const start = worker.last('start');
    const seen: number[] = [];
    const reading = (async () => {
      for await (const {step} of run) {
        seen.push(step);
        await tick();
      }
    })();
    for (let step = 1; step <= 5; step++) worker.say(progress(start, step));
    await tick();
    await tick();
    worker.say(progress(start, 6));
    const stopping = run.stop();
    await tick();
    const step = {step: 7, losses: {loss: 1}, stepsPerSecond: 1, examplesPerSecond: 16};
    const weights = {decoder: [Float32Array.of(1)]};
    worker.say({type: 'stopped', run: 1, step, weights});
    expect(await stopping).to.deep.include({...step, weights});
    await reading;
    expect(seen[0]).to.be.oneOf([0, 5]);
    expect(seen.filter((step) => step > 0)).to.deep.equal([5, 6, 7]);
    expect(fakes.shown.at(-1)).to.equal(weights);
    await run.ended;
  });

  it('asks for newer weights when the session computes with the last ones', async () => {
    const session = fakes.session();
    let applied = (): void => {};
    session.setWeights = () => new Promise<void>((resolve) => (applied = resolve));
    const asked = fakes.trainers.run(session, {data: blockImages(2), base: 'https://cdn.invalid/'});
    const worker = await fakes.begin();
    await asked;
    await tick();
    worker.say(progress(worker.last('start'), 1, {decoder: []}));
    await tick();
    expect(worker.types()).to.not.include('shown');
    applied();
    await tick();
    expect(worker.types()).to.include('shown');
  });

  it('goes on in a new worker where the old one was saved, once', async () => {
    const {run, worker} = await begin({paused: true});
    run.resume();
    run.update({batchSize: 9});
    worker.say({type: 'checkpoint', run: 1, checkpoint: CHECKPOINT});
    worker.die();
    expect(worker.terminated).to.equal(true);
    const second = await fakes.begin();
    expect(second.last('start')).to.deep.include({run: 1, checkpoint: CHECKPOINT, paused: false});
    expect(second.last('start').options.batchSize).to.equal(9);
    run.reset();
    const stopping = run.stop().catch(codeOf);
    const reading = (async () => {
      for await (const step of run) void step;
    })().catch(codeOf);
    second.die();
    await tick();
    expect(fakes.workers).to.have.length(2);
    expect(await stopping).to.match(/^worker-lost: Training stopped twice/);
    expect(await reading).to.match(/^worker-lost/);
    const {worker: third} = await begin();
    expect(third).to.equal(fakes.workers[2]);
  });

  it('stops a run whose worker died as it was told to stop', async () => {
    const {run, worker} = await begin();
    const stopping = run.stop();
    worker.die();
    const second = await fakes.begin();
    expect(second.types()).to.deep.equal(['init', 'start', 'stop']);
    const step = {step: 3, losses: {}, stepsPerSecond: 0, examplesPerSecond: 0};
    second.say({type: 'stopped', run: 1, step, weights: {}});
    expect((await stopping).step).to.equal(3);
  });

  it('notices a killed worker by its silence, but only while somebody trains', async () => {
    const {run, worker} = await begin();
    for (let i = 0; i < 10; i++) {
      fakes.clock.pass(PING_MILLISECONDS);
      worker.say({type: 'pong'});
    }
    expect(worker.terminated).to.equal(false);
    for (let i = 0; i < 10 && !worker.terminated; i++) fakes.clock.pass(PING_MILLISECONDS);
    expect(worker.terminated).to.equal(true);
    const second = await fakes.begin();
    run.abandon();
    fakes.clock.pass(10 * PING_MILLISECONDS);
    expect(second.terminated).to.equal(false);
  });

  it('ends the worker a minute after the last run, and starts another one for the next', async () => {
    const {run, worker} = await begin();
    fakes.clock.pass(1000);
    run.abandon();
    expect(worker.types()).to.include('stop');
    fakes.clock.pass(59_000);
    expect(worker.terminated).to.equal(false);
    fakes.clock.pass(1000);
    expect(worker.terminated).to.equal(true);
    expect(fakes.clock.waiting).to.equal(0);
    const {worker: second} = await begin();
    expect(second).to.not.equal(worker);
  });

  it('tells what a worker refuses, and ends that run', async () => {
    const {run, worker} = await begin();
    const reading = (async () => {
      for await (const step of run) void step;
    })().catch(codeOf);
    worker.say({type: 'error', run: 1, error: {name: 'GenerativeError', code: 'bad-data', message: 'data: none'}});
    expect(await reading).to.equal('bad-data: data: none');
    expect(await run.stop().catch(codeOf)).to.equal('bad-data: data: none');
    await run.ended;
  });

  it('takes wasm where WebGPU cannot start, says why, and does not ask again', async () => {
    const asked = ask({backend: 'webgpu'});
    const gpu = await fakes.begin('no adapter here');
    expect((gpu.script as {text: string}).text).to.include('/training-webgpu.js');
    expect(gpu.last('init').software).to.equal(true);
    const worker = await fakes.begin();
    const run = await asked;
    await tick();
    worker.say(progress(worker.last('start'), 0));
    expect(await run.ready).to.deep.equal({backend: 'wasm', fallbacks: [{backend: 'webgpu', reason: 'no adapter here'}]});
    const again = await ask({backend: 'webgpu'});
    await tick();
    worker.say(progress(worker.last('start'), 0));
    expect(await again.ready).to.deep.equal({backend: 'wasm', fallbacks: [{backend: 'webgpu', reason: 'no adapter here'}]});
    expect(fakes.workers).to.have.length(2);
    expect(gpu.terminated).to.equal(true);
  });

  it('takes a graphics processor for large steps only, and never one that computes on the CPU unasked', async () => {
    const {worker: small} = await begin();
    expect((small.script as {text: string}).text).to.include('/training.js');
    const asked = ask({batchSize: 60_000});
    const large = await fakes.begin();
    expect((large.script as {text: string}).text).to.include('/training-webgpu.js');
    expect(large.last('init').software).to.equal(false);
    (await asked).abandon();
  });

  it('replaces a lost device once, then goes on on wasm from where it was saved', async () => {
    const asked = ask({backend: 'webgpu'});
    const first = await fakes.begin();
    const run = await asked;
    await tick();
    first.say(progress(first.last('start'), 0));
    expect((await run.ready).backend).to.equal('webgpu');
    first.say({type: 'checkpoint', run: 1, checkpoint: CHECKPOINT});
    first.say({type: 'lost', reason: 'gone'});
    const second = await fakes.begin();
    expect(second.last('start').checkpoint).to.equal(CHECKPOINT);
    second.say({type: 'lost', reason: 'gone'});
    const third = await fakes.begin();
    expect((third.script as {text: string}).text).to.include('/training.js');
    expect(third.last('start').checkpoint).to.equal(CHECKPOINT);
    expect((await run.ready).fallbacks.map(({backend}) => backend)).to.deep.equal(['webgpu']);
    expect((await run.ready).backend).to.equal('wasm');
    expect(fakes.losses.count).to.equal(2);
    expect([first, second].every(({terminated}) => terminated)).to.equal(true);
    run.abandon();
    expect(startRun().run).to.equal(1);
  });
});
