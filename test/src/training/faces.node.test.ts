import {mkdirSync, mkdtempSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect} from 'chai';
import {loadData} from '../../../pretrained/tools/data.js';
import {drawSplits, splitOf} from '../../../pretrained/tools/face-splits.js';
import {FACE_ATTRIBUTES, type Face, drawFace} from '../../../pretrained/tools/faces.js';
import {Random} from '../../../src/data/random.js';
import {writeIdx} from '../../../src/data/idx.js';

describe('drawn faces', () => {
  it('are the same for the same seed, and labelled by what they are drawn from', () => {
    expect(drawFace(new Random(4))).to.deep.equal(drawFace(new Random(4)));
    const faces = Array.from({length: 2000}, (_, i) => drawFace(Random.of(1, i)));
    const rate = (attribute: number) => faces.reduce((sum, {attributes}) => sum + attributes[attribute]!, 0) / faces.length;
    for (const [attribute, name] of FACE_ATTRIBUTES.entries()) expect(rate(attribute), name).to.be.closeTo(0.5, 0.05);
    for (const {parts, attributes} of faces) {
      expect(attributes.slice(0, 3)).to.deep.equal(
        [parts.glasses !== null, parts.beard !== null, parts.mouth!.startsWith('happy')].map(Number),
      );
    }
    const shades = (part: 'hair' | 'skin', attribute: number) =>
      [0, 1].map((value) => new Set(faces.filter((face) => face.attributes[attribute] === value).map(({colors}) => colors[part])));
    for (const [one, other] of [shades('hair', 3), shades('skin', 4)])
      expect([...one!].filter((shade) => other!.has(shade))).to.deep.equal([]);
  });

  it('number the combinations of hair, mouth, glasses and beard', () => {
    const key = ({parts: {hair, mouth, glasses, beard}}: Face) => [hair, mouth, glasses, beard].join();
    const numbers = new Map<string, number>();
    for (let i = 0; i < 20_000; i++) {
      const face = drawFace(Random.of(2, i));
      expect(numbers.get(key(face)) ?? face.combination).to.equal(face.combination);
      numbers.set(key(face), face.combination);
    }
    expect(numbers.size).to.equal(1296);
    expect(new Set(numbers.values()).size).to.equal(1296);
    expect([Math.min(...numbers.values()), Math.max(...numbers.values())]).to.deep.equal([0, 1295]);
  });

  it('have each combination in one split only', () => {
    const counts = {train: 300, validation: 20, test: 20};
    const drawn = [...drawSplits(counts)];
    for (const [split, count] of Object.entries(counts)) expect(drawn.filter((one) => one.split === split)).to.have.length(count);
    for (const {split, face} of drawn) expect(split).to.equal(splitOf(face.combination));
    const test = Array.from({length: 1296}, (_, i) => splitOf(i)).filter((split) => split === 'test').length;
    expect(test / 1296).to.be.closeTo(0.06, 0.02);
  });

  it('are read where they have been drawn, and name the packages to install where they have not', () => {
    const folder = mkdtempSync(join(tmpdir(), 'faces-'));
    expect(() => loadData('faces-lorelei', 'test', [folder])).to.throw(/@dicebear\/lorelei@9\.4\.3/);
    const place = join(folder, 'faces-lorelei');
    mkdirSync(place);
    writeFileSync(join(place, 'test-images.idx'), writeIdx({shape: [2, 32, 32, 3], data: new Uint8Array(2 * 32 * 32 * 3).fill(7)}));
    writeFileSync(join(place, 'test-attributes.idx'), writeIdx({shape: [2, 5], data: Uint8Array.from([1, 0, 1, 0, 0, 1, 1, 0, 0, 1])}));
    const {count, shape, labels, attributes} = loadData('faces-lorelei', 'test', [folder]);
    expect({count, shape, labels: [...labels]}).to.deep.equal({count: 2, shape: [32, 32, 3], labels: [1, 3]});
    expect(attributes).to.have.length(10);
  });
});
