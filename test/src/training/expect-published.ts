import {expect} from 'chai';
import {readExpected} from '../../../pretrained/tools/extract.js';
import {readModel} from '../../../pretrained/tools/model-folder.js';
import {ProgressLine} from '../../../pretrained/tools/progress-line.js';
import type {Recipe} from '../../../pretrained/tools/recipe.js';
import {workshopOf} from '../../../pretrained/tools/workshops.js';

/** A model's figures on the extract of test images are those in test/fixtures, to `tolerance`. */
export async function expectPublished(id: string, tolerance = 0.6): Promise<void> {
  const {manifest, graphs} = readModel(id);
  const {default: recipe} = (await import(`../../../pretrained/recipes/${id}.ts`)) as {default: Recipe};
  const evaluation = {id, manifest, graphs, extract: true, workers: 1, line: new ProgressLine()};
  const metrics = await workshopOf(recipe).evaluate(recipe, evaluation);
  const expected = readExpected(id);
  expect(Object.keys(expected)).to.have.members(Object.keys(metrics));
  for (const [name, {value}] of Object.entries(expected)) expect(metrics[name]!.value, name).to.be.closeTo(value, tolerance);
}
