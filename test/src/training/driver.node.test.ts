import * as tf from '@tensorflow/tfjs-core';
import {expect} from 'chai';
import flowMoons from '../../../pretrained/recipes/flow-moons.js';
import {initialGraphs} from '../../../pretrained/tools/graphs.js';
import {startWasmBackend} from '../../../pretrained/tools/wasm-backend.js';
import {Driver, type TrainingBackend} from '../../../src/training/driver.js';
import type {TrainStep} from '../../../src/training/protocol.js';
import {wasmBackend} from '../../../src/training/wasm-backend.js';
import {trainer} from './tiny-vae.js';
import {startRun, TrainingPage} from './tiny-run.js';

const REST = 50;
const settled = () => new Promise((resolve) => setTimeout(resolve, REST));

const backend = (reason?: string): TrainingBackend => ({
  start: () => Promise.resolve(reason),
  learner: wasmBackend.learner,
});

describe('the training driver', () => {
  let page: TrainingPage;

  before(startWasmBackend);
  beforeEach(() => {
    page = new TrainingPage((port) => new Driver(port, backend()));
  });
  afterEach(() => page.close());

  const begin = async (more = {}) => {
    const first = page.next('progress');
    page.say(startRun(more));
    return first;
  };
  const stop = async (run = 1) => {
    const stopped = page.next('stopped', (message) => message.run === run);
    page.say({type: 'stop', run});
    return stopped;
  };
  /** Losses of each step, one order a step. */
  const curve = async (steps: number): Promise<number[]> => {
    const losses: number[] = [];
    for (let step = 1; step <= steps; step++) losses.push((await page.steps(1, step)).losses.loss!);
    return losses;
  };

  it('starts, says what a backend cannot, and lives', async () => {
    const ready = page.next('ready');
    page.say({type: 'init', files: {}, software: false});
    await ready;
    const pong = page.next('pong');
    page.say({type: 'ping'});
    await pong;
    const other = new TrainingPage((port) => new Driver(port, backend('no such thing here')));
    const unable = other.next('unable');
    other.say({type: 'init', files: {}, software: false});
    expect((await unable).reason).to.equal('no such thing here');
    other.close();
  });

  it('takes the steps of the trainer, and the same ones however they are cut, paused and shown', async () => {
    const {exchange, make} = trainer();
    exchange.control = {rate: 3e-3, decay: 0, flags: 0};
    const alone = make();
    const losses = Array.from({length: 8}, (_, i) => alone.step(i + 1).losses.loss!);
    alone.dispose();

    await begin();
    expect(await curve(8)).to.deep.equal(losses);
    await stop();
    await begin();
    const last = await page.steps(8, 8);
    expect(last.losses.loss).to.equal(losses[7]);
    page.say({type: 'resume', run: 1});
    await page.next('progress', ({step}) => step.step > 30);
    page.say({type: 'pause', run: 1});
    await page.next('checkpoint');
    const {step, weights} = await stop();
    page.shows = false;
    await begin();
    const same = await page.steps(step.step, step.step);
    expect(same.losses).to.deep.equal(step.losses);
    expect((await stop()).weights).to.deep.equal(weights);
  });

  it('reports a run that goes on a few times a second, with its speed, and learns', async () => {
    await begin();
    const from = page.heard.length;
    page.say({type: 'resume', run: 1});
    await page.next('progress', ({step}) => step.step >= 400);
    page.say({type: 'pause', run: 1});
    await page.next('checkpoint');
    const steps = page.heard.slice(from).flatMap((message) => (message.type === 'progress' ? [message.step] : []));
    const numbers = steps.map(({step}) => step);
    expect(numbers).to.deep.equal([...numbers].sort((a, b) => a - b));
    const mean = (part: TrainStep[]) => part.reduce((sum, {losses}) => sum + losses.loss!, 0) / part.length;
    expect(mean(steps.slice(-5))).to.be.below(0.8 * steps[0]!.losses.loss!);
    const {stepsPerSecond, examplesPerSecond, losses} = steps.at(-1)!;
    expect(stepsPerSecond).to.be.above(0);
    expect(examplesPerSecond).to.be.closeTo(16 * stepsPerSecond, 1e-6 * examplesPerSecond);
    expect(losses.reconstruction! + losses.kl!).to.be.closeTo(losses.loss!, 1e-4 * losses.loss!);
    await stop();
  });

  it('hands weights over when the last ones are in use, and the newest when a run rests', async () => {
    page.shows = false;
    const first = await begin();
    expect(first.weights!.decoder).to.have.length(6);
    page.say({type: 'resume', run: 1});
    await page.next('progress', ({step}) => step.step > 50);
    page.say({type: 'pause', run: 1});
    const {checkpoint} = await page.next('checkpoint');
    const progress = () => page.heard.flatMap((message) => (message.type === 'progress' && message.weights ? [message.step.step] : []));
    expect(progress()).to.deep.equal([0]);
    page.say({type: 'shown', run: 1});
    await settled();
    expect(progress()).to.deep.equal([0, checkpoint.step]);
    page.say({type: 'shown', run: 1});
    await settled();
    expect(progress(), 'nothing new').to.deep.equal([0, checkpoint.step]);
    await stop();
  });

  it('begins again from the same weights after a reset, running or not', async () => {
    await begin();
    const losses = await curve(5);
    const reset = page.next('progress', ({step}) => step.step === 0);
    page.say({type: 'reset', run: 1});
    expect((await reset).weights).to.not.equal(undefined);
    expect(await curve(5)).to.deep.equal(losses);
    page.say({type: 'resume', run: 1});
    await page.next('progress', ({step}) => step.step > 20);
    const again = page.next('progress', ({step}) => step.step === 0);
    page.say({type: 'reset', run: 1});
    await again;
    await page.next('progress', ({step}) => step.step > 0);
    await stop();
  });

  it('takes another learning rate, batch and objective on the way', async () => {
    await begin();
    const unchanged = await curve(6);
    page.say({type: 'reset', run: 1});
    await settled();
    expect(await curve(3)).to.deep.equal(unchanged.slice(0, 3));
    page.say({type: 'update', run: 1, options: {learningRate: 0.03}});
    const faster = [(await page.steps(1, 4)).losses.loss, (await page.steps(1, 5)).losses.loss];
    expect(faster[0]).to.equal(unchanged[3]);
    expect(faster[1]).to.not.equal(unchanged[4]);
    page.say({type: 'update', run: 1, options: {objective: {beta: 4}}});
    const {losses} = await page.steps(1, 6);
    expect(losses.loss).to.be.closeTo(losses.reconstruction! + 4 * losses.kl!, 1e-3 * losses.loss!);
    page.say({type: 'update', run: 1, options: {batchSize: 7}});
    await page.steps(1, 7);
    await stop();
  });

  it('goes on exactly from a checkpoint', async () => {
    await begin();
    await page.steps(5, 5);
    const checkpoint = page.checkpoint();
    expect(checkpoint.step).to.equal(5);
    const {losses} = await page.steps(4, 9);
    const {weights} = await stop();
    await begin({checkpoint});
    expect((await page.steps(4, 9)).losses).to.deep.equal(losses);
    expect((await stop()).weights).to.deep.equal(weights);
  });

  it('trains from first weights drawn from the seed', async () => {
    const {weights} = await begin({scratch: true});
    const first = await curve(3);
    await stop();
    const {weights: same} = await begin({scratch: true});
    expect(same).to.deep.equal(weights);
    expect(await curve(3)).to.deep.equal(first);
    await stop();
    const {weights: other} = await begin({scratch: true, seed: 12});
    expect(other!.decoder).to.not.deep.equal(weights!.decoder);
    const [kernel, bias] = weights!.decoder!;
    expect([...bias!].every((value) => value === 0)).to.equal(true);
    const variance = kernel!.reduce((sum, value) => sum + value * value, 0) / kernel!.length;
    expect(variance).to.be.within(0.5, 2);
    await stop();
  });

  it('says what is wrong by its code, ends that run and no other', async () => {
    await begin({run: 2});
    const failure = async (more: object) => {
      const error = page.next('error');
      page.say(startRun(more));
      const {run, error: found} = await error;
      return `${run} ${found.code}: ${found.message}`;
    };
    const {manifest, data} = startRun();
    expect(await failure({data: {kind: 'density', name: 'moons'}})).to.equal(
      '1 bad-data: data: tiny-blocks is trained on images, not on points',
    );
    expect(await failure({data: {...(data as object), shape: [64, 100]}})).to.match(
      /^1 bad-data: data: expected the shape \[batch, 10, 10, 1\]/,
    );
    expect(await failure({manifest: {...manifest, family: 'classifier'}})).to.match(/^1 wrong-family: /);
    const options = {learningRate: 1, batchSize: 16, objective: {gamma: 1}};
    expect(await failure({options})).to.match(/^1 bad-data: objective.gamma: this objective has no such number; it has beta, greyInputs/);
    await begin();
    const diverged = page.next('error');
    page.say({type: 'update', run: 1, options: {learningRate: 1e20}});
    page.say({type: 'resume', run: 1});
    expect((await diverged).error.message).to.match(/^the loss is NaN at step \d+: the learning rate may be too high/);
    expect((await page.steps(2, 2, 2)).step).to.equal(2);
    await stop(2);
  });

  it('trains a flow on a density and on points, from scratch', async () => {
    const {manifest} = startRun();
    const own = {...manifest, family: 'flow' as const, flow: flowMoons.flow, data: {...manifest.data, shape: [2]}};
    const graphs = initialGraphs(flowMoons);
    const options = {learningRate: 1e-2, batchSize: 128, objective: {}};
    const start = {manifest: own, graphs, scratch: true, options};
    await begin({...start, data: {kind: 'density', name: 'moons'}});
    const {losses} = await page.steps(1, 1);
    // The stack begins as its standardisation: the entropy of two moons is 2.394, and a normal with their mean and spread has more.
    expect(losses.loss).to.be.within(2.6, 3.9);
    expect((await page.steps(150, 151)).losses.loss).to.be.below(losses.loss! - 0.2);
    await stop();
    await begin({...start, data: {data: Float32Array.from({length: 64}, (_, i) => Math.sin(i)), shape: [32, 2]}});
    const first = (await page.steps(1, 1)).losses.loss!;
    expect((await page.steps(30, 31)).losses.loss).to.be.below(first);
    await stop();
    const error = page.next('error');
    page.say(startRun({...start, data: {kind: 'density', name: 'stars' as never}}));
    expect((await error).error.message).to.match(/^data.name: there is no density "stars"; there is moons, /);
  });

  it('trains two runs in turns, each as if it were alone', async () => {
    await begin();
    const losses = await curve(6);
    await stop();
    await begin({run: 2});
    await begin({run: 3, seed: 4});
    page.say({type: 'resume', run: 3});
    const both: number[] = [];
    for (let step = 1; step <= 6; step++) both.push((await page.steps(1, step, 2)).losses.loss!);
    expect(both).to.deep.equal(losses);
    expect((await stop(3)).step.step).to.be.above(0);
    await stop(2);
  });

  it('leaves no tensor after twenty runs, stopped or failed', async () => {
    await begin();
    await page.steps(3, 3);
    await stop();
    const {numTensors} = tf.memory();
    for (let cycle = 0; cycle < 20; cycle++) {
      await begin();
      await page.steps(3, 3);
      page.say({type: 'reset', run: 1});
      if (cycle % 2 === 0) {
        await stop();
      } else {
        const diverged = page.next('error');
        page.say({type: 'update', run: 1, options: {learningRate: 1e20}});
        page.say({type: 'resume', run: 1});
        await diverged;
      }
      expect(tf.memory().numTensors).to.equal(numTensors);
    }
  });
});
