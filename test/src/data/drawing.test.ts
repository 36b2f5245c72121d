import {expect} from 'chai';
import {Drawing} from '../../../src/data/drawing.js';

const at = ({values, size}: Drawing, x: number, y: number) => values[Math.floor(y * size) * size + Math.floor(x * size)]!;

describe('Drawing', () => {
  it('draws a soft stroke along its points', () => {
    const drawing = new Drawing(112);
    expect(drawing.isEmpty).to.equal(true);
    drawing.begin([0.2, 0.5], 0.1);
    drawing.extend([0.8, 0.5]);
    expect(at(drawing, 0.5, 0.5)).to.equal(1);
    expect(at(drawing, 0.5, 0.58)).to.be.within(0.05, 0.6);
    expect(at(drawing, 0.5, 0.62)).to.equal(0);
    expect(at(drawing, 0.95, 0.5)).to.equal(0);
    // From the line outwards it never grows.
    const across = Array.from({length: 20}, (_, i) => at(drawing, 0.5, 0.5 + i / 112));
    expect(across).to.deep.equal([...across].sort((a, b) => b - a));
  });

  it('erases, and takes back one stroke at a time', () => {
    const drawing = new Drawing(64);
    drawing.begin([0.3, 0.5], 0.1);
    const dot = [...drawing.values];
    drawing.begin([0.3, 0.5], 0.2, true);
    expect(at(drawing, 0.3, 0.5)).to.equal(0);
    drawing.undo();
    expect([...drawing.values]).to.deep.equal(dot);
    drawing.undo();
    expect(drawing.isEmpty && !drawing.canUndo).to.equal(true);
    drawing.undo();
    drawing.extend([0.5, 0.5]);
    expect(drawing.isEmpty).to.equal(true);
  });

  it('draws past its edges without a trace elsewhere', () => {
    const drawing = new Drawing(32);
    drawing.begin([-0.5, 1.5], 0.1);
    drawing.extend([-0.2, -3]);
    expect(drawing.isEmpty).to.equal(true);
    drawing.extend([1.5, 0.5]);
    expect(drawing.values.every((value) => value >= 0 && value <= 1)).to.equal(true);
    drawing.clear();
    expect(drawing.isEmpty).to.equal(true);
  });
});
