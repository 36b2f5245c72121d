import {existsSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {expect} from 'chai';
import {readExpected} from '../../../pretrained/tools/extract.js';
import {flowWorkshop} from '../../../pretrained/tools/flow-workshop.js';
import {readModel} from '../../../pretrained/tools/model-folder.js';
import {ProgressLine} from '../../../pretrained/tools/progress-line.js';
import type {FlowRecipe} from '../../../pretrained/tools/recipe.js';
import {startWasmBackend} from '../../../pretrained/tools/wasm-backend.js';

/** Nats above the floor that a model may be. */
const LIMIT = 0.05;
const LARGEST = 40_000;

async function recipeOf(id: string): Promise<FlowRecipe> {
  const {default: recipe} = (await import(`../../../pretrained/recipes/${id}.ts`)) as {default: FlowRecipe};
  return recipe;
}

describe('shipped flows', () => {
  before(startWasmBackend);

  const models = readdirSync('pretrained').filter((id) => id.startsWith('flow-') && existsSync(join('pretrained', id, 'manifest.json')));

  it('are there', () => expect(models).to.include('flow-moons'));

  for (const id of models) {
    it(`${id}: the published figures keep the limits`, () => {
      const {manifest} = readModel(id);
      const {aboveFloor, kl, integral, roundTrip} = manifest.metrics;
      expect(aboveFloor!.n).to.equal(100_000);
      expect(aboveFloor!.value).to.be.at.most(LIMIT);
      expect(kl!.value).to.be.at.most(LIMIT);
      expect(integral!.value).to.be.closeTo(1, 0.01);
      expect(roundTrip!.value).to.be.below(1e-3);
      const bytes = Object.values(manifest.nets).flatMap((file) => [file, file.replace(/json$/, 'bin')]);
      expect(bytes.reduce((sum, file) => sum + manifest.files[file]!.bytes, 0)).to.be.at.most(LARGEST);
    });

    it(`${id}: figures are those that were published, on the extract`, async () => {
      const {manifest, graphs} = readModel(id);
      const metrics = await flowWorkshop.evaluate(await recipeOf(id), {
        id,
        manifest,
        graphs,
        extract: true,
        workers: 1,
        line: new ProgressLine(),
      });
      const expected = readExpected(id);
      expect(Object.keys(expected)).to.have.members(Object.keys(metrics));
      for (const [name, {value}] of Object.entries(expected)) {
        expect(metrics[name]!.value, name).to.be.closeTo(value, 1.1 * 10 ** -flowWorkshop.digits(name));
      }
    }).timeout(300_000);
  }
});
