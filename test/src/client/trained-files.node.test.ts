import {expect} from 'chai';
import fs from 'node:fs';
import {fileURLToPath} from 'node:url';
import {Core} from '../../../src/client/core.js';
import type {ModelRef, OpenFamily, Session, TrainResult} from '../../../src/client/session.js';
import type {TrainedSession} from '../../../src/client/worker-run.js';
import type {Weights} from '../../../src/format/graph.js';
import {startMainThreadHost, type HostHandle} from '../../../src/host/main-thread.js';
import {points} from '../engine/flow-stacks.js';
import {blockImages} from '../training/tiny-run.js';
import {FakeHosts} from './fake-host.js';
import {FakeTrainers, tick} from './fake-trainer.js';

const folder = fileURLToPath(new URL('../../../pretrained/', import.meta.url));

/** A model that ships, its weights rounded as they are there. */
function shippedRef(id: string): ModelRef {
  return refOf(
    Object.fromEntries(fs.readdirSync(folder + id).map((name) => [name, new Uint8Array(fs.readFileSync(`${folder}${id}/${name}`))])),
  );
}

function refOf(files: Record<string, Uint8Array<ArrayBuffer>>): ModelRef {
  const urls = Object.entries(files).map(([name, bytes]) => [name, URL.createObjectURL(new Blob([bytes]))] as const);
  return {base: 'https://models.invalid/trained/', urls: Object.fromEntries(urls)};
}

/** What a run gives that ended with these weights, in a worker whose words the test says. */
async function trained(session: TrainedSession, weights: Weights): Promise<TrainResult> {
  const fakes = new FakeTrainers();
  const asked = fakes.trainers.run(session, {data: blockImages(2), base: 'https://cdn.invalid/'});
  const worker = await fakes.begin();
  const stopping = (await asked).stop();
  await tick();
  worker.say({type: 'stopped', run: 1, step: {step: 1, losses: {}, stepsPerSecond: 1, examplesPerSecond: 1}, weights});
  return stopping;
}

describe('the files of a trained model', () => {
  let host: HostHandle;
  let core: Core;

  beforeEach(() => {
    const fakes = new FakeHosts();
    fakes.workersAllowed = false;
    host = startMainThreadHost();
    core = new Core({...fakes, startWorker: fakes.startWorker, startMain: () => Promise.resolve(host)});
  });
  afterEach(() => host.terminate());

  const z = {data: points(3, 1, 0.7), shape: [3, 2]};
  const models: [string, OpenFamily, (session: Session<never>) => Promise<Float32Array[]>][] = [
    [
      'vae-glyphs-2d',
      'vae',
      async ({ops}: Session<'vae'>) => {
        const {x} = await ops.decode({z});
        const {mean, logVariance} = await ops.encode({x});
        return [x.data, mean.data, logVariance!.data];
      },
    ],
    [
      'flow-moons',
      'flow',
      async ({ops}: Session<'flow'>) => {
        const {x, logProb} = await ops.inverse({z});
        return [x.data, logProb];
      },
    ],
  ];
  for (const [id, family, outputs] of models) {
    it(`open again as the same model, and compute the same: ${id}`, async () => {
      const session = await core.open(shippedRef(id), {family});
      const shipped = await outputs(session as Session<never>);
      const own = session as unknown as TrainedSession;
      const graphs = Object.entries(await own.graphs());
      // No byte and no half float holds these.
      const changed = graphs.map(([role, graph]) => [role, graph.weights.map(({data}) => data.map((value) => 1.0371 * value))] as const);
      const result = await trained(own, Object.fromEntries(changed));
      const during = await outputs(session as Session<never>);
      const files = await result.files();
      session.close();

      const again = await core.open(refOf(files), {family});
      expect(again.stats.verified, 'every file has its checksum').to.equal(true);
      expect(await outputs(again as Session<never>)).to.deep.equal(during);
      expect(during).not.to.deep.equal(shipped);
      expect(again.manifest).to.deep.include({id, family, nets: session.manifest.nets, flow: session.manifest.flow, metrics: {}});
      expect(Object.keys(again.manifest.files), 'and no other').to.have.members(
        Object.keys(files).filter((name) => name !== 'manifest.json'),
      );
      again.close();
    });
  }

  it('are refused where a byte of them has changed', async () => {
    const session = await core.open(shippedRef('flow-moons'), {family: 'flow'});
    const own = session as unknown as TrainedSession;
    const graphs = Object.entries(await own.graphs());
    const files = await (
      await trained(own, Object.fromEntries(graphs.map(([role, {weights}]) => [role, weights.map(({data}) => data)])))
    ).files();
    files['couplings.bin']![5]! ^= 1;
    const again = await core.open(refOf(files), {family: 'flow'});
    const error = await again.ops.inverse({z}).catch((reason: unknown) => reason);
    expect(error).to.have.property('code', 'integrity');
  });
});
