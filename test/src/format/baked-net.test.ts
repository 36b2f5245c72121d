import {expect} from 'chai';
import {bakeNet} from '../../../src/format/bake-net.js';
import {isBaked, readBakedNet} from '../../../src/format/baked-net.js';
import {readLayersModel} from '../../../src/format/read-layers-model.js';
import {tinyVae} from '../client/tiny-vae.js';

describe('a baked net', () => {
  it('gives the graph of the stock file, after a trip through JSON', async () => {
    const {topologies, files} = await tinyVae();
    for (const role of ['decoder', 'encoder']) {
      const bytes = files[`${role}.bin`]!.buffer;
      const baked: unknown = JSON.parse(JSON.stringify(bakeNet(topologies[role], bytes, 'stock.json')));
      if (!isBaked(baked)) throw new Error('not baked');
      expect(baked.paths).to.deep.equal([`${role}.bin`]);
      expect(readBakedNet(baked, bytes)).to.deep.equal(readLayersModel(topologies[role], bytes, 'stock.json'));
    }
  });

  it('is told from a stock topology', async () => {
    const {topologies} = await tinyVae();
    expect([topologies['decoder'], undefined, null, 'graph'].map(isBaked)).to.deep.equal([false, false, false, false]);
  });

  it('holds the weights of layers alone', async () => {
    const {topologies, files} = await tinyVae();
    const json = structuredClone(topologies['decoder']) as {weightsManifest: [{weights: unknown[]}]};
    json.weightsManifest[0].weights.push({name: 'iterations', shape: [1], dtype: 'float32', group: 'optimizer'});
    const bytes = new Uint8Array([...files['decoder.bin']!, 0, 0, 0, 0]).buffer;
    expect(() => bakeNet(json, bytes, 'stock.json')).to.throw('weightsManifest: holds more than the weights of the layers');
  });

  it('reads quantised weights as the stock reader does', async () => {
    const {topologies} = await tinyVae();
    const json = structuredClone(topologies['decoder']) as {weightsManifest: [{weights: {quantization?: unknown}[]}]};
    const [kernel, bias] = json.weightsManifest[0].weights;
    kernel!.quantization = {dtype: 'uint8', scale: 0.25, min: -1, original_dtype: 'float32'};
    bias!.quantization = {dtype: 'float16', original_dtype: 'float32'};
    const bytes = new Uint8Array([0, 1, 2, 3, 4, 5, 254, 255, 0, 60, 0, 192, 0, 0, 255, 59]).buffer;
    const graph = readBakedNet(bakeNet(json, bytes, 'stock.json'), bytes);
    expect(graph).to.deep.equal(readLayersModel(json, bytes, 'stock.json'));
    expect([...graph.weights[0]!.data]).to.deep.equal([-1, -0.75, -0.5, -0.25, 0, 0.25, 62.5, 62.75]);
  });
});
