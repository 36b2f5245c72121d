import * as tf from '@tensorflow/tfjs-core';
import {expect} from 'chai';
import {readModel} from '../../../pretrained/tools/model-folder.js';
import {startWasmBackend} from '../../../pretrained/tools/wasm-backend.js';
import {createReferenceEngine} from '../../../src/engine/reference/reference-engine.js';
import type {Batch} from '../../../src/format/graph.js';
import {readLayersModel} from '../../../src/format/read-layers-model.js';
import {Driver, type TrainingBackend} from '../../../src/training/driver.js';
import type {StartInversion} from '../../../src/training/protocol.js';
import {wasmBackend} from '../../../src/training/wasm-backend.js';
import {CLASSES, LATENT, tinyGan} from '../client/tiny-gan.js';
import {TrainingPage, startRun} from './tiny-run.js';

const backend: TrainingBackend = {start: () => Promise.resolve(undefined), learner: wasmBackend.learner};

/** A picture that the generator makes of a known latent, computed by plain loops. */
async function pictureOf(start: Pick<StartInversion, 'graph' | 'manifest'>, z: number[], label?: number): Promise<Batch> {
  const net = await createReferenceEngine().loadNet(start.graph);
  const classes = start.manifest.condition?.size;
  const one = Array.from({length: classes ?? 0}, (_, i) => (i === label ? 1 : 0));
  const inputs = [z, ...(classes ? [one] : [])].map((values) => ({data: Float32Array.from(values), shape: [1, values.length]}));
  const {outputs} = await net.run(inputs);
  return {data: outputs[0]!.data, shape: [1, ...start.manifest.data.shape]};
}

async function tiny(conditional: boolean): Promise<Pick<StartInversion, 'graph' | 'manifest'>> {
  const {manifest, files, topologies} = await tinyGan({conditional});
  return {manifest, graph: readLayersModel(topologies.generator, files['generator.bin']!.buffer, 'generator.json')};
}

describe('the search for the latent of a picture', () => {
  let page: TrainingPage;
  let tensors: number;

  before(startWasmBackend);
  beforeEach(() => {
    tensors = tf.memory().numTensors;
    page = new TrainingPage((port) => new Driver(port, backend));
  });
  afterEach(() => page.close());

  const search = async (start: Omit<StartInversion, 'type' | 'run' | 'seed' | 'label'> & {seed?: number; label?: number}) => {
    const first = page.next('inverted', ({step}) => step.step === 0);
    const last = page.next('inverted', ({step}) => step.step === start.steps);
    page.say({type: 'invert', run: 1, seed: 7, label: undefined, ...start});
    return {first: (await first).step, last: (await last).step};
  };
  const end = async () => {
    page.say({type: 'cancel', run: 1});
    const pong = page.next('pong');
    page.say({type: 'ping'});
    await pong;
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(tf.memory().numTensors, 'tensors that are left').to.equal(tensors);
  };
  const least = (losses: Float32Array) => Math.min(...losses);

  it('finds a picture that the shipped generator has made, and shows its way', async () => {
    const {manifest, graphs} = readModel('gan-fashion');
    const graph = graphs.generator!;
    const z = Array.from({length: 32}, (_, i) => Math.sin(3 * i + 1));
    const {first, last} = await search({manifest, graph, x: await pictureOf({manifest, graph}, z), steps: 300});
    expect(least(first.losses)).to.be.above(0.01);
    expect(least(last.losses)).to.be.below(1e-3);
    expect(first.z.shape).to.deep.equal([8, 32]);
    expect(page.heard.filter(({type}) => type === 'inverted').length).to.be.above(3);
    // What is said of a latent is true of it.
    const at = last.losses.indexOf(least(last.losses));
    const found = await pictureOf({manifest, graph}, [...last.z.data.slice(32 * at, 32 * at + 32)]);
    const wanted = await pictureOf({manifest, graph}, z);
    const error = found.data.reduce((sum, value, i) => sum + (value - wanted.data[i]!) ** 2, 0) / 784;
    expect(error).to.be.closeTo(last.losses[at]!, 1e-5);
    await end();
  }).timeout(120_000);

  it('comes to the same end from the same seed, and to another from another', async () => {
    const model = await tiny(false);
    const x = await pictureOf(model, [1, -1, 0.5, 0, -0.5, 2]);
    const {last} = await search({...model, x, steps: 60});
    const {last: same} = await search({...model, x, steps: 60});
    const {last: other} = await search({...model, x, steps: 60, seed: 8});
    expect(same.z).to.deep.equal(last.z);
    expect(other.z).to.not.deep.equal(last.z);
    await end();
  });

  it('keeps to a class of a conditional model, or gives each its turn', async () => {
    const model = await tiny(true);
    const x = await pictureOf(model, [1, -1, 0.5, 0, -0.5, 2], 2);
    const {last} = await search({...model, x, steps: 200, label: 2});
    expect(last.labels).to.deep.equal(new Array(8).fill(2));
    expect(least(last.losses)).to.be.below(1e-3);
    const {last: any} = await search({...model, x, steps: 5});
    expect(any.labels!.every((label) => label >= 0 && label < CLASSES)).to.equal(true);
    expect(new Set(any.labels).size).to.be.above(1);
    await end();
  });

  it('refuses what it cannot search for, and goes on beside a training run', async () => {
    const model = await tiny(true);
    const x = await pictureOf(model, new Array<number>(LATENT).fill(0), 0);
    const failure = async (more: Partial<StartInversion>) => {
      const error = page.next('error');
      page.say({type: 'invert', run: 1, seed: 7, steps: 5, label: undefined, x, ...model, ...more});
      return (await error).error.message;
    };
    expect(await failure({x: {data: x.data, shape: [12, 12, 1]}})).to.match(/^x.shape\[0\]: expected/);
    expect(await failure({steps: 0})).to.match(/^steps/);
    expect(await failure({label: CLASSES})).to.equal(`label: expected one of ${CLASSES} classes, got ${CLASSES}`);
    page.say(startRun({run: 2, paused: false}));
    await search({...model, x, steps: 100});
    await page.next('progress', ({step}) => step.step > 5);
    page.say({type: 'stop', run: 2});
    await page.next('stopped');
    await end();
  });
});
