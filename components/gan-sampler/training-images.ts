import type {Session} from '../../src/client/session.js';
import type {Picture} from '../../src/elements/controls/image-canvas.js';
import {readSheet} from '../../src/elements/read-sheet.js';
import {FormatError} from '../../src/format/errors.js';
import type {TrainingSubset} from '../../src/format/manifest.js';

/** Some of the images that a model was trained on, as one batch. */
export type TrainingImages = {
  pictures: Picture;
  /** Class of each. */
  labels: readonly number[];
  /** How many training images there are. */
  of: number;
};

/** Those that the model ships; rejects where it ships none. */
export async function readTrainingImages(session: Session<'gan'>): Promise<TrainingImages> {
  const {extras, data} = session.manifest;
  const [sheet = '', list = ''] = [extras?.training, extras?.trainingSubset];
  const [png, json] = await Promise.all([session.file(sheet), session.file(list)]);
  const images = await readSheet(png, sheet, data);
  const {of, labels} = readSubset(new TextDecoder().decode(json), list, images.length);
  const size = images[0]?.length ?? 0;
  const all = new Float32Array(labels.length * size);
  for (const at of labels.keys()) all.set(images[at]!, at * size);
  return {pictures: {data: all, shape: data.shape, range: data.range}, labels, of};
}

function readSubset(text: string, name: string, most: number): TrainingSubset {
  let subset: Partial<TrainingSubset> | null;
  try {
    subset = JSON.parse(text) as Partial<TrainingSubset> | null;
  } catch (cause) {
    throw Object.assign(new FormatError(name, '', 'is no JSON'), {cause});
  }
  const {of, labels, indices = []} = subset ?? {};
  if (!Number.isInteger(of)) throw new FormatError(name, 'of', 'must be how many training images there are');
  if (!Array.isArray(labels) || labels.length === 0 || labels.length > most || !labels.every((one) => Number.isInteger(one)))
    throw new FormatError(name, 'labels', `must be the classes of 1 to ${most} images`);
  return {of: of!, labels, indices};
}

/** The nearest of them to a picture, nearest first. Distances are root mean square differences of pixels with values 0 … 255. */
export function nearestImages(
  {pictures, labels}: TrainingImages,
  picture: Picture,
  at: number,
  count: number,
): {index: number; distance: number}[] {
  const size = pictures.data.length / labels.length;
  const [low, high] = picture.range;
  const scale = 255 / (high - low);
  const distances = labels.map((_, index) => {
    let sum = 0;
    for (let i = 0; i < size; i++) sum += (picture.data[at * size + i]! - pictures.data[index * size + i]!) ** 2;
    return {index, distance: scale * Math.sqrt(sum / size)};
  });
  return distances.sort((a, b) => a.distance - b.distance).slice(0, count);
}
