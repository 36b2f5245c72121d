import {expect} from 'chai';
import {Random} from '../../../src/data/random.js';
import {placeLabels, type Box} from '../../../src/elements/controls/place-labels.js';

const overlap = (a: Box, b: Box) =>
  Math.min((a.width + b.width) / 2 - Math.abs(a.x - b.x), (a.height + b.height) / 2 - Math.abs(a.y - b.y)) > 0.01;

describe('placeLabels', () => {
  it('leaves labels that are free where they are', () => {
    const labels = [
      {x: 50, y: 50, width: 40, height: 20},
      {x: 50, y: 80, width: 40, height: 20},
    ];
    expect(placeLabels(labels, 200)).to.deep.equal(labels);
  });

  it('parts labels that cover each other, and keeps them on the plane', () => {
    const random = new Random(3);
    for (let round = 0; round < 20; round++) {
      const labels = Array.from({length: 10}, () => ({
        x: 150 + 60 * random.normal(),
        y: 150 + 40 * random.normal(),
        width: 60,
        height: 20,
      }));
      const placed = placeLabels(labels, 300);
      placed.forEach((a, i) => placed.slice(i + 1).forEach((b) => expect(overlap(a, b)).to.equal(false)));
      for (const {x, y, width, height} of placed) {
        expect(Math.min(x - width / 2, y - height / 2)).to.be.at.least(0);
        expect(Math.max(x + width / 2, y + height / 2)).to.be.at.most(300);
      }
    }
  });
});
