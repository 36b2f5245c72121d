import {expect} from 'chai';
import {GLYPH_SIZE, drawSettings, shrink, svgOf} from '../../../pretrained/tools/glyphs.js';

describe('drawn letters', () => {
  it('have settings within the axes of the font, the same for the same number, others for another split', () => {
    const settings = Array.from({length: 500}, (_, n) => drawSettings(0, n));
    for (const {MONO, CASL, wght, slnt, CRSV} of settings) {
      for (const share of [MONO, CASL, (wght - 300) / 700, slnt / -15]) expect(share).to.be.within(0, 1);
      expect(CRSV).to.equal(0);
    }
    const mean = settings.reduce((sum, {wght}) => sum + wght, 0) / settings.length;
    expect(mean).to.be.closeTo(650, 30);
    expect(drawSettings(0, 3)).to.deep.equal(settings[3]);
    expect(drawSettings(1, 3)).to.not.deep.equal(settings[3]);
  });

  it('lie in the middle of their picture, with their longer side on 20 of 28 pixels', () => {
    const [, view] = /viewBox="([^"]+)"/.exec(svgOf('M0 0', {minX: 100, minY: -200, maxX: 300, maxY: 500}))!;
    // A box of 200 by 700 units, whose y axis points up: the view is 980 units, around (200, -150).
    const wanted = [200 - 490, -150 - 490, 980, 980];
    view!.split(' ').forEach((value, i) => expect(Number(value)).to.be.closeTo(wanted[i]!, 1e-9));
  });

  it('are averaged down to grey', () => {
    const side = GLYPH_SIZE * 4;
    const rgba = new Uint8Array(side * side * 4);
    // Half of the second pixel's square is white.
    for (let y = 0; y < 4; y++) for (let x = 4; x < 6; x++) rgba.fill(255, 4 * (y * side + x), 4 * (y * side + x) + 4);
    const grey = shrink(rgba);
    expect([...grey.subarray(0, 3)]).to.deep.equal([0, 128, 0]);
    expect(grey.reduce((sum, value) => sum + value, 0)).to.equal(128);
  });
});
