import {expect} from 'chai';
import type {Engine} from '../../../src/engine/engine.js';
import {tf} from '../../tfjs.js';
import {RandomNets} from './random-net.js';
import {predictStock, readStock, relativeError} from './stock.js';

/** Random nets on an engine against tfjs-layers, to relative 1e-4. */
export async function compareRandomNets(engine: Engine, seed: number, count: number): Promise<void> {
  await tf.setBackend('cpu');
  const nets = new RandomNets(seed);
  const classes = new Set<string>();
  for (let index = 0; index < count; index++) {
    const {model, description} = nets.next();
    for (const layer of model.layers) classes.add(layer.getClassName());
    const inputs = nets.inputs(model, 1 + (index % 3));
    const expected = predictStock(model, inputs);
    const net = await engine.loadNet(await readStock(model));
    const {outputs} = await net.run(inputs);
    for (const [at, output] of outputs.entries()) {
      expect(output.shape, description).to.deep.equal(expected[at]!.shape);
      expect(relativeError(output.data, expected[at]!.data), `net ${index}: ${description}`).to.be.at.most(1e-4);
    }
    net.dispose();
    model.dispose();
  }
  expect(classes.size, [...classes].join()).to.be.at.least(26);
}
