import {expect} from 'chai';
import type {LatentPoints} from '../../../src/format/manifest.js';
import {english} from '../../../components/vae-latent-explorer/locales/en.js';
import {chinese} from '../../../components/vae-latent-explorer/locales/zh-hans.js';
import {Neighbours} from '../../../components/vae-latent-explorer/neighbours.js';
import {describe as sentence, plain} from '../../../components/vae-latent-explorer/readout.js';

const name = (label: number) => ['trousers', 'ankle boot', 'dress', '8'][label]!;
const cloud = (...classes: [label: number, count: number, x: number, y: number][]): LatentPoints => ({
  z: classes.flatMap(([, count, x, y]) => Array.from({length: count}, (_, i) => [x + 0.01 * i, y]).flat()),
  labels: classes.flatMap(([label, count]) => Array.from({length: count}, () => label)),
});

const vote = (points: LatentPoints, place: number[]) => new Neighbours(points).vote(place);

describe('what the readout says', () => {
  it('follows the vote of the nearest points', () => {
    const points = cloud([0, 20, 1, 1], [1, 20, -1, -1]);
    expect(vote(points, [1, 1.1])).to.deep.equal({first: 0, second: undefined, near: true});
    expect(vote(points, [-1, -1])).to.deep.equal({first: 1, second: undefined, near: true});
    expect(vote(points, [2.5, 2.5])?.near).to.equal(false);
    expect(vote(cloud([0, 8, 0, 0], [2, 7, 0, 0.01]), [0, 0])).to.deep.equal({first: 0, second: 2, near: true});
    expect(vote({z: [], labels: []}, [0, 0])).to.equal(undefined);
  });

  it('is one or two short sentences', () => {
    const said = (z: [number, number], first: number, second: number | undefined, near: boolean) =>
      plain(sentence(english, z, {first, second, near}, name));
    expect(said([0.9, -0.4], 1, undefined, true)).to.equal(
      'This point decodes to an ankle boot. Under the prior it is 1.6 times less likely than the centre.',
    );
    expect(said([0, 0.2], 0, 2, true)).to.equal(
      'This point decodes to something between trousers and a dress. Under the prior no point is likelier than here, the centre.',
    );
    expect(said([2, 2], 3, undefined, false)).to.equal(
      'No test picture lies near this point; the decoder fills the gap with something like an 8. Under the prior it is 55 times less likely than the centre.',
    );
    expect(sentence(english, [1, 0], undefined, name)).to.equal('Under the prior it is 1.6 times less likely than the centre.');
    expect(sentence(chinese, [1, 0], {first: 1, second: undefined, near: true}, (label) => chinese.label(name(label)))).to.equal(
      '此点解码为**短靴**。在先验分布下，其概率密度是中心的 1/1.6。',
    );
  });
});
