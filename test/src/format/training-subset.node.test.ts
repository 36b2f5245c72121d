import {readFileSync, readdirSync} from 'node:fs';
import {gzipSync} from 'node:zlib';
import {expect} from 'chai';
import {decode} from 'fast-png';
import {readModel} from '../../../pretrained/tools/model-folder.js';
import type {TrainingSubset} from '../../../src/format/manifest.js';

const ids = readdirSync('pretrained').filter((id) => id.startsWith('gan-') && !id.includes('.') && readModel(id).manifest.extras?.training);

describe('the training images that a model ships', () => {
  it('come with gan-fashion', () => expect(ids).to.include('gan-fashion'));

  for (const id of ids)
    it(`${id}: some of each class, told apart from the whole, in 200 kB`, () => {
      const {data, extras} = readModel(id).manifest;
      const [sheet, list] = [extras!.training!, extras!.trainingSubset!].map((name) => readFileSync(`pretrained/${id}/${name}`));
      const {of, indices, labels} = JSON.parse(list!.toString()) as TrainingSubset;
      const [height, width, channels] = data.shape as [number, number, number];
      const png = decode(sheet!);
      expect(png.channels).to.equal(channels);
      expect((png.width / width) * Math.ceil(png.height / height)).to.be.at.least(labels.length);
      expect(labels.length).to.be.at.least(100);
      expect(new Set(indices).size).to.equal(labels.length);
      expect(Math.max(...indices)).to.be.below(of);
      const counts = data.labels!.map((_, label) => labels.filter((one) => one === label).length);
      expect(new Set(counts)).to.deep.equal(new Set([labels.length / data.labels!.length]));
      expect(gzipSync(sheet!, {level: 9}).length + gzipSync(list!, {level: 9}).length).to.be.below(200_000);
    });
});
