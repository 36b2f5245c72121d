import {expect} from 'chai';
import type {Connection} from '../../../src/client/connection.js';
import {PageSession} from '../../../src/client/page-session.js';
import type {InvertOptions, InvertStep} from '../../../src/client/session.js';
import type {TrainedSession} from '../../../src/client/worker-run.js';
import {readLayersModel} from '../../../src/format/read-layers-model.js';
import type {FromTraining} from '../../../src/training/protocol.js';
import {FakeTrainers, tick, type FakeTrainer} from './fake-trainer.js';
import {tinyGan} from './tiny-gan.js';

const STEPS = 4;
const x = {data: new Float32Array(144), shape: [1, 12, 12, 1]};
const inverted = (run: number, step: number): FromTraining => {
  const z = {data: Float32Array.of(step), shape: [1, 1]};
  return {type: 'inverted', run, step: {step, steps: STEPS, z, losses: Float32Array.of(1 / (1 + step)), labels: undefined}};
};
const codeOf = ({code, name}: {code?: unknown; name: string}) => (typeof code === 'string' ? code : name);

describe('Trainers.invert', () => {
  let fakes: FakeTrainers;
  let session: TrainedSession;
  beforeEach(async () => {
    fakes = new FakeTrainers();
    const {manifest, files, topologies} = await tinyGan();
    const generator = readLayersModel(topologies.generator, files['generator.bin']!.buffer, 'generator.json');
    session = {...fakes.session(), manifest, graphs: () => Promise.resolve({generator})};
  });

  const seen: number[] = [];
  /** Looks until the end; resolves with the code of what ended it. */
  const look = async (more: Partial<InvertOptions> = {}, signal?: AbortSignal, each?: (step: InvertStep) => boolean) => {
    seen.length = 0;
    try {
      for await (const step of fakes.trainers.invert(
        session,
        {x, seed: 3, steps: STEPS, base: 'https://cdn.invalid/', ...more},
        signal ? [signal] : [],
      )) {
        seen.push(step.step);
        if (each?.(step)) return 'left';
        await tick();
      }
      return 'done';
    } catch (error) {
      return codeOf(error as Error);
    }
  };
  const begun = async (): Promise<FakeTrainer> => {
    const worker = await fakes.begin();
    await tick();
    return worker;
  };

  it('tells the training worker what is wanted, gives its latest steps, and ends behind the last', async () => {
    const looking = look({label: 1});
    const worker = await begun();
    const {run, graph, ...start} = worker.last('invert');
    expect(start).to.deep.include({type: 'invert', x, seed: 3, steps: STEPS, label: 1});
    expect(graph.inputs).to.have.length(1);
    for (let step = 0; step < STEPS; step++) worker.say(inverted(run, step));
    await tick();
    await tick();
    worker.say(inverted(run, STEPS));
    expect(await looking).to.equal('done');
    expect(seen).to.deep.equal([3, 4]);
    expect(worker.last('cancel').run).to.equal(run);
  });

  it('ends where its reader leaves, or is told to stop, before and after the worker is there', async () => {
    const leaving = look({}, undefined, () => true);
    const worker = await begun();
    worker.say(inverted(worker.last('invert').run, 1));
    expect(await leaving).to.equal('left');
    expect(worker.types().filter((type) => type === 'cancel')).to.have.length(1);
    const stop = new AbortController();
    const stopped = look({}, stop.signal);
    await tick();
    await tick();
    worker.say(inverted(worker.last('invert').run, 1));
    stop.abort();
    expect(await stopped).to.equal('AbortError');
    expect(worker.types().filter((type) => type === 'cancel')).to.have.length(2);
    expect(await look({}, AbortSignal.abort())).to.equal('AbortError');
  });

  it('ends with the session that wants it', async () => {
    const connection = {onLost: () => undefined, close: () => undefined, request: async () => ({value: await session.graphs()})};
    const own = new PageSession('gan', {
      id: 1,
      connection: connection as unknown as Connection,
      manifest: session.manifest,
      info: {backend: 'wasm', fallbacks: [], verified: true, bytes: 0},
      file: () => Promise.reject(new Error('no file')),
      trainers: () => Promise.resolve(fakes.trainers),
      trainingBase: 'https://cdn.invalid/',
      onClose: () => undefined,
    });
    const looking = own.invert({x, seed: 3, steps: STEPS}).next().then(String, codeOf);
    const worker = await begun();
    await tick();
    const {run} = worker.last('invert');
    own.close();
    expect(await looking).to.equal('AbortError');
    expect(worker.last('cancel').run).to.equal(run);
    expect(await own.invert({x, seed: 3, steps: STEPS}).next().then(String, codeOf)).to.equal('AbortError');
  });

  it('is over with its last step, whatever ends behind it', async () => {
    const stop = new AbortController();
    const looking = look({}, stop.signal, () => (stop.abort(), false));
    const worker = await begun();
    worker.say(inverted(worker.last('invert').run, STEPS));
    expect(await looking).to.equal('done');
  });

  it('begins anew in another worker where the first one dies', async () => {
    const looking = look();
    const worker = await begun();
    const {run} = worker.last('invert');
    worker.say(inverted(run, 2));
    worker.die();
    const next = await begun();
    expect(next).to.not.equal(worker);
    expect(next.last('invert').run).to.equal(run);
    next.say(inverted(run, STEPS));
    expect(await looking).to.equal('done');
  });

  it('says why it cannot: no generator, a worker that is refused, a picture that is none', async () => {
    const bare = {...session, graphs: () => Promise.resolve({})};
    const found = fakes.trainers.invert(bare, {x, seed: 3, steps: STEPS}, []).next();
    expect(await found.then(String, codeOf)).to.equal('wrong-family');
    fakes.allowed = false;
    expect(await look()).to.be.oneOf(['no-worker', 'network']);
    fakes.allowed = true;
    const looking = look();
    const worker = await begun();
    worker.say({type: 'error', run: worker.last('invert').run, error: {name: 'GenerativeError', code: 'bad-data', message: 'x'} as never});
    expect(await looking).to.equal('bad-data');
  });
});
