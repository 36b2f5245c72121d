import {expect} from 'chai';
import {lookOf, type DataLook} from '../../../src/data/data-look.js';
import {Drawing} from '../../../src/data/drawing.js';
import {fitColours, fitSubject, usualAdjustment} from '../../../src/data/fit-picture.js';
import {Random} from '../../../src/data/random.js';
import {drawnSubject, findSubject, type Raster} from '../../../src/data/subject.js';

const target = {width: 28, height: 28, range: [0, 1] as [number, number]};
const LOOK: DataLook = {ground: 0, tone: 0.7, strongest: 0.95, reach: 1, centring: 'box', solid: true};
type Colour = readonly [number, number, number];

/** A picture of w × h by a function from place to colour (0 … 1), and opacity. */
function raster(
  width: number,
  height: number,
  colour: (x: number, y: number) => Colour,
  alpha: (x: number, y: number) => number = () => 1,
): Raster {
  const data = new Uint8ClampedArray(4 * width * height);
  for (let i = 0; i < width * height; i++) {
    const [x, y] = [i % width, Math.floor(i / width)];
    data.set([...colour(x, y).map((value) => 255 * value), 255 * alpha(x, y)], 4 * i);
  }
  return {width, height, data};
}
const grey = (value: number): Colour => [value, value, value];
/** A wedge, heavier at its right. */
const inWedge = (x: number, y: number) => x >= 60 && x < 160 && y >= 80 && y < 120 && y - 80 >= (160 - x) * 0.3;
const fit = (picture: Raster, look = LOOK) => {
  const subject = findSubject(picture);
  return {subject, x: fitSubject(subject, look, usualAdjustment(subject, look, false), target)};
};
const at = (x: Float32Array, column: number, row: number) => x[row * 28 + column]!;
const bounds = (x: Float32Array) => {
  const on = [...x.keys()].filter((i) => x[i]! > 0.2);
  const [columns, rows] = [on.map((i) => i % 28), on.map((i) => Math.floor(i / 28))];
  return [Math.min(...columns), Math.min(...rows), Math.max(...columns), Math.max(...rows)];
};

describe('a picture that is made to look like the data', () => {
  for (const [name, ground, object, light] of [
    ['dark on white', 1, 0.2, true],
    ['light on black', 0, 0.8, false],
    ['grey on a lighter grey', 0.8, 0.5, true],
  ] as const) {
    it(`is light on dark, as large and as far in the middle as they are: ${name}`, () => {
      const {subject, x} = fit(raster(200, 150, (px, py) => grey(inWedge(px, py) ? object : ground)));
      expect(subject.found && !subject.textured).to.equal(true);
      expect(subject.lightGround).to.equal(light);
      const [left, top, right, bottom] = bounds(x);
      expect(left! + (27 - right!)).to.be.at.most(2);
      expect(Math.abs(top! - (27 - bottom!))).to.be.at.most(1);
      expect(at(x, 25, 14)).to.be.closeTo(LOOK.tone, 0.08);
      expect(at(x, 0, 0)).to.equal(0);
      expect(at(x, 3, 9)).to.equal(0);
    });
  }

  it('keeps the shades of an object, and loses a patterned ground', () => {
    const random = new Random(5);
    const pattern = (x: number, y: number) => 0.5 + 0.12 * Math.sin(x / 4 + 2 * Math.sin(y / 30)) + 0.05 * random.normal();
    const {subject, x} = fit(
      raster(200, 150, (px, py) => {
        const shade = inWedge(px, py) ? 0.75 + 0.25 * ((px - 60) / 100) : Math.min(0.8, pattern(px, py));
        return [shade, 0.95 * shade, 0.85 * shade];
      }),
    );
    expect(subject.textured && subject.found && !subject.lightGround).to.equal(true);
    const [left, , right] = bounds(x);
    expect(left! + (27 - right!)).to.be.at.most(3);
    for (let column = 0; column < 28; column++) expect(at(x, column, 2) + at(x, column, 25)).to.be.below(0.05);
    expect(at(x, 24, 15)).to.be.greaterThan(at(x, 14, 15) + 0.1);
  });

  it('sees what is drawn on glass: dark behind light, light behind dark', () => {
    const inside = (px: number, py: number) => (inWedge(px, py) ? 1 : 0);
    for (const tone of [0, 1]) {
      const {subject, x} = fit(raster(200, 150, () => grey(tone), inside));
      expect(subject.found).to.equal(true);
      expect(subject.lightGround).to.equal(tone === 0);
      expect(at(x, 25, 14)).to.be.greaterThan(0.5);
    }
  });

  it('says when nothing stands out', () => {
    expect(findSubject(raster(50, 40, () => grey(0.4))).found).to.equal(false);
    expect(findSubject(raster(1, 1, () => grey(0.4))).found).to.equal(false);
    const noise = new Random(3);
    const {subject, x} = fit(raster(60, 60, () => grey(0.5 + 0.1 * noise.normal())));
    expect(x.every((value) => value >= 0 && value <= 1)).to.equal(true);
    expect(subject.textured).to.equal(true);
  });

  it('follows what a reader sets right', () => {
    const subject = findSubject(raster(200, 150, (px, py) => grey(inWedge(px, py) ? 0.2 : 1)));
    const usual = usualAdjustment(subject, LOOK, false);
    const small = bounds(fitSubject(subject, LOOK, {...usual, zoom: 0.5}, target));
    expect(small[2]! - small[0]!).to.be.within(12, 15);
    const moved = bounds(fitSubject(subject, LOOK, {...usual, zoom: 0.5, x: 0.25, y: -0.25}, target));
    expect(moved[0]! - small[0]!).to.equal(7);
    expect(moved[1]! - small[1]!).to.equal(-7);
    const negative = fitSubject(subject, LOOK, {...usual, inverted: false}, target);
    expect(Math.max(...negative)).to.be.below(0.35);
  });

  it('puts drawings in the middle of their mass where the data are so, and fills outlines where they are areas', () => {
    const drawing = new Drawing(112);
    const corners = [
      [0.2, 0.3],
      [0.5, 0.3],
      [0.5, 0.5],
      [0.2, 0.5],
      [0.2, 0.3],
    ] as const;
    drawing.begin(corners[0], 0.03);
    for (const corner of corners.slice(1)) drawing.extend(corner);
    const subject = drawnSubject(drawing.values, 112)!;
    const usual = usualAdjustment(subject, LOOK, true);
    expect(usual.fill).to.equal(true);
    expect(at(fitSubject(subject, LOOK, usual, target), 14, 14)).to.be.closeTo(LOOK.tone, 0.1);
    expect(at(fitSubject(subject, LOOK, {...usual, fill: false}, target), 14, 14)).to.equal(0);
    const heavy = new Drawing(112);
    heavy.begin([0.3, 0.5], 0.1);
    heavy.begin([0.6, 0.5], 0.02);
    const digits = fitSubject(drawnSubject(heavy.values, 112)!, {...LOOK, centring: 'mass', reach: 0.6}, {...usual, fill: false}, target);
    const mass = digits.reduce((sum, value) => sum + value, 0);
    expect(digits.reduce((sum, value, i) => sum + value * ((i % 28) + 0.5), 0) / mass).to.be.closeTo(14, 0.3);
    expect(drawnSubject(new Float32Array(9), 3)).to.equal(undefined);
  });

  it('is dark on light where the data are', () => {
    const look = {...LOOK, ground: 1};
    const {x} = fit(
      raster(200, 150, (px, py) => grey(inWedge(px, py) ? 0.2 : 1)),
      look,
    );
    expect(at(x, 0, 0)).to.equal(1);
    expect(at(x, 25, 14)).to.be.closeTo(0.3, 0.08);
  });

  it('is a square from the middle of a colour picture, in the range of the data', () => {
    const picture = raster(80, 40, (px) => (px < 20 || px >= 60 ? [0, 0, 0] : [1, 0.5, 0.25]));
    const colours = fitColours(picture, {inverted: false, zoom: 1, x: 0, y: 0, fill: false}, {width: 4, height: 4, range: [-1, 1]});
    for (let i = 0; i < 16; i++) {
      [1, 0, -0.5].forEach((value, channel) => expect(colours[3 * i + channel]!).to.be.closeTo(value, 0.01));
    }
  });
});

describe('lookOf', () => {
  it('measures ground, tone, size and centring', () => {
    const disc = (radius: number, x: number, y: number, tone: number) =>
      Float32Array.from({length: 784}, (_, i) => (Math.hypot((i % 28) + 0.5 - x, Math.floor(i / 28) + 0.5 - y) < radius ? tone : 0));
    const look = lookOf([disc(10, 14, 14, 0.6), disc(10, 14, 14, 0.8), disc(10, 14, 14, 0.6)], 28, 28);
    expect(look.ground).to.equal(0);
    expect(look.tone).to.be.closeTo(0.6, 1e-6);
    expect(look.reach).to.be.closeTo(20 / 28, 1e-6);
    expect(look.solid).to.equal(true);
    // A ring with a tail: its mass in the middle, its box not.
    const tailed = Float32Array.from({length: 784}, (_, i) => {
      const [x, y] = [(i % 28) + 0.5 - 12.7, Math.floor(i / 28) + 0.5 - 14];
      const r = Math.hypot(x, y);
      return (r > 5 && r < 7) || (Math.abs(y) < 1 && x > 5 && x < 12) ? 1 : 0;
    });
    const lines = lookOf([tailed], 28, 28);
    expect(lines.solid).to.equal(false);
    expect(lines.centring).to.equal('mass');
    const negative = lookOf([disc(10, 14, 14, 0.6).map((value) => 1 - value)], 28, 28);
    expect(negative.ground).to.equal(1);
    expect(negative.tone).to.be.closeTo(0.6, 1e-6);
    expect(lookOf([], 28, 28).reach).to.equal(0.85);
    expect(lookOf([new Float32Array(784)], 28, 28).reach).to.equal(0.85);
  });
});
