import {expect} from 'chai';
import {combine} from '../../../components/gan-sampler/arithmetic.js';
import {between, codeOf, inputsOf, near, type Code} from '../../../components/gan-sampler/code.js';
import {nearestImages} from '../../../components/gan-sampler/training-images.js';
import {Random} from '../../../src/data/random.js';

const SHAPE = {latent: 3, classes: 2};
const a = codeOf([1, 2, 2], 0, SHAPE);
const b = codeOf([0, 3, 0], 0, SHAPE);
const c = codeOf([0, 0, 3], 1, SHAPE);
const close = (found: Code, wanted: Code) => found.forEach((value, i) => expect(value, String(i)).to.be.closeTo(wanted[i]!, 1e-6));

describe('codes of a generator', () => {
  it('are a latent and, where there are some, a class', () => {
    expect(a).to.deep.equal([1, 2, 2, 1, 0]);
    expect(codeOf([1, 2, 2], undefined, {latent: 3, classes: 0})).to.deep.equal([1, 2, 2]);
    const {z, labels} = inputsOf([a, c], SHAPE);
    expect([...z.data]).to.deep.equal([1, 2, 2, 0, 0, 3]);
    expect([...labels!.data]).to.deep.equal([1, 0, 0, 1]);
    expect(inputsOf([[1, 2, 3]], {latent: 3, classes: 0})).to.not.have.property('labels');
  });

  it('lie on a way between two that keeps its ends and mixes classes', () => {
    close(between(a, c, 0, SHAPE), a);
    close(between(a, c, 1, SHAPE), c);
    const middle = between(a, c, 0.5, SHAPE);
    expect(Math.hypot(...middle.slice(0, 3))).to.be.closeTo(3, 1e-6);
    expect(middle.slice(3)).to.deep.equal([0.5, 0.5]);
  });

  it('vary in their latents alone', () => {
    const other = near(a, 0.5, new Random(1), SHAPE);
    expect(other.slice(3)).to.deep.equal(a.slice(3));
    expect(other.slice(0, 3)).to.not.deep.equal(a.slice(0, 3));
  });
});

describe('a − b + c', () => {
  it('is a where b and c are the same, and c where a and b are', () => {
    close(combine([a, b, b], SHAPE), a);
    close(combine([b, b, c], SHAPE), c);
    close(combine([a, c, c], SHAPE), a);
  });

  it('has a usual length, and classes that add up', () => {
    const sum = combine([a, b, c], SHAPE);
    expect(Math.hypot(...sum.slice(0, 3))).to.be.closeTo(3, 1e-6);
    close(sum.slice(3), [0, 1]);
    // One class less than none is none.
    close(combine([a, c, a], SHAPE).slice(3), [1, 0]);
    expect(combine([a, a, codeOf([0, 0, 0], 0, SHAPE)], SHAPE).slice(0, 3)).to.deep.equal([0, 0, 0]);
  });
});

describe('nearest training images', () => {
  it('come in the order of their distance, root mean square of 255', () => {
    const pictures = {data: Float32Array.of(1, 1, 0, 0, 0.5, 0.5, 0, 0.2), shape: [1, 2, 1], range: [0, 1] as const};
    const picture = {data: Float32Array.of(9, 9, 0, 0), shape: [1, 2, 1], range: [0, 1] as const};
    const found = nearestImages({pictures, labels: [0, 1, 2, 3], of: 10}, picture, 1, 3);
    expect(found.map(({index}) => index)).to.deep.equal([1, 3, 2]);
    expect(found.map(({distance}) => Math.round(distance))).to.deep.equal([0, 36, 128]);
  });
});
