// Makes test/fixtures/<data set>-500.idx.gz from the test set: 50 images of each class, chosen by seed, class by class in turn.
// Run once for each data set: node --import tsx pretrained/tools/extract-data.ts <data set>
import {writeFileSync} from 'node:fs';
import {gzipSync} from 'node:zlib';
import {type DataName, balancedIndices, loadData} from './data.js';
import {extractImages} from './extract.js';

const name = process.argv[2] as DataName;
const test = loadData(name, 'test');
const [height, width] = test.shape as [number, number];
const indices = balancedIndices(test, 10, 50, 500);
const header = new DataView(new ArrayBuffer(16));
header.setUint32(0, 0x00000803);
for (const [i, extent] of [indices.length, height, width].entries()) header.setUint32(4 + 4 * i, extent);
const images = indices.map((index) => test.images.subarray(index * height * width, (index + 1) * height * width));
writeFileSync(extractImages(name), gzipSync(Buffer.concat([new Uint8Array(header.buffer), ...images]), {level: 9}));
