import {expect} from 'chai';
import {OwnPicture} from '../../../../src/elements/picture/own-picture.js';

const SIZE = 16;
/** A light square on dark ground. */
const square = Float32Array.from({length: SIZE * SIZE}, (_, i) =>
  Number([i % SIZE, Math.floor(i / SIZE)].every((at) => at > 4 && at < 11)),
);
const dataOf = (channels: number) => ({
  name: 'none',
  shape: [8, 8, channels],
  range: [0, 1] as [number, number],
  source: 'made by hand',
  license: 'MIT',
});

describe('a drawing', () => {
  const drawn = (channels: number) => {
    const picture = new OwnPicture(dataOf(channels), []);
    picture.draw(square, SIZE);
    return picture.x!;
  };

  it('becomes a picture of the data, in colour too, where it is grey', () => {
    const [grey, colour] = [drawn(1), drawn(3)];
    expect(grey.shape).to.deep.equal([1, 8, 8, 1]);
    expect(grey.data.length).to.equal(64);
    expect(Math.max(...grey.data)).to.be.above(0.5);
    expect(colour.shape).to.deep.equal([1, 8, 8, 3]);
    expect([...colour.data]).to.deep.equal([...grey.data].flatMap((value) => [value, value, value]));
  });
});
