import {expect} from 'chai';
import {DENSITIES, type DensityName} from '../../../src/data/densities.js';
import {Random} from '../../../src/data/random.js';
import type {Engine} from '../../../src/engine/engine.js';
import type {FlowNet} from '../../../src/engine/flow/flow-net.js';
import {readLayersModel, weightPaths} from '../../../src/format/read-layers-model.js';
import {readManifest} from '../../../src/format/read-manifest.js';

/** All that must ship. */
export const SHIPPED_FLOWS: readonly DensityName[] = [
  'moons',
  '8gaussians',
  'pinwheel',
  '2spirals',
  'checkerboard',
  'rings',
  'circles',
  'swissroll',
];
const CELLS = 150;
const POINTS = 10_000;

/** The bytes of a file of `pretrained/`. */
type Read = (path: string) => Promise<Uint8Array>;

async function load(engine: Engine, id: string, read: Read): Promise<FlowNet> {
  const json = async (name: string): Promise<unknown> => JSON.parse(new TextDecoder().decode(await read(`${id}/${name}`)));
  const {flow, nets} = readManifest(await json('manifest.json'), id);
  const topology = await json(nets[flow!.layers[0]!.net]!);
  const parts = await Promise.all(weightPaths(topology, id).map((name) => read(`${id}/${name}`)));
  return engine.loadFlow(flow!, readLayersModel(topology, await new Blob(parts as BlobPart[]).arrayBuffer(), id));
}

export function describeShippedFlows(backend: string, create: () => Promise<Engine>, read: Read): void {
  describe(`the flows that ship, on ${backend}`, function () {
    this.timeout(300_000);
    let engine: Engine;

    before(async () => {
      engine = await create();
    });

    after(() => engine.dispose());

    for (const name of SHIPPED_FLOWS) {
      describe(`flow-${name}`, () => {
        const {sample, box} = DENSITIES[name];
        let flow: FlowNet;

        before(async () => {
          flow = await load(engine, `flow-${name}`, read);
        });

        after(() => flow.dispose());

        it('integrates to 1 over the box of its data widened by half', async () => {
          const [left, bottom, right, top] = box;
          const [x, y] = [(right - left) / 4, (top - bottom) / 4];
          const {logProb, stats} = await flow.grid([left - x, bottom - y, right + x, top + y], [CELLS, CELLS]);
          expect(stats.backend).to.equal(backend);
          const cell = ((right - left) * (top - bottom) * 1.5 ** 2) / CELLS ** 2;
          const mass = logProb.data.reduce((sum, value) => sum + Math.exp(value) * cell, 0);
          expect(mass).to.be.closeTo(1, 0.01);
        });

        it('comes back to 10,000 points of its data', async () => {
          const data = sample(POINTS, new Random(5));
          const {z} = await flow.forward({data, shape: [POINTS, 2]});
          const {x} = await flow.inverse(z);
          const worst = x.data.reduce((most, value, i) => Math.max(most, Math.abs(value - data[i]!)), 0);
          expect(worst).to.be.at.most(1e-3);
        });
      });
    }
  });
}
