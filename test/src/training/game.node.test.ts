import {expect} from 'chai';
import {startWasmBackend} from '../../../pretrained/tools/wasm-backend.js';
import {Driver} from '../../../src/training/driver.js';
import type {StartRun, ToTraining} from '../../../src/training/protocol.js';
import {wasmBackend} from '../../../src/training/wasm-backend.js';
import {planeGraphs, startPlaneRun} from './plane-gan.js';
import {TrainingPage} from './tiny-run.js';

const ROLES = ['generator', 'discriminator'] as const;

describe('training of nets against each other', () => {
  let page: TrainingPage;

  before(startWasmBackend);
  beforeEach(() => {
    page = new TrainingPage((port) => new Driver(port, {start: () => Promise.resolve(undefined), learner: wasmBackend.learner}));
  });
  afterEach(() => page.close());

  const begin = async (start: StartRun = startPlaneRun()) => {
    const first = page.next('progress');
    page.say(start);
    return first;
  };
  const weights = async () => {
    const stopped = page.next('stopped');
    page.say({type: 'stop', run: 1});
    return (await stopped).weights;
  };
  const steps = async (count: number, until: number, only?: string) => {
    const rested = page.next('progress', ({step}) => step.step === until);
    page.say({type: 'steps', run: 1, count, ...(only !== undefined && {only})});
    return (await rested).step;
  };
  const refusal = async (message: ToTraining) => {
    const error = page.next('error');
    page.say(message);
    return (await error).error;
  };
  /** Which nets have other weights than at the beginning. */
  const changed = (now: Record<string, Float32Array[]>) => {
    const graphs = planeGraphs();
    return ROLES.filter((role) => graphs[role]!.weights.some(({data}, i) => data.some((value, at) => value !== now[role]![i]![at])));
  };

  it('tells the loss of each player', async () => {
    await begin();
    const {losses} = await steps(3, 3);
    expect(Object.keys(losses)).to.have.members([...ROLES]);
    expect(Object.values(losses).every(Number.isFinite)).to.equal(true);
    expect(changed(await weights())).to.deep.equal([...ROLES]);
  });

  for (const only of ROLES)
    it(`steps the ${only} alone`, async () => {
      await begin();
      const {losses} = await steps(2, 2, only);
      expect(Object.keys(losses)).to.deep.equal([only]);
      expect(changed(await weights())).to.deep.equal([only]);
    });

  it('goes on with both after a step of one', async () => {
    await begin();
    await steps(1, 1, 'generator');
    await steps(1, 2);
    expect(changed(await weights())).to.deep.equal([...ROLES]);
  });

  it('gives each player turns and a learning rate of its own, and takes others while it runs', async () => {
    await begin(startPlaneRun({options: {players: {generator: {turns: 0}}}}));
    await steps(2, 2);
    page.say({type: 'update', run: 1, options: {players: {generator: {turns: 1}, discriminator: {turns: 0}}}});
    const before = page.checkpoint();
    await steps(1, 3);
    expect(before.turns).to.deep.equal({discriminator: 2, generator: 0});
    expect(page.checkpoint().turns).to.deep.equal({discriminator: 2, generator: 1});
    const slow = await weights();
    expect(changed(slow)).to.deep.equal([...ROLES]);

    // Adam's first step is as long as the rate.
    await begin(startPlaneRun({options: {players: {generator: {learningRate: 0.25}}}}));
    await steps(1, 1);
    const fast = await weights();
    const graphs = planeGraphs();
    const reach = (role: (typeof ROLES)[number]) =>
      Math.max(...graphs[role]!.weights.flatMap(({data}, i) => [...data].map((value, at) => Math.abs(value - fast[role]![i]![at]!))));
    expect(reach('generator')).to.be.closeTo(0.25, 1e-3);
    expect(reach('discriminator')).to.be.closeTo(1e-3, 1e-5);
  });

  it('goes on from a checkpoint as if it had never stopped', async () => {
    await begin();
    await steps(4, 4);
    await steps(1, 5, 'discriminator');
    const checkpoint = page.checkpoint();
    await steps(5, 10);
    const straight = await weights();
    await begin(startPlaneRun({checkpoint}));
    await steps(5, 10);
    expect(await weights()).to.deep.equal(straight);
  });

  it('keeps the weights of a clipped discriminator within the limit', async () => {
    await begin(startPlaneRun({options: {objective: {loss: 'wasserstein', clip: 0.05}}}));
    await steps(2, 2);
    const {discriminator, generator} = await weights();
    const largest = (arrays: Float32Array[]) => Math.max(...arrays.flatMap((array) => [...array].map(Math.abs)));
    expect(largest(discriminator!)).to.be.at.most(0.0500001);
    expect(largest(generator!)).to.be.above(0.1);
  });

  it('learns from a table as well', async () => {
    const data = {data: Float32Array.from({length: 60}, (_, i) => Math.sin(i)), shape: [30, 2]};
    await begin(startPlaneRun({data}));
    expect((await steps(3, 3)).losses.discriminator).to.be.finite;
  });

  it('refuses what it does not know', async () => {
    expect((await refusal(startPlaneRun({options: {objective: {loss: 'sharp'}}}))).message).to.include('objective.loss');
    expect((await refusal(startPlaneRun({options: {players: {judge: {turns: 1}}}}))).message).to.include('players.judge');
    expect((await refusal(startPlaneRun({data: {kind: 'density', name: 'cats' as never}}))).message).to.include('cats');
    await begin();
    expect((await refusal({type: 'steps', run: 1, count: 1, only: 'judge'})).message).to.include('judge');
  });
});
