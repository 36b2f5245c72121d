import {expect} from 'chai';
import {bakeNet} from '../../../src/format/bake-net.js';
import {bakedWeightPaths, isBaked, readBakedNet} from '../../../src/format/baked-net.js';
import {readLayersModel} from '../../../src/format/read-layers-model.js';
import {tinyVae} from '../client/tiny-vae.js';

describe('a baked net', () => {
  it('gives the graph of the stock file, after a trip through JSON', async () => {
    const {topologies, files} = await tinyVae();
    for (const role of ['decoder', 'encoder']) {
      const bytes = files[`${role}.bin`]!.buffer;
      const baked: unknown = JSON.parse(JSON.stringify(bakeNet(topologies[role], bytes, 'stock.json')));
      if (!isBaked(baked)) throw new Error('not baked');
      expect(bakedWeightPaths(baked, 'stock.json')).to.deep.equal([`${role}.bin`]);
      expect(readBakedNet(baked, bytes, 'stock.json')).to.deep.equal(readLayersModel(topologies[role], bytes, 'stock.json'));
    }
  });

  it('is told from a stock topology', async () => {
    const {topologies} = await tinyVae();
    expect([topologies['decoder'], undefined, null, 'graph'].map(isBaked)).to.deep.equal([false, false, false, false]);
  });

  it('refuses a binary of another size', async () => {
    const {topologies, files} = await tinyVae();
    const baked = bakeNet(topologies['decoder'], files['decoder.bin']!.buffer, 'stock.json');
    expect(() => readBakedNet(baked, new ArrayBuffer(47), 'stock.json'))
      .to.throw('stock.json')
      .with.property('code', 'integrity');
  });
});
