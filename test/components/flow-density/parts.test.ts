import {expect} from 'chai';
import {brightest} from '../../../components/flow-density/color-scale.js';
import {divergence, truthSteps} from '../../../components/flow-density/comparison.js';
import {paced} from '../../../src/elements/paced.js';
import {levelsOf, linesOf, PARTS} from '../../../components/flow-density/contours.js';
import {readState} from '../../../components/flow-density/flow-state.js';
import {Frame} from '../../../src/elements/plane-data/frame.js';
import {fitted, pointsOfDrawing} from '../../../src/elements/plane-data/own-data.js';
import {densityText} from '../../../components/flow-density/readout.js';
import {densityOfCells, sheetCorners} from '../../../components/flow-density/sheet.js';
import {logNormal, logProbAt, positionsAt, type Passage} from '../../../components/flow-density/stage.js';
import {DENSITIES} from '../../../src/data/densities.js';

/** z = (2x, y), then (z₁, 3z₂ + z₁): two couplings of known determinants, through points [count, 2]. */
function passage(points: Float32Array): Passage {
  const count = points.length / 2;
  const first = points.map((value, i) => (i % 2 === 0 ? 2 * value : value));
  const second = first.map((value, i) => (i % 2 === 1 ? 3 * value + first[i - 1]! : value));
  const logDets = Float32Array.from({length: 2 * count}, (_, i) => Math.log(i < count ? 2 : 3));
  return {count, couplings: 2, layers: Float32Array.of(...points, ...first, ...second), logDets};
}

const normalField = (size: number, extent: number) =>
  Float32Array.from({length: size * size}, (_, i) => {
    const at = (cell: number) => ((2 * (cell + 0.5)) / size - 1) * extent;
    return logNormal(at(i % size), at(Math.floor(i / size)));
  });

describe('parts of flow-density', () => {
  it('puts points between two couplings on the straight way, with the density that they have there', () => {
    const through = passage(Float32Array.of(0.3, -0.2, -1, 0.5));
    expect([...positionsAt(through, 0)]).to.deep.equal([...through.layers.slice(0, 4)]);
    expect([...positionsAt(through, 2)]).to.deep.equal([...through.layers.slice(8)]);
    positionsAt(through, 0.5).forEach((value, i) => expect(value).to.be.closeTo([0.45, -0.2, -1.5, 0.5][i]!, 1e-6));
    const z = [0.6, -0.6 + 0.6] as const;
    expect(logProbAt(through, 2)[0]).to.be.closeTo(logNormal(...z), 1e-5);
    expect(logProbAt(through, 1)[0]).to.be.closeTo(logNormal(...z) + Math.log(3), 1e-5);
    expect(logProbAt(through, 0)[0]).to.be.closeTo(logNormal(...z) + Math.log(6), 1e-5);
    // Half of the first coupling stretches by 1.5, so 4/3 are still to come.
    expect(logProbAt(through, 0.5)[0]).to.be.closeTo(logNormal(...z) + Math.log(3 * (2 / 1.5)), 1e-5);
  });

  it('colours the cells of the sheet by the mass that they have and the area that they take', () => {
    const {data} = sheetCorners();
    const count = data.length / 2;
    // Twice as wide and half as high as in base space.
    const positions = data.map((value, i) => (i % 2 === 0 ? value * 2 : value / 2));
    const logProb = Float32Array.from({length: count}, (_, i) => logNormal(data[2 * i]!, data[2 * i + 1]!));
    const [size, extent] = [200, 7];
    const raster = densityOfCells(positions, logProb, size, extent);
    const at = (x: number, y: number) =>
      raster[Math.floor(((1 - y / extent) * size) / 2) * size + Math.floor(((x / extent + 1) * size) / 2)]!;
    for (const [x, y] of [
      [0, 0],
      [2, 0.5],
      [-4, 0.2],
      [3, -1],
    ] as const) {
      expect(at(x, y)).to.be.closeTo(Math.exp(logNormal(x / 2, 2 * y)), 0.012);
    }
    expect(at(0, 3)).to.equal(0);
    const mass = raster.reduce((sum, value) => sum + value, 0) * ((2 * extent) / size) ** 2;
    expect(mass).to.be.closeTo(1, 0.06);
  });

  it('has the brightest colour for the densest two of a hundred points, whatever a spike does', () => {
    const densities = normalField(128, 4).map(Math.exp);
    const [peak, top] = [1 / (2 * Math.PI), brightest(densities)];
    expect(top)
      .to.be.below(peak)
      .and.above(0.95 * peak);
    densities[5000] = Math.E;
    expect(brightest(densities)).to.be.below(1.1 * peak);
  });

  it('finds lines that hold their part of all points: circles for a normal distribution', () => {
    const field = {logProb: normalField(256, 4), size: 256};
    const {lines, size} = linesOf(field);
    expect(size).to.equal(128);
    for (const {part, shapes} of lines) {
      const radius = Math.sqrt(-2 * Math.log(1 - part));
      expect(shapes.length).to.equal(1);
      for (const [x, y] of shapes[0]![0]!) {
        const at = (cell: number) => (cell / size) * 8 - 4;
        expect(Math.hypot(at(x!), at(y!))).to.be.closeTo(radius, 0.05);
      }
    }
    const levels = levelsOf([0.1, 0.2, 0.3, 0.4]);
    expect(PARTS.map((part, i) => [part, levels[i]])).to.deep.equal([
      [0.98, 0.1],
      [0.9, 0.2],
      [0.7, 0.3],
      [0.5, 0.3],
      [0.3, 0.4],
      [0.1, 0.4],
    ]);
  });

  it('measures KL from the data to a flow: none to itself, and a known one between normal distributions', async () => {
    const density = {...DENSITIES.moons, logDensity: logNormal};
    const [size, extent] = [256, 6];
    const own = {logProb: normalField(size, extent), size};
    const truth = await paced(truthSteps(size, density, extent));
    expect(divergence(own, truth, extent)).to.be.closeTo(0, 1e-5);
    // Against one that is twice as wide: log 4 − 1 + 1/4 nats.
    const wide = {size, logProb: normalField(size, extent / 2).map((value) => value - Math.log(4))};
    expect(divergence(wide, truth, extent)).to.be.closeTo(Math.log(4) - 0.75, 1e-3);
  });

  it('lays data of any unit on the plane, and reads densities in those units', () => {
    const own = Float64Array.from({length: 2000}, (_, i) => (i % 2 === 0 ? 1.7e9 + (i % 97) : 0.001 * (i % 13)));
    const {points, frame} = fitted(own, 4, ['time', 'size']);
    for (const i of [0, 55, 998]) {
      const [x, y] = frame.toOwn([points[2 * i]!, points[2 * i + 1]!]);
      expect(x).to.be.closeTo(own[2 * i]!, 1e-3);
      expect(y).to.be.closeTo(own[2 * i + 1]!, 1e-8);
    }
    expect(new Frame([2, 0.5], [1, 1]).logArea).to.equal(0);
    expect(new Frame([10, 10], [0, 0]).logArea).to.be.closeTo(-Math.log(100), 1e-12);
  });

  it('draws points where a drawing is bright, as often as it is bright there', () => {
    const drawing = new Float32Array(16);
    drawing[0] = 0.25;
    drawing[15] = 0.75;
    const points = pointsOfDrawing(drawing, 4, 2, 7);
    const above = points.filter((value, i) => i % 2 === 1 && value > 0).length / (points.length / 2);
    expect(above).to.be.closeTo(0.25, 0.03);
    for (let i = 0; i < points.length; i += 2) {
      const [x, y] = [points[i]!, points[i + 1]!];
      expect((x <= -1 && y >= 1) || (x >= 1 && y <= -1)).to.equal(true);
    }
    expect(pointsOfDrawing(new Float32Array(16), 4, 2, 7).length).to.equal(0);
  });

  it('takes the states that it gives, and names what is wrong with others', () => {
    const state = {x: [0.5, -1], samples: 2, layer: 2.5, data: 'rings', drawing: 'contours', subject: 'data', panel: 'view', sheet: false};
    expect(readState(state)).to.deep.equal(state);
    expect(readState({})).to.deep.equal({samples: 0});
    for (const [name, value] of Object.entries({x: [1], layer: -1, samples: 0.5, data: 'faces', temperature: 0, sheet: true, panel: 'x'}))
      expect(() => readState({[name]: value})).to.throw(`state.${name} must be`);
  });

  it('writes densities with three digits', () => {
    expect([0.11923, 1.2345, 12.34, 123.4, 12345.6, 0.0000123, 1e-9].map(densityText)).to.deep.equal([
      '0.119',
      '1.23',
      '12.3',
      '123',
      '12346',
      '0.0000123',
      '< 0.000001',
    ]);
  });
});
