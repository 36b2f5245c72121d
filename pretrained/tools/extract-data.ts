// Makes test/fixtures/<data set>-….idx.gz from the test set: 50 images of each class, chosen by seed, class by class in turn; or the first 200 and their attributes.
// Run once for each data set: node --import tsx pretrained/tools/extract-data.ts <data set>
import {writeFileSync} from 'node:fs';
import {gzipSync} from 'node:zlib';
import {type IdxArray, writeIdx} from '../../src/data/idx.js';
import {type DataName, balancedIndices, loadData} from './data.js';
import {extractAttributes, extractImages} from './extract.js';

const FACES = 200;

const name = process.argv[2] as DataName;
const {shape, images, count, labels, attributes} = loadData(name, 'test');
if (attributes) {
  const part = (data: Uint8Array, extents: number[]): IdxArray => ({
    shape: [FACES, ...extents],
    data: data.subarray(0, (data.length / count) * FACES),
  });
  write(extractImages(name), part(images, shape));
  write(extractAttributes(name), part(attributes, [attributes.length / count]));
} else {
  const [height, width] = shape as [number, number];
  const indices = balancedIndices({shape, images, count, labels}, 10, 50, 500);
  const chosen = indices.map((index) => images.subarray(index * height * width, (index + 1) * height * width));
  write(extractImages(name), {shape: [indices.length, height, width], data: new Uint8Array(Buffer.concat(chosen))});
}

function write(file: string, array: IdxArray): void {
  writeFileSync(file, gzipSync(writeIdx(array), {level: 9}));
}
