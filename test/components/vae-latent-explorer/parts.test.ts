import {expect} from 'chai';
import {FLAT} from '../../../components/vae-latent-explorer/chart.js';
import {readState} from '../../../components/vae-latent-explorer/explorer-state.js';
import {magnification} from '../../../components/vae-latent-explorer/lens.js';
import {centres} from '../../../components/vae-latent-explorer/neighbours.js';
import {PriorDraws} from '../../../components/vae-latent-explorer/prior-draws.js';
import {readPoints} from '../../../components/vae-latent-explorer/read-points.js';
import type {Session} from '../../../src/client/session.js';

describe('parts of the latent explorer', () => {
  it('draws the same samples from the same seed, all of them on the plane', () => {
    const draws = new PriorDraws(7, 2, 3);
    const points = [draws.start, ...Array.from({length: 2000}, () => draws.next())];
    expect(Math.max(...points.flat().map(Math.abs))).to.be.below(3);
    for (const axis of [0, 1]) {
      const mean = points.reduce((sum, z) => sum + z[axis]!, 0) / points.length;
      const variance = points.reduce((sum, z) => sum + z[axis]! ** 2, 0) / points.length;
      expect(mean).to.be.closeTo(0, 0.07);
      expect(variance).to.be.closeTo(0.97, 0.1);
    }
    const again = new PriorDraws(7, 2, 3);
    again.skipTo(10);
    expect(again.count).to.equal(10);
    expect(again.next()).to.deep.equal(points[11]);
    expect(new PriorDraws(8, 2, 3).start).not.to.deep.equal(points[0]);
  });

  it('enlarges a small posterior by a round number, and a large one not at all', () => {
    const times = (x: number, y: number) => magnification({mean: [0, 0], deviation: [x, y]}, FLAT, 3);
    expect(times(0.05, 0.03)).to.equal(5);
    expect(times(0.003, 0.001)).to.equal(50);
    expect(times(0.4, 0.01)).to.equal(undefined);
    expect(magnification({mean: [0, 0], deviation: undefined}, FLAT, 3)).to.equal(undefined);
  });

  it('puts the name of a class at the median of its points', () => {
    const z = [0, 0, 1, 1, 50, 2, -2, -2];
    expect(centres({z, labels: [0, 0, 0, 3]})).to.deep.equal([
      {label: 0, x: 1, y: 1},
      {label: 3, x: -2, y: -2},
    ]);
  });

  it('reads points of the classes that there are, and no more than it can draw', async () => {
    const read = (json: unknown, labels?: string[]) => {
      const bytes = new TextEncoder().encode(typeof json === 'string' ? json : JSON.stringify(json));
      const session = {manifest: {data: {labels}, latent: {size: 2}}, file: () => Promise.resolve(bytes.buffer)};
      return readPoints(session as unknown as Session<'vae'>, 'points.json').catch((error: Error) => error.message);
    };
    expect(await read({z: [0, 1], labels: [1]}, ['a', 'b'])).to.deep.equal({z: [0, 1], labels: [1]});
    expect(await read({z: [0, 1], labels: [99]})).to.deep.equal({z: [0, 1], labels: [99]});
    const zeros = (length: number): number[] => new Array<number>(length).fill(0);
    const cases: [unknown, RegExp][] = [
      ['[', /^points\.json: is not JSON/],
      [null, /labels: must be a list/],
      [{z: [0, 1], labels: [2]}, /labels: .* class numbers below 2/],
      [{z: [0, 1], labels: [-1]}, /labels: must be a list/],
      [{z: [0, 1], labels: ['0']}, /labels: must be a list/],
      [{z: [0], labels: [0]}, /z: must be 2 numbers/],
      [{z: [0, null], labels: [0]}, /z: must be 2 numbers/],
      ['{"z":[0,1e999],"labels":[0]}', /z: must be 2 numbers/],
      [{z: zeros(40_002), labels: zeros(20_001)}, /labels: must be a list of at most 20000/],
    ];
    for (const [json, message] of cases) expect(await read(json, ['a', 'b']), JSON.stringify(json)?.slice(0, 60)).to.match(message);
  });

  it('takes back the state that it gave, and no other', () => {
    expect(readState({z: [1, -2], samples: 3, encoded: 4})).to.deep.equal({z: [1, -2], samples: 3, encoded: 4});
    expect(readState({z: [1, -2]})).to.deep.equal({z: [1, -2], samples: 0});
    expect(readState({encoded: 2})).to.deep.equal({samples: 0, encoded: 2});
    for (const bad of [
      {z: [1]},
      {z: ['1', 2]},
      {z: [1, NaN]},
      {z: [1, 2], samples: -1},
      {z: [1, 2], samples: 1e9},
      {z: [1, 2], encoded: 0.5},
    ])
      expect(() => readState(bad), JSON.stringify(bad)).to.throw('state.');
  });
});
