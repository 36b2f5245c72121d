import {expect} from 'chai';
import fs from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {DENSITIES, type DensityName} from '../../../src/data/densities.js';
import {Random} from '../../../src/data/random.js';
import type {Engine} from '../../../src/engine/engine.js';
import type {FlowNet} from '../../../src/engine/flow/flow-net.js';
import {createReferenceEngine} from '../../../src/engine/reference/reference-engine.js';
import {createWasmEngine} from '../../../src/engine/wasm/wasm-engine.js';
import {readLayersModel, weightPaths} from '../../../src/format/read-layers-model.js';
import {readManifest} from '../../../src/format/read-manifest.js';

const folder = fileURLToPath(new URL('../../../pretrained/', import.meta.url));
const shipped = fs
  .readdirSync(folder)
  .filter((name) => name.startsWith('flow-') && fs.existsSync(path.join(folder, name, 'manifest.json')));
const CELLS = 150;

async function load(engine: Engine, id: string): Promise<FlowNet> {
  const json = (name: string): unknown => JSON.parse(fs.readFileSync(path.join(folder, id, name), 'utf8'));
  const {flow, nets} = readManifest(json('manifest.json'), id);
  const [first] = flow!.layers;
  const topology = json(nets[first!.net]!);
  const bytes = Buffer.concat(weightPaths(topology, id).map((name) => fs.readFileSync(path.join(folder, id, name))));
  return engine.loadFlow(flow!, readLayersModel(topology, new Uint8Array(bytes).buffer, id));
}

describe('the flows that ship', () => {
  it('are there', () => {
    expect(shipped).to.include('flow-moons');
    for (const id of shipped) expect(DENSITIES).to.have.property(id.slice('flow-'.length));
  });

  for (const [backend, create] of Object.entries({
    reference: () => Promise.resolve(createReferenceEngine()),
    wasm: async () => (await createWasmEngine()).engine!,
  })) {
    for (const id of shipped) {
      describe(`${id} on ${backend}`, () => {
        const {sample, box} = DENSITIES[id.slice('flow-'.length) as DensityName];
        let flow: FlowNet;

        before(async function () {
          this.timeout(300_000);
          flow = await load(await create(), id);
        });

        after(() => flow.dispose());

        it('integrates to 1', async function () {
          this.timeout(300_000);
          const [left, bottom, right, top] = box.map((edge) => 1.5 * edge) as [number, number, number, number];
          const {logProb} = await flow.grid([left, bottom, right, top], [CELLS, CELLS]);
          const cell = ((right - left) * (top - bottom)) / CELLS ** 2;
          const mass = logProb.data.reduce((sum, value) => sum + Math.exp(value) * cell, 0);
          expect(mass).to.be.closeTo(1, 0.01);
        });

        it('comes back to 10,000 points of its data', async function () {
          this.timeout(300_000);
          const data = sample(10_000, new Random(5));
          const {z} = await flow.forward({data, shape: [10_000, 2]});
          const {x} = await flow.inverse(z);
          const worst = x.data.reduce((most, value, i) => Math.max(most, Math.abs(value - data[i]!)), 0);
          expect(worst).to.be.at.most(1e-3);
        });
      });
    }
  }
});
