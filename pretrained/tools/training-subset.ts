import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import type {TrainingSubset} from '../../src/format/manifest.js';
import {trainingExamples} from './copying.js';
import {DATA_SETS, balancedIndices, exampleImage, type DataName} from './data.js';
import {sheet} from './sheet.js';

const IMAGES = 400;
const COLUMNS = 20;
/** What a page may fetch for it; the labels take another kilobyte or two. */
const MOST_BYTES = 196_000;
const CHOICE_SEED = 9;

/** Some training images of each class, in which a page looks for those near a sample: as many as a page may fetch. Returns their names in the manifest's extras. */
export function writeTrainingSubset(folder: string, data: DataName): Record<string, string> {
  const {shape, labels} = DATA_SETS[data];
  const all = trainingExamples(data);
  const drawn = (perClass: number) => {
    const indices = balancedIndices(all, labels.length, perClass, CHOICE_SEED);
    return {
      indices,
      png: sheet(
        indices.map((index) => exampleImage(all, index)),
        shape,
        COLUMNS,
        {as: 'light'},
      ),
    };
  };
  let perClass = Math.floor(IMAGES / labels.length);
  let chosen = drawn(perClass);
  while (chosen.png.length > MOST_BYTES) {
    // Others weigh much alike.
    perClass = Math.min(perClass - 1, Math.ceil((perClass * MOST_BYTES) / chosen.png.length));
    chosen = drawn(perClass);
  }
  const {indices, png} = chosen;
  const subset: TrainingSubset = {of: all.count, indices, labels: indices.map((index) => all.labels[index]!)};
  writeFileSync(join(folder, 'training.png'), png);
  writeFileSync(join(folder, 'training.json'), JSON.stringify(subset));
  return {training: 'training.png', trainingSubset: 'training.json'};
}
